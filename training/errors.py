"""What can go wrong between labels and a model.

TrainingError
├── RunRefused                this training cannot begin or go on: the name is taken, the data have changed
├── RunDamaged                what the run left on the disk cannot be read
├── TrainingStopped           somebody stopped it; a checkpoint is written
├── PromotionRefused          nothing can be compared, or the golden pictures prove nothing; the active model stays
├── NothingLearned            the net finds nothing that it is sure of: too few labels or too little time
├── PartRefused               a part from elsewhere must not be taken, or one cannot be handed on; nothing was written
├── BookRefused               a newer program wrote the book of labels: nothing is read or written
├── DrawingRefused            what was drawn must not be kept: outside the picture, no area, an unknown class
│   └── DrawingOvertaken          somebody else has drawn on this picture meanwhile; both can be seen
└── DatasetError              the data must not be used as they are; nothing was changed
    ├── LayoutError               data.yaml or groups.json is missing or says something impossible
    ├── LabelError                labels or pictures that nobody may train on; each one named
    ├── SplitError                shares or groups that cannot be split as asked
    ├── TooFewLessons             too few approved drawings to learn from, to steer and to judge by
    ├── VersionRefused            this must not become a version: no labels, a bad name, a golden picture in training
    ├── VersionDamaged            a frozen version has missing, changed or additional files
    └── ArchiveRefused            the archive is hostile, damaged or of no known format; nothing was unpacked

`docs/errors.md` says for each what a person does next.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from training.labelling.drawing import Drawing

MAX_NAMED: Final = 30
"""How many things of a kind a message names one by one; it says how many more there are."""


def listed(each: Sequence[object]) -> str:
    """Lines that name each, or the first MAX_NAMED and how many more.

    >>> print(listed(["a.jpg", "b.jpg"]))
      a.jpg
      b.jpg
    """
    lines = [f"  {one}" for one in each[:MAX_NAMED]]
    return "\n".join([*lines, *([f"  and {len(each) - len(lines)} more"] if len(each) > len(lines) else [])])


class TrainingError(Exception):
    """Something between labels and model failed."""


class RunRefused(TrainingError):
    """This training cannot begin or go on; nothing was changed."""


class RunDamaged(TrainingError):
    """What the run left on the disk cannot be read."""


class TrainingStopped(TrainingError):
    """The training ended before its budget was used up; it can be resumed."""


class NothingLearned(TrainingError):
    """The net finds nothing that it is sure of; no model was written."""


class PromotionRefused(TrainingError):
    """The model does not become active; the one that is active stays."""


class PartRefused(TrainingError):
    """A part from another workshop was not taken, or one of this workshop cannot be handed on; nothing was written."""


class BookRefused(TrainingError):
    """The book of labels must not be used by this program."""


class DrawingRefused(TrainingError):
    """What was drawn was not kept; what stood there stands there still."""


class DrawingOvertaken(DrawingRefused):
    """Somebody else has drawn on this picture meanwhile: `now` is what stands there."""

    def __init__(self, message: str, now: "Drawing | None") -> None:
        super().__init__(message)
        self.now = now


class DatasetError(TrainingError):
    """The data must not be used as they are."""


class LayoutError(DatasetError):
    """The description of the data set cannot be used."""


class LabelError(DatasetError):
    """Labels or pictures that nobody may train on."""


class SplitError(DatasetError):
    """The pictures cannot be split as asked."""


class TooFewLessons(DatasetError):
    """Too few drawings are approved for a training; nothing was made."""


class VersionRefused(DatasetError):
    """This must not become a version; the versions there are stay as they are."""


class VersionDamaged(DatasetError):
    """A frozen version is not what its version.json says."""


class ArchiveRefused(DatasetError):
    """The archive was not unpacked; nothing of it is left."""
