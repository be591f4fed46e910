"""From bytes to pixels, strictly: a picture that is not whole is never decoded into something that could be judged.

A decoder that means well fills what is missing with grey or with the last frame's rows, and the station would judge a
part it has not seen. So the file's structure is walked to its end first, the header's size is held against the limit
before any pixel is decoded, and Pillow decodes without forgiveness. OpenCV's decoder is not used: it accepts truncated
JPEGs.
"""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final, NoReturn

import numpy as np

from camera.errors import FrameBroken, PictureTooLarge
from camera.frame import MediaType, Pixels

MAX_PIXELS: Final = 40_000_000
"""Largest picture that is decoded: 40 megapixels are 120 MB of RGB; inspection cameras have 1 to 25."""

_JPEG_START: Final = b"\xff\xd8\xff"
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_SIZE_MARKERS: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # SOF0..15 without DHT, JPG, DAC
_MARKER_IN_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # neither stuffing nor a restart
_NEXT_STEP: Final = "take the picture again, or save it as a whole JPEG or PNG file"
# Bytes that a Huffman decoder reads as something; see `_ends_early`.
_MORE: Final = bytes(value for value in np.random.default_rng(0).integers(0, 255, 256))


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegOutline:
    """What the structure of a JPEG says: where the file ends, and its size."""

    end: int
    width_px: int
    height_px: int


def outline_jpeg(data: bytes) -> JpegOutline:
    """Walk a JPEG from start to end marker without decoding it: cheap enough for every frame of a stream.

    Raises FrameBroken for what is not a JPEG or has no end, PictureTooLarge above 40 megapixels. Torn picture data
    between sound markers are found by `decode_picture` only.
    """
    if not data.startswith(_JPEG_START):
        _refuse(f"expected a JPEG, got {len(data)} bytes that begin with {data[:8].hex(' ') or 'nothing'}")
    return _walk_jpeg(data)


def decode_picture(data: bytes) -> tuple[Pixels, MediaType]:
    """The pixels (height, width, 3), RGB, uint8, of a whole JPEG or PNG, and which of the two it is, by content.

    Grey becomes RGB, transparency is dropped, of 16 bits the upper 8 are kept. The orientation that EXIF may hold is
    ignored: a measuring camera's pixels are what they are, and boxes, masks and scales refer to them as stored.

    Raises PictureTooLarge where the header announces more than 40 megapixels (nothing is decoded then), and FrameBroken
    for everything that is not one whole picture: truncated, damaged, another format, CMYK, no bytes at all.
    """
    if data.startswith(_JPEG_START):
        end = _walk_jpeg(data).end
        media_type: MediaType = "image/jpeg"
    elif data.startswith(_PNG_START):
        end = _walk_png(data)
        media_type = "image/png"
    else:
        start = data[:8].hex(" ") or "no bytes"
        _refuse(f"expected a JPEG or PNG picture, got {len(data)} bytes that begin with {start}")
    pixels = _pixels(data[:end], media_type)
    if media_type == "image/jpeg" and _ends_early(data[:end], pixels):
        _refuse(f"expected a whole JPEG, got {len(data)} bytes whose picture data end before the last row")
    return pixels, media_type


def _refuse(what: str) -> NoReturn:
    raise FrameBroken(f"{what}; {_NEXT_STEP}")


def _check_size(width_px: int, height_px: int) -> None:
    if width_px < 1 or height_px < 1:
        _refuse(f"expected a picture with pixels, the header says {width_px} x {height_px}")
    if width_px * height_px > MAX_PIXELS:
        raise PictureTooLarge(
            f"the header announces {width_px} x {height_px} px = {width_px * height_px / 1e6:.0f} megapixels, at most "
            f"{MAX_PIXELS / 1e6:.0f} are decoded; take the picture at a lower resolution, or cut it"
        )


