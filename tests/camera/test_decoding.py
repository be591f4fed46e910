import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from camera import FrameBroken, PictureTooLarge, Pixels
from camera.decoding import decode_picture
from camera.rendering import render_part


def encoded(pixels: np.ndarray[Any, Any], kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


PART: Pixels = render_part("board", seed=3, index=0, width_px=160, height_px=96).pixels
JPEGS = {
    "plain": encoded(PART, "JPEG", quality=90),
    "grey": encoded(PART[..., 1], "JPEG", quality=90),
    "no chroma loss": encoded(PART, "JPEG", quality=95, subsampling=0),
    "progressive": encoded(PART, "JPEG", quality=90, progressive=True),
    "restarts": encoded(PART, "JPEG", quality=90, restart_marker_rows=1),
    "odd size": encoded(PART[:93, :155], "JPEG", quality=90),
}
PNG = encoded(PART, "PNG")


@pytest.mark.parametrize("name", JPEGS)
def test_whole_jpegs_decode_as_pillow_does(name: str) -> None:
    pixels, media_type = decode_picture(JPEGS[name])
    assert media_type == "image/jpeg"
    assert np.array_equal(pixels, np.asarray(Image.open(io.BytesIO(JPEGS[name])).convert("RGB")))


def test_whole_png_decodes_exactly() -> None:
    pixels, media_type = decode_picture(PNG)
    assert media_type == "image/png"
    assert np.array_equal(pixels, PART)


@pytest.mark.parametrize("name", JPEGS)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_jpeg_cut_anywhere_is_refused(name: str, share: float) -> None:
    whole = JPEGS[name]
    with pytest.raises(FrameBroken):
        decode_picture(whole[: int(share * len(whole))])


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_png_cut_anywhere_is_refused(share: float) -> None:
    with pytest.raises(FrameBroken):
        decode_picture(PNG[: int(share * len(PNG))])


def test_a_jpeg_cut_at_every_single_byte_is_refused() -> None:
    small = encoded(PART[:24, :24], "JPEG", quality=60)
    for length in range(len(small)):
        with pytest.raises(FrameBroken):
            decode_picture(small[:length])


@given(share=st.floats(0.35, 0.97))
def test_a_cut_jpeg_with_an_end_marker_put_behind_is_refused(share: float) -> None:
    # a driver, or a well-meaning tool, that closes the file after the bytes it got
    whole = JPEGS["plain"]
    with pytest.raises(FrameBroken):
        decode_picture(whole[: int(share * len(whole))].rstrip(b"\xff") + b"\xff\xd9")


def test_an_end_marker_in_the_thumbnail_does_not_count() -> None:
    thumbnail = encoded(PART[:16, :16], "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    whole = JPEGS["plain"]
    with_thumbnail = whole[:2] + segment + whole[2:]
    assert np.array_equal(decode_picture(with_thumbnail)[0], decode_picture(whole)[0])
    with pytest.raises(FrameBroken):
        decode_picture(with_thumbnail[: 2 + len(segment)])


def test_two_frames_run_together_are_refused_where_the_first_is_cut() -> None:
    whole = JPEGS["plain"]
    with pytest.raises(FrameBroken):
        decode_picture(whole[: len(whole) // 2] + whole)


def test_a_mid_grey_corner_is_no_fault() -> None:
    grey = np.full((64, 64, 3), 128, np.uint8)
    assert np.array_equal(decode_picture(encoded(grey, "JPEG"))[0], grey)


def test_bytes_after_the_picture_are_ignored() -> None:
    # cameras pad their buffers, telephones append a trailer
    for whole in (JPEGS["plain"], PNG):
        assert np.array_equal(decode_picture(whole + bytes(100))[0], decode_picture(whole)[0])


@given(st.binary(max_size=300))
def test_noise_is_refused_and_never_crashes(data: bytes) -> None:
    for start in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(FrameBroken):
            decode_picture(start + data)


@given(place=st.integers(0, len(PNG) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_in_a_png_is_refused(place: int, bit: int) -> None:
    damaged = bytearray(PNG)
    damaged[place] ^= 1 << bit
    with pytest.raises(FrameBroken):
        decode_picture(bytes(damaged))


@given(place=st.integers(0, len(JPEGS["plain"]) - 1), value=st.integers(0, 255))
def test_a_changed_byte_in_a_jpeg_never_crashes(place: int, value: int) -> None:
    damaged = bytearray(JPEGS["plain"])
    damaged[place] = value
    try:
        pixels, _ = decode_picture(bytes(damaged))
    except FrameBroken:
        return
    assert pixels.ndim == 3


def png_of(width_px: int, height_px: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width_px, height_px, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_a_header_of_400_megapixels_is_refused_without_decoding() -> None:
    import tracemalloc

    jpeg = bytearray(JPEGS["plain"])
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 20_000, 20_000)
    tracemalloc.start()
    for data in (png_of(20_000, 20_000), bytes(jpeg)):
        with pytest.raises(PictureTooLarge, match="400 megapixels"):
            decode_picture(data)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "I;16"])
def test_other_kinds_of_pixels_become_rgb(mode: str) -> None:
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
    if mode == "I;16":
        picture = Image.fromarray(grey.astype(np.uint16) * 256 + 77)
    else:
        picture = Image.fromarray(grey).convert(mode)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    pixels, _ = decode_picture(buffer.getvalue())
    assert pixels.shape == (8, 8, 3)
    assert pixels.dtype == np.uint8
    if mode not in ("1", "P"):
        assert np.array_equal(pixels[..., 0], grey)


def test_exif_orientation_is_ignored() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn by 90 degrees"
    turned = encoded(PART, "JPEG", quality=90, exif=exif)
    assert decode_picture(turned)[0].shape == PART.shape


@pytest.mark.parametrize("kind", ["BMP", "GIF", "WEBP", "TIFF"])
def test_other_formats_are_refused_by_content(kind: str) -> None:
    with pytest.raises(FrameBroken, match="expected a JPEG or PNG"):
        decode_picture(encoded(PART, kind))


def test_a_cmyk_jpeg_is_refused() -> None:
    buffer = io.BytesIO()
    Image.fromarray(PART).convert("CMYK").save(buffer, "JPEG")
    with pytest.raises(FrameBroken, match="CMYK"):
        decode_picture(buffer.getvalue())


def test_a_forgiving_pillow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(FrameBroken, match="LOAD_TRUNCATED_IMAGES"):
        decode_picture(JPEGS["plain"])


def test_real_photographs_cut_at_many_places_are_refused() -> None:
    folder = Path(__file__).parents[2] / "datasets"
    pictures = sorted(folder.glob("*/images/*/*.jpg"))[:4]
    if not pictures:
        pytest.skip("the sample sets are not there")
    for picture in pictures:
        whole = picture.read_bytes()
        decode_picture(whole)
        for step in range(1, 40):
            with pytest.raises(FrameBroken):
                decode_picture(whole[: len(whole) * step // 40])
