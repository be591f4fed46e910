"""The very same piece is found again to a fraction of a pixel; another one of its kind is not."""

import numpy as np
import pytest

from camera.figures import grey_of
from camera.frame import Frame, Pixels
from camera.rendering import PartKind
from inspection.locating.specimen import find_again
from tests.inspection.daily_check.scene import VIEW_WH, seen

PARTS: tuple[PartKind, ...] = ("weld-bead", "board", "machined-metal")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("zoom", [0.985, 1, 1.015])
def test_the_same_piece_is_found(part: PartKind, zoom: float) -> None:
    laid = seen(part, shift_px=(11.4, -7.7), turn_deg=2.5, zoom=zoom, exposure=2)
    placement = find_again(grey_of(laid.pixels), grey_of(seen(part).pixels))
    assert placement is not None
    assert placement.scale == pytest.approx(zoom, abs=0.0015)
    assert placement.turn_deg == pytest.approx(2.5, abs=0.1)
    assert placement.shift_px == pytest.approx((11.4, -7.7), abs=0.5)


@pytest.mark.parametrize("part", PARTS)
def test_another_piece_of_the_kind_is_not(part: PartKind) -> None:
    taught = grey_of(seen(part, 1).pixels)
    for index in (2, 3, 4):
        assert find_again(grey_of(seen(part, index, seed=6).pixels), taught) is None


def test_a_large_picture_is_reduced_and_says_the_same() -> None:
    import cv2

    def large(frame: Frame) -> Pixels:
        wh = (5 * VIEW_WH[0], 5 * VIEW_WH[1])
        return np.asarray(cv2.resize(grey_of(frame.pixels), wh, interpolation=cv2.INTER_CUBIC), np.uint8)

    placement = find_again(large(seen("weld-bead", shift_px=(8, 4), exposure=3)), large(seen("weld-bead")))
    assert placement is not None
    assert placement.shift_px == pytest.approx((40, 20), abs=1)
    assert placement.scale == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_nothing_is_found_on_nothing(grey: int) -> None:
    assert find_again(np.full((120, 160), grey, np.uint8), grey_of(seen("board").pixels)) is None
