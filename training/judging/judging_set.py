"""The pictures by which a model is judged."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from training.data.labels import LabelledPicture, read_labelled_set
from training.data.layout import read_layout
from training.data.split import YAML_SPLIT, Part
from training.errors import LabelError, LayoutError
from training.fitting.lessons import version_of
from training.judging.report import SplitName


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingSet:
    """One split of a data set. `sha256` is over classes, labels and pictures of the split: a name for exactly these."""

    name: str
    sha256: str
    split: SplitName
    root: Path
    pictures: tuple[LabelledPicture, ...]

    @property
    def classes(self) -> frozenset[str]:
        """The classes that have a label."""
        return frozenset(box.class_name for picture in self.pictures for box in picture.boxes)


def read_judging_set(data_yaml: Path, split: SplitName) -> JudgingSet:
    """The pictures of `split`; golden are those that a frozen version keeps apart from all training.

    Raises LayoutError where there is no such split, LabelError for labels that cannot be used or where there are none,
    VersionDamaged where a frozen version is not what was frozen.
    """
    version = version_of(data_yaml)
    if split == "golden" and version is None:
        raise LayoutError(
            f"{data_yaml} belongs to no frozen version, and only those have golden pictures: name the data.yaml of one "
            "(`meisterblick dataset freeze` makes it), or --split test"
        )
    named = YAML_SPLIT[Part.GOLDEN] if split == "golden" else split
    if named not in (there := read_layout(data_yaml).pictures):
        raise LayoutError(
            f"{data_yaml} has no {split} split; name one that it has ({', '.join(there)}), or set pictures apart with "
            "`meisterblick dataset split`"
        )
    labelled = read_labelled_set(data_yaml, splits=(named,))
    pictures = labelled.splits[named]
    if not any(picture.boxes for picture in pictures):
        raise LabelError(
            f"{data_yaml}: no picture of {split!r} has a label, so nothing says what is right; label some, or name "
            "another split"
        )
    return JudgingSet(
        name=version or data_yaml.absolute().parent.name,
        sha256=_fingerprint(labelled.classes, pictures),
        split=split,
        root=data_yaml.absolute().parent,
        pictures=pictures,
    )


def _fingerprint(classes: tuple[str, ...], pictures: tuple[LabelledPicture, ...]) -> str:
    total = hashlib.sha256(repr(classes).encode())
    for picture in pictures:
        digest = hashlib.sha256(picture.picture.read_bytes()).hexdigest()
        total.update(f"{digest} {[(box.class_name, *box.xyxy) for box in picture.boxes]}".encode())
    return total.hexdigest()
