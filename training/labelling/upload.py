"""Pictures that somebody brings as files: one picture, or a zip file of many (FAULTS rows 35 and 36)."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import Pixels
from inspection.closed import Closed
from training.data.exchange.archive import MEBIBYTE, PICTURES, Limits, unpack
from training.errors import ArchiveRefused
from training.labelling.bench_first import bench_first
from training.labelling.book import LabelBook

MOST_BYTES: Final = 50 * MEBIBYTE
_ZIP_START: Final = b"PK"
_LIMITS: Final = Limits(entries=1000, total_bytes=4 * MOST_BYTES, picture_bytes=MOST_BYTES)


class Taken(Closed):
    """How many pictures are new in the book, how many were there already; `refused` says which were not taken, why."""

    added: int
    known: int
    refused: tuple[str, ...]


def take_upload(book: LabelBook, part: str, name: str, data: bytes) -> Taken:
    """Take the picture, or the zip file of pictures, `data` into the book; `name` is only used to speak of it.

    What it is, is told by content. Every picture is decoded strictly and encoded anew as PNG: its pixels stay, all else
    is gone. Raises StorageFailed.
    """
    if len(data) > MOST_BYTES:
        why = f"it has {len(data) // MEBIBYTE} MiB, at most {MOST_BYTES // MEBIBYTE} are taken; bring fewer at once"
        return Taken(added=0, known=0, refused=(f"{name}: {why}",))
    if data.startswith(_ZIP_START):
        return _taken_archive(book, part, name, data)
    return _taken_pictures(book, part, [(name, data)])


def _taken_archive(book: LabelBook, part: str, name: str, data: bytes) -> Taken:
    with TemporaryDirectory(dir=book.root) as beside:
        archive, folder = Path(beside) / "brought.zip", Path(beside) / "unpacked"
        try:
            archive.write_bytes(data)
            unpack(archive, folder, _LIMITS)
        except ArchiveRefused as error:
            return Taken(added=0, known=0, refused=(f"{name}: {error}",))
        found = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PICTURES]
        return _taken_pictures(book, part, [(path.name, path.read_bytes()) for path in found])


def _taken_pictures(book: LabelBook, part: str, brought: list[tuple[str, bytes]]) -> Taken:
    known, added, refused = {one.sha256 for one in book.pictures(part)}, 0, list[str]()
    for name, data in brought:
        bench_first(book)
        try:
            picture = book.add_picture(part, as_png(decode_picture(data)[0]))
        except FrameBroken as error:
            refused.append(f"{name}: {error}")
            continue
        added += picture.sha256 not in known
        known.add(picture.sha256)
    return Taken(added=added, known=len(brought) - len(refused) - added, refused=tuple(refused))


def as_png(pixels: Pixels) -> bytes:
    """The same bytes for the same pixels (height, width, 3; RGB; uint8)."""
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()
