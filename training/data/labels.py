"""Labelled pictures as they lie on the disk in the YOLO layout, every label checked before anything uses one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from camera.errors import FrameBroken
from training.data.box import BadBox, Box, BoxFault, read_line
from training.data.header import picture_size
from training.data.layout import Groups, Layout, label_file, read_layout
from training.data.plain import printable
from training.errors import LabelError, LayoutError, listed

__all__ = ["Box", "Flaw", "LabelledPicture", "LabelledSet", "Survey", "read_labelled_set", "survey"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    """A picture and its labels; no boxes: a background picture, on which there is nothing to find.

    `group` is the board, tile, lot or serial it was taken of. Pixels are read by `camera.picture_file`, when asked.
    """

    picture: Path
    width_px: int
    height_px: int
    boxes: tuple[Box, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Class names in the order of their numbers, and the pictures of each split (train, val, test)."""

    classes: tuple[str, ...]
    splits: Mapping[str, tuple[LabelledPicture, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A picture or a line of a label file that must not be used; `fault` None: the picture itself."""

    picture: Path
    place: str
    fault: BoxFault | None
    found: str
    expected: str

    def __str__(self) -> str:
        """The place, what stands there, and what was expected; a broken picture says that itself."""
        return self.found if self.fault is None else f"{self.place}: {self.found}, expected {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What can be used of a data set, and what cannot."""

    labelled: LabelledSet
    flaws: tuple[Flaw, ...]


def read_labelled_set(
    data_yaml: Path, *, splits: Collection[str] | None = None, within: Path | None = None
) -> LabelledSet:
    """The data set that `data_yaml` describes (`training.data.layout`): all its splits, or only those in `splits`.

    A box may reach outside its picture by 1 px, which is clipped. Of the pictures only the header is read. With
    `within`, for what somebody else wrote, nothing outside that folder is looked at.

    Raises LabelError, naming every bad line and picture, and LayoutError where data.yaml or groups.json is wrong or
    has no such split.
    """
    seen = survey(data_yaml, splits=splits, within=within)
    if seen.flaws:
        raise LabelError(
            f"{data_yaml}: {len(seen.flaws)} labels or pictures cannot be used; draw or remove them, then "
            f"`meisterblick dataset check` shows what is left:\n{listed(seen.flaws)}"
        )
    return seen.labelled


def survey(data_yaml: Path, *, splits: Collection[str] | None = None, within: Path | None = None) -> Survey:
    """As `read_labelled_set`, but what must not be used is listed instead of raised. Raises LayoutError."""
    layout = read_layout(data_yaml, within=within)
    wanted = tuple(layout.pictures) if splits is None else tuple(splits)
    if missing := sorted(set(wanted) - set(layout.pictures)):
        raise LayoutError(f"{data_yaml} has no {', '.join(missing)}; it has {', '.join(layout.pictures)}")
    groups = Groups(layout.root)
    flaws: list[Flaw] = []
    read: dict[str, tuple[LabelledPicture, ...]] = {}
    for split in wanted:
        pictures = (_read(picture, layout, groups, flaws) for picture in layout.pictures[split])
        read[split] = tuple(picture for picture in pictures if picture is not None)
    return Survey(labelled=LabelledSet(classes=layout.classes, splits=read), flaws=tuple(flaws))


def _read(picture: Path, layout: Layout, groups: Groups, flaws: list[Flaw]) -> LabelledPicture | None:
    """The picture with its good labels, None where it is broken; what is wrong is added to `flaws`."""
    try:
        size_wh = picture_size(picture)
    except FrameBroken as error:
        place, expected = _short(picture, layout.root), "a whole JPEG or PNG of at most 40 megapixels"
        flaws.append(Flaw(picture=picture, place=place, fault=None, found=f"{place}: {error}", expected=expected))
        return None
    boxes = []
    path = label_file(picture, layout.root)
    for number, line in _lines(path, picture, layout, flaws):
        match read_line(line, layout.classes, size_wh):
            case Box() as box:
                boxes.append(box)
            case BadBox(fault=fault, found=found, expected=expected):
                place = f"{_short(path, layout.root)}:{number}"
                flaws.append(Flaw(picture=picture, place=place, fault=fault, found=found, expected=expected))
    return LabelledPicture(
        picture=picture, width_px=size_wh[0], height_px=size_wh[1], boxes=tuple(boxes), group=groups.of(picture)
    )


def _lines(path: Path, picture: Path, layout: Layout, flaws: list[Flaw]) -> list[tuple[int, str]]:
    """The written lines of a label file with their numbers; none where there is no file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        fault, place = BoxFault.NOT_A_LABEL, _short(path, layout.root)
        flaws.append(Flaw(picture=picture, place=place, fault=fault, found=str(error), expected="a text file"))
        return []
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _short(path: Path, root: Path) -> str:
    return printable(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path))
