"""What the box alone says: never less than the defect, and never that a limit is surely exceeded which may be kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.finding import Characteristic as C
from inspection.finding import Detection
from inspection.measuring import measure_box
from inspection.measuring.sizes import sizes_of
from inspection.piece import Piece
from inspection.scale import MillimetreScale, PixelScale
from tests.inspection.measuring.drawn import boxed, ellipse, rectangle, value

FRAME_WH = (640, 480)


def test_a_box_of_three_by_four() -> None:
    box = Detection(class_name="pore", score=0.9, xyxy=(100, 50, 130, 90))
    finding = measure_box(box, MillimetreScale(mm_per_px=0.1, relative_uncertainty=0), frame_wh=FRAME_WH)
    assert [(one.characteristic, round(one.value, 2)) for one in finding.measurements] == [
        (C.DIAMETER, 5.0),
        (C.EQUIVALENT_DIAMETER, 3.91),
        (C.LENGTH, 5.0),
        (C.WIDTH, 3.0),
        (C.AREA, 12.0),
        (C.ALONG, 3.0),
        (C.ACROSS, 4.0),
        (C.POSITION, 11.5),
        (C.SHARE_OF_LENGTH, 4.69),
        (C.SHARE_OF_WIDTH, 8.33),
    ]
    assert finding.outline is None


def test_a_crack_may_go_along_two_sides_of_its_box() -> None:
    box = Detection(class_name="crack", score=0.9, xyxy=(100, 50, 130, 90))
    assert value(measure_box(box, PixelScale(), frame_wh=FRAME_WH), C.LENGTH).value == 70


def test_in_a_large_picture_a_box_is_less_sure() -> None:
    box = Detection(class_name="pore", score=0.9, xyxy=(100, 50, 130, 90))
    small, large = (
        value(measure_box(box, PixelScale(), frame_wh=size), C.ALONG).uncertainty for size in ((640, 480), (2560, 1920))
    )
    assert large > 2 * small


shapes = st.one_of(
    st.builds(ellipse, st.floats(5, 100), st.floats(1, 100), st.floats(0, 180)),
    st.builds(rectangle, st.floats(5, 100), st.floats(0.1, 5), st.floats(0, 180)),
)


@given(shapes, st.floats(-90, 90))
def test_every_shape_in_the_box_lies_between_the_box_and_two_uncertainties_less(
    shape: np.ndarray, angle: float
) -> None:
    true = sizes_of(shape, (float(np.cos(np.radians(angle))), float(np.sin(np.radians(angle)))))
    finding = measure_box(boxed(shape), PixelScale(), Piece(angle_deg=angle), frame_wh=FRAME_WH)
    for characteristic, size in (
        (C.DIAMETER, true.diameter),
        (C.EQUIVALENT_DIAMETER, true.equivalent_diameter),
        (C.WIDTH, true.width),
        (C.AREA, true.area),
        (C.ALONG, true.along),
        (C.ACROSS, true.across),
    ):
        measured = value(finding, characteristic)
        assert size <= measured.value + 1e-3
        assert measured.value - 2 * measured.uncertainty <= size + 1e-3, characteristic


@pytest.mark.parametrize("angle", [0, 90, 180, -90])
def test_along_follows_the_piece(angle: float) -> None:
    box = Detection(class_name="pore", score=0.9, xyxy=(100, 50, 130, 90))
    finding = measure_box(box, PixelScale(), Piece(angle_deg=angle), frame_wh=FRAME_WH)
    upright = angle in (90, -90)
    assert value(finding, C.ALONG).value == pytest.approx(40 if upright else 30)
    assert value(finding, C.SHARE_OF_WIDTH).value == pytest.approx(100 * 30 / 640 if upright else 100 * 40 / 480)
    start = {0: 115, 90: 70, 180: 640 - 115, -90: 480 - 70}[int(angle)]
    assert value(finding, C.POSITION).value == pytest.approx(start)
