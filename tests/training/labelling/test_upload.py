"""Pictures from outside: told by content, encoded anew, and nothing hostile gets in (FAULTS rows 35 and 36)."""

import io
import stat
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.decoding import decode_picture
from tests.training.labelling.building import PART, png
from training.labelling.book import LabelBook
from training.labelling.upload import MOST_BYTES, Taken, take_upload
from training.labelling.why import Why

MEBIBYTE = 1024 * 1024


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    yield opened
    opened.close()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as opened:
        for name, data in entries:
            opened.writestr(name, data, zipfile.ZIP_DEFLATED)
    return stored.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def jpeg(seed: int = 1, *, exif: bytes | None = None) -> bytes:
    file = io.BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 255, (60, 80, 3), np.uint8)
    Image.fromarray(pixels).save(file, "JPEG", **({"exif": exif} if exif else {}))
    return file.getvalue()


def huge_png() -> bytes:
    """20,000 x 20,000 px of black: some hundred kilobytes that would be 1.2 GB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    header = (20_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * 20_000)
    packed = b"".join(packer.compress(row) for _ in range(20_000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def files(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"}


def test_a_picture_is_told_by_its_content_and_keeps_its_pixels_and_nothing_else(book: LabelBook) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Meyer, Halle 3"
    data = jpeg(exif=exif.tobytes()) + b"appended"
    assert b"Meyer" in data

    taken = take_upload(book, PART, "Meyer/../plate.txt", data)

    (picture,) = book.pictures(PART)
    kept = book.picture_bytes(picture)
    assert taken == Taken(added=1, known=0, refused=())
    assert (picture.media_type, picture.why, picture.group) == ("image/png", Why.UPLOADED, None)
    assert book.picture_path(picture).name == f"{picture.sha256}.png"
    assert np.array_equal(decode_picture(kept)[0], decode_picture(data)[0])
    assert b"Meyer" not in kept and b"appended" not in kept


def test_a_picture_is_taken_once_however_it_comes(book: LabelBook) -> None:
    take_upload(book, PART, "a.png", png())

    assert take_upload(book, PART, "again.zip", zipped(("b.png", png()), ("c.png", png(2)))) == Taken(
        added=1, known=1, refused=()
    )
    assert len(book.pictures(PART)) == 2


def test_folders_in_a_zip_file_are_looked_through_and_what_is_broken_is_named(book: LabelBook) -> None:
    brought = zipped(("monday/a.png", png(1)), ("monday/b.JPG", jpeg(2)), ("c.png", png(3)[:-20]), ("note.txt", b"x"))

    taken = take_upload(book, PART, "plates.zip", brought)

    assert (taken.added, taken.known) == (2, 0)
    assert len(taken.refused) == 1 and taken.refused[0].startswith("c.png: expected a whole PNG")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "slip": (lambda: zipped(("../evil.png", png())), "leads out of the folder"),
    "link": (lambda: zipped((link("a.png"), b"/etc/passwd")), "a link or a device"),
    "bomb": (lambda: zipped(("a.png", bytes(200 * MEBIBYTE))), "MiB"),
    "bomb of many": (lambda: zipped(*((f"{n}.png", bytes(MEBIBYTE)) for n in range(300))), "zip bomb|MiB"),
    "too many": (lambda: zipped(*((f"{n}.png", b"") for n in range(2000))), "entries"),
    "too large": (lambda: b"PK" + bytes(MOST_BYTES), "at most 50 are taken"),
    "no picture": (lambda: b"MZ" + bytes(100), "expected a JPEG or PNG"),
    "a page": (lambda: b"<svg onload=alert(1)>", "expected a JPEG or PNG"),
    "a pickle": (lambda: b"\x80\x04\x95" + bytes(40), "expected a JPEG or PNG"),
    "nothing": (lambda: b"", "expected a JPEG or PNG"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_hostile_is_refused_and_leaves_nothing(book: LabelBook, tmp_path: Path, kind: str) -> None:
    make, why = HOSTILE[kind]
    before = files(tmp_path.parent)

    taken = take_upload(book, PART, "<b>plate</b>.png", make())

    assert (taken.added, taken.known, len(taken.refused)) == (0, 0, 1)
    assert why in taken.refused[0] or any(word in taken.refused[0] for word in why.split("|"))
    assert files(tmp_path.parent) == before


MEASURED = """
import resource, sys
from pathlib import Path
from training.labelling.book import LabelBook
from training.labelling.upload import take_upload
book = LabelBook.open(Path(sys.argv[1]))
data = Path(sys.argv[2]).read_bytes()
take_upload(book, "weld", "first.png", Path(sys.argv[3]).read_bytes())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
taken = take_upload(book, "weld", "huge.png", data)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, taken.refused[0])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no getrusage")
@pytest.mark.parametrize("packed", [False, True])
def test_a_picture_of_four_hundred_megapixels_takes_no_memory(tmp_path: Path, packed: bool) -> None:
    huge, small = tmp_path / "huge", tmp_path / "small.png"
    huge.write_bytes(zipped(("huge.png", huge_png())) if packed else huge_png())
    small.write_bytes(png())

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "home"), str(huge), str(small)],
        check=True,
        capture_output=True,
        text=True,
    )

    grown_kib, why = done.stdout.split(" ", 1)
    assert int(grown_kib) < 200 * 1024
    assert "20000 x 20000 px = 400 megapixels" in why or "zip bomb" in why
