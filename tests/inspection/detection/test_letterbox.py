"""Where a frame lies in the net's input."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inspection.detection.letterbox import PAD_GREY, Letterbox

sides = st.integers(1, 3000)


@given(sides, sides)
def test_the_smallest_rectangle_of_whole_strides_holds_the_frame(width: int, height: int) -> None:
    fit = Letterbox.fit(width_px=width, height_px=height, longest_side_px=640, stride_px=32)
    for side, content in zip(fit.input_wh, fit.content_wh, strict=True):
        assert side % 32 == 0
        assert side - 32 < content <= side
    assert max(fit.content_wh) == 640
    assert 0 <= fit.left_px <= 16
    assert 0 <= fit.top_px <= 16


def test_content_lies_where_it_says_and_the_rest_is_grey() -> None:
    pixels = np.full((224, 612, 3), 200, np.uint8)
    fit = Letterbox.fit(width_px=612, height_px=224, longest_side_px=640, stride_px=32)
    image = fit.apply(pixels)
    assert image.shape == (256, 640, 3)
    assert (image[fit.top_px : fit.top_px + 234] == 200).all()
    assert (image[: fit.top_px] == PAD_GREY).all()
    assert (image[fit.top_px + 234 :] == PAD_GREY).all()


def test_a_frame_of_the_input_size_is_not_touched() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (480, 640, 3), np.uint8)
    fit = Letterbox.fit(width_px=640, height_px=480, longest_side_px=640, stride_px=32)
    assert (fit.apply(pixels) == pixels).all()
