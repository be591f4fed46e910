"""A picture from somebody else without what is no picture in it: names, places, thumbnails, whatever was appended.

Pixels stay as they are bit for bit, which re-encoding a JPEG would not do. Only whole segments and chunks are left out,
of a file that has been decoded strictly before.
"""

import struct
from typing import Final

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from camera.frame import MediaType

_KEPT_SEGMENTS: Final = frozenset({0xE0, 0xEE})
"""APP0 (JFIF) and APP14 (Adobe): decoders need them for the colours. APP1 holds EXIF and XMP, the rest the like."""

_KEPT_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND"})


def cleaned(data: bytes) -> tuple[bytes, MediaType, tuple[int, int]]:
    """The picture with nothing but pixels, its kind by content, and its width and height in px.

    Raises FrameBroken for everything that is not one whole JPEG or PNG of at most 40 megapixels.
    """
    pixels, media_type = decode_picture(data)
    clean = _clean_jpeg(data) if media_type == "image/jpeg" else _clean_png(data)
    again, _ = decode_picture(clean)
    if again.shape != pixels.shape or (again != pixels).any():
        raise FrameBroken("the picture looks different without its metadata; save it anew as JPEG or PNG")
    return clean, media_type, (pixels.shape[1], pixels.shape[0])


def _clean_jpeg(data: bytes) -> bytes:
    """Without APP segments, comments, and what follows the end marker."""
    kept, place, scanned = [data[:2]], 2, False
    while place + 2 <= len(data):
        marker = data[place + 1]
        if data[place] != 0xFF or marker == 0xFF:
            place += 1  # fill byte
            continue
        if marker == 0xD9 and scanned:
            break
        end = place + 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
        if marker == 0xDA:
            scanned, end = True, _end_of_scan(data, end)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT_SEGMENTS:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, b"\xff\xd9"])


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker is that is neither a stuffed byte nor a restart."""
    while (place := data.find(b"\xff", place)) >= 0 and place + 1 < len(data):
        if data[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1
    return len(data)


def _clean_png(data: bytes) -> bytes:
    """Without text, times, EXIF, unknown chunks, and what follows the end chunk."""
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        if kind in _KEPT_CHUNKS:
            kept.append(data[place : place + 12 + length])
        if kind == b"IEND":
            break
        place += 12 + length
    return b"".join(kept)
