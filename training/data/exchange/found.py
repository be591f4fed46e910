"""What the descriptions of other programs refer to, looked up among the unpacked files; a name is never a path."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from camera.errors import FrameBroken
from training.data.box import BadBox, Box, Polygon, Xyxy, checked_box
from training.data.header import picture_size
from training.data.layout import PICTURE_SUFFIXES
from training.data.plain import printable
from training.errors import LabelError, listed

_SPLIT_OF: Final = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "test": "test",
    "testing": "test",
    "golden": "test",
}


class Pictures:
    """The unpacked pictures by the end of their path."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, list[tuple[tuple[str, ...], Path]]] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
                parts = path.relative_to(folder).parts
                self._by_name.setdefault(parts[-1], []).append((parts, path))

    def find(self, name: str, *hints: str) -> Path | None:
        """The picture whose path ends in `name`, None where there is none, or several and no folder in `hints` tells.

        `hints` are folders that may stand above the name, the most telling first: CVAT and COCO put splits there.
        """
        wanted = tuple(part for part in PurePosixPath(name).parts if part != "/")
        fitting = [
            (parts, path)
            for parts, path in self._by_name.get(wanted[-1] if wanted else "", [])
            if parts[-len(wanted) :] == wanted
        ]
        for hint in hints:
            fitting = [one for one in fitting if hint in one[0][: -len(wanted)]] or fitting
        return fitting[0][1] if len(fitting) == 1 else None


class Faults:
    """Everything in a description that cannot be used, so that it can be named all at once."""

    def __init__(self, description: str) -> None:
        self._description = description
        self._said: list[str] = []

    def add(self, place: str, what: str) -> None:
        """Note what is wrong at `place`."""
        self._said.append(printable(f"{self._description}, {place}: {what}"))

    def picture(self, pictures: Pictures, name: str, size_wh: tuple[object, object], *hints: str) -> Path | None:
        """The picture `name`, of the size it is said to have; None, and noted, where there is no such."""
        path = pictures.find(name, *hints)
        if path is None:
            self.add(name, "there is no such picture in the archive, or several of that name")
            return None
        try:
            found = picture_size(path)
        except FrameBroken as error:
            self.add(name, str(error))
            return None
        if any(said is not None and said != side for said, side in zip(size_wh, found, strict=True)):
            self.add(name, f"labelled at {size_wh[0]} x {size_wh[1]} px, the picture has {found[0]} x {found[1]}")
            return None
        return path

    def box(
        self,
        place: str,
        class_name: str | None,
        size_wh: tuple[int, int],
        *,
        xyxy: Xyxy | None = None,
        polygon: Polygon | None = None,
    ) -> Box | None:
        """The label, None, and noted, where it is none."""
        if class_name is None:
            self.add(place, "its class is not among those of the description")
            return None
        match checked_box(class_name, size_wh, xyxy=xyxy, polygon=polygon):
            case BadBox(found=found, expected=expected):
                self.add(place, f"{found}, expected {expected}")
                return None
            case Box() as box:
                return box

    def check(self) -> None:
        """Raises LabelError where something was noted."""
        if self._said:
            raise LabelError(
                f"{len(self._said)} labels or pictures of the archive cannot be used, nothing was imported; mend them "
                f"where they were drawn and export again:\n{listed(self._said)}"
            )


def split_of(names: Iterable[str]) -> str:
    """The split that a file or subset name speaks of; train where it speaks of none.

    >>> split_of(["instances", "val2017"]), split_of(["Train"]), split_of(["default"])
    ('val', 'train', 'train')
    """
    for name in names:
        if split := _SPLIT_OF.get(name.lower().rstrip("0123456789")):
            return split
    return "train"


def number(value: object) -> float:
    """A finite or infinite number from a description; NaN for what is none, which no label survives."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return float("nan")
    try:
        return float(value)
    except (ValueError, OverflowError):
        return float("nan")
