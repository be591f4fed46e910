"""The fingerprints of the pictures in a book, kept beside them: each picture is read for it once.

HOME/labels/prints/SHA256.npz
"""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from inspection.errors import StorageFailed
from inspection.on_disk import write_durably
from training.data.near import MAX_DISTANCE, SIDE_PX, Fingerprint, fingerprint, near_pairs
from training.labelling.book import LabelBook
from training.labelling.drawing import LabelPicture

FOLDER: Final = "prints"


class Prints:
    """What the pictures of a part in the book look like, to find out whether another one shows the same."""

    def __init__(self, book: LabelBook, part: str) -> None:
        """Reads the pictures whose fingerprints are not kept yet. Raises StorageFailed."""
        kept = [(one, print_of(book, one)) for one in book.pictures(part)]
        self._prints = [fingerprint for _, fingerprint in kept if fingerprint is not None]
        self._groups = [one.group for one, fingerprint in kept if fingerprint is not None]

    def like(self, one: Fingerprint, group: str | None) -> str | None:
        """The sha256 of a picture that shows nearly the same; None where there is none."""
        close = [
            place for place, other in enumerate(self._prints) if (one.phash ^ other.phash).bit_count() <= MAX_DISTANCE
        ]
        compared = [*(self._prints[place] for place in close), one]
        pairs = near_pairs(compared, [*(self._groups[place] for place in close), group])
        return next((compared[pair.first].sha256 for pair in pairs if pair.second == len(close)), None)

    def add(self, one: Fingerprint, group: str | None) -> None:
        """A picture that came into the book."""
        self._prints.append(one)
        self._groups.append(group)


def firsts(pictures: Sequence[LabelPicture], prints: Sequence[Fingerprint]) -> dict[str, str]:
    """For each picture that shows nearly the same as an earlier one: the earliest of these. All by their sha256."""
    first = list(range(len(pictures)))
    for pair in near_pairs(prints, [one.group for one in pictures]):
        first[pair.second] = min(first[pair.second], first[pair.first])
    return {pictures[place].sha256: pictures[of].sha256 for place, of in enumerate(first) if of != place}


def print_of(book: LabelBook, picture: LabelPicture) -> Fingerprint | None:
    """The fingerprint, read where it is kept, else from the picture; None for a picture that cannot be read."""
    if (kept := kept_print(book, picture.sha256)) is not None:
        return kept
    try:
        data = book.picture_bytes(picture)
        made = fingerprint(decode_picture(data)[0], data)
    except (StorageFailed, FrameBroken):
        return None
    keep_print(book, made)
    return made


def kept_print(book: LabelBook, sha256: str) -> Fingerprint | None:
    """The fingerprint that is kept; None where there is none, or it cannot be read: it is made again."""
    try:
        with np.load(io.BytesIO(_file(book, sha256).read_bytes()), allow_pickle=False) as stored:
            thumbnail, phash = stored["thumbnail"], int(stored["phash"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if thumbnail.shape != (SIDE_PX, SIDE_PX) or thumbnail.dtype != np.uint8:
        return None
    return Fingerprint(sha256=sha256, phash=phash, thumbnail=thumbnail)


def keep_print(book: LabelBook, one: Fingerprint) -> None:
    """Keep it, so that the picture need not be read again. Raises StorageFailed."""
    stored = io.BytesIO()
    np.savez_compressed(stored, phash=np.uint64(one.phash), thumbnail=one.thumbnail)
    try:
        write_durably(_file(book, one.sha256), stored.getvalue())
    except OSError as error:
        raise StorageFailed(f"the fingerprint of a picture cannot be kept: {error}; make room on the disk") from error


def _file(book: LabelBook, sha256: str) -> Path:
    return book.root / FOLDER / f"{sha256}.npz"
