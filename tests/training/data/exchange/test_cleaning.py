"""Nothing but pixels comes in, and these stay as they are."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from training.data.exchange.cleaning import cleaned

SECRET = b"Anna Beispiel, Werkstatt 7"


def picture(mode: str, seed: int) -> Image.Image:
    shape = {"RGB": (20, 30, 3), "L": (20, 30), "RGBA": (20, 30, 4)}[mode]
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, shape, np.uint8), mode)


@given(st.sampled_from(["RGB", "L"]), st.integers(0, 9), st.booleans(), st.sampled_from([0, 4]))
def test_a_jpeg_loses_what_is_no_picture(mode: str, seed: int, progressive: bool, restart: int) -> None:
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    stored = io.BytesIO()
    picture(mode, seed).save(
        stored,
        "JPEG",
        exif=exif.tobytes(),
        comment=SECRET,
        icc_profile=SECRET * 10,
        progressive=progressive,
        restart_marker_blocks=restart,
    )
    data = stored.getvalue() + SECRET
    clean, media_type, size_wh = cleaned(data)
    assert (media_type, size_wh) == ("image/jpeg", (30, 20))
    assert SECRET in data
    assert SECRET not in clean
    assert np.array_equal(decode_picture(clean)[0], decode_picture(data)[0])
    assert cleaned(clean)[0] == clean


@given(st.sampled_from(["RGB", "L", "RGBA"]), st.integers(0, 9))
def test_a_png_loses_what_is_no_picture(mode: str, seed: int) -> None:
    text = PngInfo()
    text.add_text("Author", SECRET.decode())
    stored = io.BytesIO()
    picture(mode, seed).save(stored, "PNG", pnginfo=text)
    data = stored.getvalue() + SECRET
    clean, media_type, _ = cleaned(data)
    assert media_type == "image/png"
    assert SECRET in data
    assert SECRET not in clean
    assert np.array_equal(decode_picture(clean)[0], decode_picture(data)[0])
    assert cleaned(clean)[0] == clean


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<html>", b"\xff\xd8\xff\xe0 no jpeg"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(FrameBroken):
        cleaned(data)
