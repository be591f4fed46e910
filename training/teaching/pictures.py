"""The pictures of good parts, read strictly; what cannot be learned from is refused, each with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from camera.errors import FrameBroken
from camera.frame import Pixels
from camera.picture_file import read_picture_file
from training.data.near import Fingerprint, fingerprint
from training.errors import RunRefused, listed

SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png"})
MIN_PICTURES: Final = 10
MAX_PICTURES: Final = 200
"""More good parts than these teach nothing that is worth the wait; a draw of them is taken."""

MAX_SIZE_RATIO: Final = 2.0
"""Of the longest sides. Cuts of one camera's pictures may differ in size; another distance is another scale."""

MIN_CONTRAST: Final = 1.0
"""Standard deviation in grey levels of 255, below which a picture shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GoodPicture:
    """A picture of a good part. Its pixels are read again when they are needed: fifty large ones fill the memory."""

    path: Path
    resolution_wh: tuple[int, int]
    fingerprint: Fingerprint

    def pixels(self) -> Pixels:
        """(height, width, 3), RGB, uint8. Raises FrameBroken."""
        return read_picture_file(self.path).pixels


def read_good(folder: Path, golden: Mapping[str, str]) -> list[GoodPicture]:
    """The pictures in `folder` itself, by name, copies of one file left out.

    `golden` are the pictures that models are judged by (`training.data.lineage.golden_anywhere`). Raises RunRefused,
    naming each that is wrong: no folder, no picture, pictures in folders below, which may be those of bad parts, one
    that is golden, broken or shows nothing, another scale, or fewer than MIN_PICTURES different ones.
    """
    if not folder.is_dir():
        raise RunRefused(f"there is no folder {folder}; name the one with the pictures of good parts")
    below = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    _refuse_folders_below(folder, below)
    paths = [path for path in below if path.parent == folder]
    if not paths:
        raise RunRefused(f"the folder {folder} holds no picture ({', '.join(sorted(SUFFIXES))}); name another one")
    good, wrong = dict[str, GoodPicture](), list[str]()
    for path in paths:
        try:
            frame = read_picture_file(path)
        except FrameBroken as error:
            wrong.append(str(error))
            continue
        if float(frame.pixels.std()) < MIN_CONTRAST:
            wrong.append(f"{path.name}: one colour all over, there is no part to be seen")
            continue
        of_it = fingerprint(frame.pixels, frame.encoded or b"")
        if of_it.sha256 in golden:
            wrong.append(
                f"{path.name}: golden in {golden[of_it.sha256]}: models are judged by it, so none learns from it"
            )
            continue
        good.setdefault(
            of_it.sha256, GoodPicture(path=path, resolution_wh=(frame.width_px, frame.height_px), fingerprint=of_it)
        )
    if wrong:
        raise RunRefused(
            f"{len(wrong)} pictures cannot be learned from; take them again or remove them\n{listed(wrong)}"
        )
    pictures = list(good.values())
    if len(pictures) < MIN_PICTURES:
        copies = f" ({len(paths) - len(pictures)} are copies)" if len(paths) > len(pictures) else ""
        raise RunRefused(
            f"{folder} holds {len(pictures)} different pictures of good parts{copies}, at least {MIN_PICTURES} are "
            "needed and 50 are better; take more, of different parts"
        )
    _refuse_other_scale(pictures)
    return pictures


def _refuse_folders_below(folder: Path, pictures: Sequence[Path]) -> None:
    names = sorted({path.parent.relative_to(folder).as_posix() for path in pictures if path.parent != folder})
    if names:
        raise RunRefused(
            f"{folder} has pictures in {len(names)} folders below it, and nobody knows whether their parts are good; "
            f"name the one folder that holds good parts only\n{listed(names)}"
        )


def _refuse_other_scale(pictures: Sequence[GoodPicture]) -> None:
    longest = [max(one.resolution_wh) for one in pictures]
    if max(longest) > MAX_SIZE_RATIO * min(longest):
        small, large = (pictures[longest.index(side)] for side in (min(longest), max(longest)))
        raise RunRefused(
            f"the pictures are of different sizes: {_size(small)} and {_size(large)}; teach with pictures that one "
            "camera took from one distance"
        )


def _size(picture: GoodPicture) -> str:
    return "{} has {}x{} px".format(picture.path.name, *picture.resolution_wh)
