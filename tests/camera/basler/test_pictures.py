"""Every pixel format gives the right colours at the right places."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera import CameraAbsent, FrameBroken
from camera.basler import BaslerDriver
from camera.basler.pictures import PictureReader
from camera.decoding import decode_picture
from camera.driver import Layout, RawFrame
from camera.frame import Pixels
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened
from tests.camera.basler.emulator import Pictures

WIDTH_PX, HEIGHT_PX = 64, 48
RED, BLUE = (200, 20, 10), (10, 20, 200)


@pytest.fixture(scope="module")
def red_over_blue(tmp_path_factory: pytest.TempPathFactory) -> str:
    pixels = np.empty((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    pixels[: HEIGHT_PX // 2], pixels[HEIGHT_PX // 2 :] = RED, BLUE
    path = tmp_path_factory.mktemp("colours") / "red-over-blue.png"
    Image.fromarray(pixels).save(path)
    return str(path)


def rgb(frame: RawFrame) -> Pixels:
    pixels = np.frombuffer(frame.data, np.uint8).reshape(frame.height_px, frame.width_px, -1)
    return pixels[:, :, ::-1] if frame.layout == "bgr8" else pixels


@pytest.mark.parametrize(
    ("pixel_format", "layout"),
    [
        ("BGR8", "bgr8"),
        ("BGR8Packed", "bgr8"),
        ("RGB8", "rgb8"),
        ("RGB8Packed", "rgb8"),
        ("BGRA8Packed", "bgr8"),
        ("RGB16Packed", "bgr8"),
        *((f"Bayer{pattern}{bits}", "bgr8") for pattern in ("GR", "RG", "GB", "BG") for bits in (8, 10, 12, 16)),
    ],
)
def test_colours_are_neither_swapped_nor_shifted(
    opened: Opened, red_over_blue: str, pixel_format: str, layout: Layout
) -> None:
    frame = pictured(opened, red_over_blue, pixel_format)
    assert (frame.layout, frame.width_px, frame.height_px) == (layout, WIDTH_PX, HEIGHT_PX)
    pixels = rgb(frame).astype(int)
    away_from_the_edge = HEIGHT_PX // 2 - 2
    assert abs(pixels[:away_from_the_edge] - RED).max() <= 1
    assert abs(pixels[-away_from_the_edge:] - BLUE).max() <= 1


@pytest.mark.parametrize("pixel_format", ["Mono8", "Mono10", "Mono12", "Mono16"])
def test_grey_keeps_its_upper_bits(opened: Opened, red_over_blue: str, pixel_format: str) -> None:
    frame = pictured(opened, red_over_blue, pixel_format)
    eight_bits = pictured(opened, red_over_blue, "Mono8")
    assert frame.layout == "mono8"
    assert bytes(frame.data) == bytes(eight_bits.data)
    assert set(bytes(frame.data)) == {63, 40}  # the emulated camera's grey of the red and of the blue


def pictured(opened: Opened, picture: str, pixel_format: str) -> RawFrame:
    driver = opened(emulator.emulated(pixel_format=pixel_format))
    emulator.put_under(driver, Path(picture))
    return driver.read(5)


@pytest.mark.parametrize("pixel_format", ["Mono8", "BGR8", "BayerRG8"])
def test_the_pixels_are_the_frames_own(opened: Opened, pixel_format: str) -> None:
    driver = opened(emulator.emulated("free-run", pixel_format=pixel_format))
    frame = driver.read(5)
    before = bytes(frame.data)
    for _ in range(30):  # more than pylon has buffers
        driver.read(5)
    assert bytes(frame.data) == before
    assert len(before) == WIDTH_PX * HEIGHT_PX * (1 if pixel_format == "Mono8" else 3)


@pytest.mark.parametrize("name", ["good", "black", "overexposed", "defocused"])
def test_a_picture_comes_through_as_it_is(opened: Opened, pictures: Pictures, name: str) -> None:
    """A driver does not judge: whether it is too dark or out of focus is for the station to say."""
    path = getattr(pictures, name)
    driver = opened(emulator.emulated(width_px=640, height_px=480, pixel_format="RGB8"))
    emulator.put_under(driver, path)
    pixels, _ = decode_picture(path.read_bytes())
    assert np.array_equal(rgb(driver.read(5)), pixels)


def test_a_format_the_camera_does_not_have_is_named_with_those_it_has() -> None:
    with pytest.raises(CameraAbsent, match=r"one of Mono8, Mono10, .*; got YUV9"):
        BaslerDriver(emulator.emulated(pixel_format="YUV9")).open()


class Result:
    """A grab result with fewer bytes than its size promises: the emulated camera has none."""

    def GrabSucceeded(self) -> bool:
        return True

    def GetPayloadSize(self) -> int:
        return 100

    def GetImageSize(self) -> int:
        return WIDTH_PX * HEIGHT_PX


def test_a_short_payload_is_refused() -> None:
    with pytest.raises(FrameBroken, match="expected 3072 bytes of pixels, got 100"):
        PictureReader().picture(Result())
