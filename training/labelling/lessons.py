"""From approved drawings to a frozen version: what a net learns from, what it is steered by, what it is judged by.

    book -> approved -> split by piece and likeness -> HOME/datasets/PART/vNNNN

What nobody approved, and what somebody set aside, teaches nobody.

    python -m training.labelling.lessons HOME PART PARENT

does it in a process of its own, at idle priority, and prints the version's folder: every picture is decoded, and
nobody at the bench shall wait for that.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.override import Role as Approver
from training.data.freeze import freeze_set
from training.data.labels import LabelledPicture, LabelledSet
from training.data.split import YAML_SPLIT, Part, Shares
from training.data.splitting import parts_of
from training.data.version import DatasetVersion, open_version, version_folders
from training.errors import DrawingRefused, LabelError, TooFewLessons, TrainingError
from training.labelling.book import LabelBook
from training.labelling.drawing import Drawing, LabelPicture, State, checked

FEWEST: Final = 3
"""Pieces with a defect: one to learn from, one to steer by, one to judge by."""
FEW_PICTURES: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A picture with the drawing that the master approved."""

    picture: LabelPicture
    drawing: Drawing

    @property
    def classes(self) -> frozenset[str]:
        """What is drawn on it; nothing on a good part."""
        return frozenset(shape.class_name for shape in self.drawing.shapes)


def approved(book: LabelBook, part: str) -> tuple[Lesson, ...]:
    """Every picture of the part whose newest drawing the master approved, in the order in which they came."""
    drawings = book.drawings(part)
    return tuple(
        Lesson(picture=picture, drawing=drawing)
        for picture in book.pictures(part)
        if (drawing := drawings.get(picture.sha256)) is not None and drawing.state is State.APPROVED
    )


def shares_for(pictures: int) -> Shares:
    """Which share of so many pictures is steered by, and which is judged by.

    Of 20 to 30 pictures every fifth steers and every fifth is put away to judge by: 18, 6 and 6 of 30. Fewer to judge
    by would prove nothing, and what is put away stays so and is joined by others with each version. Above
    FEW_PICTURES a tenth is enough. Whatever the shares, each class comes into train first, then into golden, then
    into val: a class that is on a single piece is learned and never asked for.

    >>> [shares_for(count).golden for count in (20, 59, 60)]
    [0.2, 0.2, 0.1]
    """
    return Shares(val=0.2, golden=0.2 if pictures < FEW_PICTURES else 0.1)


def freeze_lessons(book: LabelBook, part: str, home: Path) -> Path:
    """The folder of a version that holds what is approved: the newest one, where it does so already, else the next.

    The master approved each drawing, so he approved the version. Classes that nobody drew are left out: of a net that
    was never shown a crack nobody shall think that it looks for any.

    Raises TooFewLessons before anything is made; LabelError for a drawing that must not be trained on (FAULTS row 30)
    and for a broken picture; SplitError, VersionRefused and VersionDamaged as `freeze_set`; StorageFailed, OSError.
    """
    lessons = approved(book, part)
    refuse_too_few(lessons)
    pictures = [labelled_picture(book, part, lesson) for lesson in lessons]
    folders = version_folders(home, part)
    newest = open_version(folders[-1]) if folders else None
    if newest is not None and _is_just(newest, lessons):
        return folders[-1]
    shares = shares_for(len(pictures))
    parts = parts_of(pictures, shares, golden=[False] * len(pictures), home=home, name=part)
    splits = {
        YAML_SPLIT[which]: tuple(one for one, its in zip(pictures, parts, strict=True) if its is which)
        for which in Part
    }
    if not any(one.boxes for one in splits[YAML_SPLIT[Part.VAL]]):
        raise TooFewLessons(
            "no defect is left to steer the training by: expected a kind of defect on three pieces that do not look "
            "the same; draw one of these kinds on more pieces"
        )
    drawn = {box.class_name for one in pictures for box in one.boxes}
    drawn |= {box.class_name for one in (newest.of(Part.GOLDEN) if newest else ()) for box in one.boxes}
    classes = tuple(name for name in book.classes(part) if name in drawn)
    return freeze_set(LabelledSet(classes=classes, splits=splits), name=part, approved_by=Approver.MASTER, home=home)


def refuse_too_few(lessons: Sequence[Lesson]) -> None:
    """Raises TooFewLessons where too few pieces have a defect to learn, to steer and to judge by."""
    pieces = {lesson.picture.group or lesson.picture.sha256 for lesson in lessons if lesson.drawing.shapes}
    if len(pieces) < FEWEST:
        raise TooFewLessons(
            f"expected approved drawings of at least {FEWEST} different pieces with a defect, got {len(pieces)}; draw "
            "more and let the master approve them"
        )


def labelled_picture(book: LabelBook, part: str, lesson: Lesson) -> LabelledPicture:
    """The lesson as it is trained on. Raises LabelError where a shape lies outside the picture or has no area."""
    picture, drawing = lesson.picture, lesson.drawing
    try:
        shapes = checked(drawing.shapes, book.classes(part), (picture.width_px, picture.height_px))
    except DrawingRefused as error:
        raise LabelError(f"picture {picture.sha256[:12]}, revision {drawing.revision}: {error}") from error
    return LabelledPicture(
        picture=book.picture_path(picture),
        width_px=picture.width_px,
        height_px=picture.height_px,
        boxes=tuple(shape.box() for shape in shapes),
        group=picture.group,
    )


def _is_just(version: DatasetVersion, lessons: Sequence[Lesson]) -> bool:
    """Whether the version teaches and judges by these very drawings; what it kept golden from before is no matter."""
    frozen = {one.sha256: {box.box() for box in one.boxes} for one in version.pictures}
    approved_now = {one.picture.sha256: {shape.box() for shape in one.drawing.shapes} for one in lessons}
    taught = {one.sha256 for one in version.pictures if one.split is not Part.GOLDEN}
    return taught <= approved_now.keys() and all(frozen.get(one) == boxes for one, boxes in approved_now.items())


def main(home: Path, part: str, parent: int) -> int:
    """Freeze beside a station that inspects; the folder goes to stdout, why not to stderr. Exit status."""
    from inspection.errors import InspectionError
    from training.environment import stand_back

    stand_back(parent)
    try:
        book = LabelBook.open(home)
        try:
            folder = freeze_lessons(book, part, home)
        finally:
            book.close()
    except (TrainingError, InspectionError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
