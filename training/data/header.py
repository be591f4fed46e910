"""The size of a picture from its header alone: no pixel is decoded, so thousands are read in a second."""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from camera.decoding import MAX_PIXELS
from camera.errors import FrameBroken, PictureTooLarge

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_SIZE_MARKERS: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # SOF0..15 without DHT, JPG, DAC
_NEXT_STEP: Final = "take the picture again, or save it as a whole JPEG or PNG file"


def _refuse(path: Path, what: str) -> NoReturn:
    raise FrameBroken(f"{path.name}: {what}; {_NEXT_STEP}")


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in px of a JPEG or PNG, told apart by content.

    Raises FrameBroken where the file cannot be read or its header is damaged, PictureTooLarge (a FrameBroken) above
    the 40 megapixels that are decoded. What follows the header is held against it when the pixels are read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_PNG_START))
            if start == _PNG_START:
                width_px, height_px = _png_size(path, file)
            elif start.startswith(b"\xff\xd8\xff"):
                file.seek(2)
                width_px, height_px = _jpeg_size(path, file)
            else:
                _refuse(path, f"expected a JPEG or PNG picture, its first bytes are {start.hex(' ') or 'none'}")
    except OSError as error:
        raise FrameBroken(f"{path} cannot be read: {error.strerror or error}; check the file and its rights") from error
    if width_px < 1 or height_px < 1:
        _refuse(path, f"expected a picture with pixels, the header says {width_px} x {height_px}")
    if width_px * height_px > MAX_PIXELS:
        raise PictureTooLarge(
            f"{path.name}: the header announces {width_px} x {height_px} px = {width_px * height_px / 1e6:.0f} "
            f"megapixels, at most {MAX_PIXELS / 1e6:.0f} are decoded; take it at a lower resolution, or cut it"
        )
    return width_px, height_px


def _png_size(path: Path, file: BinaryIO) -> tuple[int, int]:
    chunk = file.read(25)
    if len(chunk) < 25 or chunk[:8] != b"\x00\x00\x00\rIHDR":
        _refuse(path, "the PNG does not begin with its header")
    if zlib.crc32(chunk[4:21]) != int.from_bytes(chunk[21:], "big"):
        _refuse(path, "the PNG's header does not match its checksum")
    width_px, height_px = struct.unpack(">II", chunk[8:16])
    return width_px, height_px


def _jpeg_size(path: Path, file: BinaryIO) -> tuple[int, int]:
    """The size in the frame header, which stands before any picture data."""
    while len(marker := file.read(2)) == 2:
        if marker[0] != 0xFF:
            _refuse(path, f"expected a JPEG marker at byte {file.tell() - 2}, got 0x{marker[0]:02x}")
        if marker[1] == 0xFF:  # fill byte
            file.seek(-1, 1)
            continue
        if marker[1] in (0x00, 0x01, *range(0xD0, 0xDB)):  # no segment, or picture data before the size
            _refuse(path, f"expected a JPEG segment at byte {file.tell() - 2}, got marker 0x{marker[1]:02x}")
        head = file.read(7)
        if len(head) < 7:
            break
        if marker[1] in _SIZE_MARKERS:
            height_px, width_px = struct.unpack(">HH", head[3:])
            return width_px, height_px
        file.seek(max(int.from_bytes(head[:2], "big"), 2) - 7, 1)
    _refuse(path, "the JPEG ends before it says its size: the picture is truncated")
