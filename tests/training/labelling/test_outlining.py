"""The outline in a box is that of the defect, and can be handed in."""

import numpy as np
import pytest

from camera.frame import Pixels
from camera.rendering import Defect, PartKind, render_part
from inspection.finding import Outline
from training.labelling.drawing import Shape, Xyxy, checked
from training.labelling.outlining import outline_in_box


def covered(outline: Outline, pixels: Pixels) -> np.ndarray:
    """The pixels whose middles lie within the outline."""
    from skimage.draw import polygon

    corners = np.array(outline) - 0.5
    mask = np.zeros(pixels.shape[:2], np.bool_)
    mask[polygon(corners[:, 1], corners[:, 0], mask.shape)] = True  # type: ignore[no-untyped-call]
    return mask


def drawn_round(defect: Defect) -> Xyxy:
    """As people draw: a little too large."""
    x1, y1, x2, y2 = defect.xyxy
    slack = 0.05 * max(x2 - x1, y2 - y1) + 1
    return x1 - slack, y1 - slack, x2 + slack, y2 + slack


def overlap(defect: Defect, pixels: Pixels) -> float:
    outline = outline_in_box(pixels, drawn_round(defect))
    if outline is None:
        return 0
    truth, found = np.zeros(pixels.shape[:2], np.bool_), covered(outline, pixels)
    x1, y1, x2, y2 = defect.xyxy
    truth[y1:y2, x1:x2] = defect.mask
    return float((truth & found).sum() / (truth | found).sum())


@pytest.mark.parametrize(("part", "class_name", "at_least"), [("weld-bead", "pore", 0.75), ("board", "live_knot", 0.8)])
def test_the_outline_is_that_of_the_defect(part: PartKind, class_name: str, at_least: float) -> None:
    parts = [render_part(part, seed=11, index=index) for index in range(14)]
    overlaps = [
        overlap(defect, one.pixels)
        for one in parts
        for defect in one.defects
        if defect.class_name == class_name and min(np.ptp(np.reshape(defect.xyxy, (2, 2)), axis=0)) >= 6
    ]

    assert len(overlaps) >= 4
    assert np.median(overlaps) >= at_least


def blob(width_px: int = 640, height_px: int = 480, middle_xy: tuple[int, int] = (300, 200)) -> Pixels:
    """A dark ellipse of 60 x 40 px on a bright, noisy ground."""
    import cv2

    pixels = np.full((height_px, width_px, 3), 170, np.uint8)
    cv2.ellipse(pixels, middle_xy, (30, 20), 0, 0, 360, (60, 50, 40), -1)
    x, y = middle_xy
    near = pixels[y - 100 : y + 100, x - 100 : x + 100]
    near += np.random.default_rng(3).integers(0, 20, near.shape, np.uint8)
    return pixels


def test_what_is_found_lies_in_the_picture_and_can_be_handed_in() -> None:
    pixels = blob(middle_xy=(610, 380))

    outline = outline_in_box(pixels, (578, 358, 642, 402))

    assert outline is not None
    shape = Shape(class_name="pore", xyxy=(578, 358, 640, 402), polygon=outline)
    (kept,) = checked((shape,), ("pore",), (640, 480))
    assert kept.xyxy == pytest.approx((580, 360, 640, 400), abs=2)


def test_where_the_defect_lies_and_how_large_the_picture_is_makes_no_difference() -> None:
    small, large = blob(), blob(5472, 3648, (4300, 3200))

    here, there = outline_in_box(small, (268, 178, 332, 222)), outline_in_box(large, (4268, 3178, 4332, 3222))

    assert here is not None and there is not None
    assert np.allclose(np.add(here, (4000, 3000)), there, atol=0.05)


def test_the_same_box_has_the_same_outline_every_time() -> None:
    first = outline_in_box(blob(), (260, 170, 340, 230))
    outline_in_box(blob(), (100, 100, 200, 200))

    assert outline_in_box(blob(), (260, 170, 340, 230)) == first


@pytest.mark.parametrize(
    "xyxy", [(300, 200, 301, 201), (700, 10, 900, 50), (50, 50, 20, 90), (float("nan"), 0, 20, 20), (0, 0, 640, 480)]
)
def test_a_box_without_anything_in_it_has_no_outline(xyxy: Xyxy) -> None:
    assert outline_in_box(np.full((480, 640, 3), 90, np.uint8), xyxy) is None