def _walk_jpeg(data: bytes) -> JpegOutline:
    """Ends after the picture's own end marker; an end marker within a thumbnail does not count."""
    place, scanned = 2, False
    width_px = height_px = 0
    while place + 2 <= len(data):
        if data[place] != 0xFF:
            _refuse(f"expected a JPEG marker at byte {place}, got 0x{data[place]:02x}")
        marker = data[place + 1]
        if marker == 0xFF:  # fill byte
            place += 1
            continue
        if marker == 0xD9:
            if not (width_px and scanned):
                _refuse(f"the JPEG ends at byte {place} without picture data")
            return JpegOutline(end=place + 2, width_px=width_px, height_px=height_px)
        if marker in (0x00, 0x01, *range(0xD0, 0xD9)):
            _refuse(f"expected a JPEG segment at byte {place}, got marker 0x{marker:02x}")
        if place + 4 > len(data):
            break
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _SIZE_MARKERS and place + 9 <= len(data):
            height_px, width_px = struct.unpack(">HH", data[place + 5 : place + 9])
            _check_size(width_px, height_px)
        place += 2 + max(length, 2)
        if marker == 0xDA:
            scanned = True
            following = _MARKER_IN_SCAN.search(data, min(place, len(data)))
            if following is None:
                break
            place = following.end() - 2
    _refuse(f"expected a whole JPEG, got {len(data)} bytes without the end marker: the picture is truncated")


def _walk_png(data: bytes) -> int:
    """The place after the end chunk; every chunk's checksum is verified on the way."""
    place = len(_PNG_START)
    while place + 12 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data):
            break
        body = memoryview(data)[place + 4 : end - 4]
        if zlib.crc32(body) != int.from_bytes(data[end - 4 : end], "big"):
            _refuse(f"the PNG's chunk {kind!r} at byte {place} does not match its checksum: the file is damaged")
        if (kind == b"IHDR") != (place == len(_PNG_START)):
            _refuse(f"expected the PNG's header first and once, got {kind!r} at byte {place}")
        if kind == b"IHDR":
            if length != 13:
                _refuse(f"expected 13 bytes of PNG header, got {length}")
            _check_size(*struct.unpack(">II", body[4:12]))
        if kind == b"IEND":
            return end
        place = end
    _refuse(f"expected a whole PNG, got {len(data)} bytes without the end chunk: the picture is truncated")


def _pixels(data: bytes, media_type: MediaType) -> Pixels:
    from PIL import Image, ImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    if ImageFile.LOAD_TRUNCATED_IMAGES:
        raise FrameBroken("PIL.ImageFile.LOAD_TRUNCATED_IMAGES is set: truncated pictures would be judged; unset it")
    kind, reader = ("JPEG", JpegImageFile) if media_type == "image/jpeg" else ("PNG", PngImageFile)
    try:  # not by Image.open: ultralytics replaces that for its whole process
        with reader(io.BytesIO(data)) as picture:
            picture.load()
            if picture.mode in ("CMYK", "YCCK", "LAB"):
                _refuse(f"expected grey or RGB, got a {picture.mode} picture, which no camera takes")
            if picture.mode.startswith("I"):  # 16 bit grey; Pillow's own conversion would clip at 255
                upper = (np.asarray(picture, np.int64) >> 8).clip(0, 255).astype(np.uint8)
                return np.repeat(upper[..., None], 3, axis=2)
            return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error, Image.DecompressionBombError) as error:
        raise FrameBroken(
            f"expected a whole {kind}, got {len(data)} bytes that do not decode: {error}; {_NEXT_STEP}"
        ) from error


def _ends_early(data: bytes, pixels: Pixels) -> bool:
    """Whether a JPEG with an end marker has picture data for fewer blocks than it announces.

    libjpeg leaves the missing blocks at exactly mid grey and says nothing. A last corner of that very grey is rare;
    where it is found the file is decoded again with more data before its end marker: a whole picture stays the same.
    """
    if not (pixels[-2:, -2:] == 128).all():
        return False
    again = _pixels(data[:-2] + _MORE + data[-2:], "image/jpeg")
    return not np.array_equal(pixels, again)
