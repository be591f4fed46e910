"""What lies in the judged part of the picture stays, what lies outside goes, and the regions move with the part."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspection.finding import Detection
from inspection.locating.placement import Placement
from inspection.measuring.ground import ground_of
from inspection.piece import Piece
from inspection.piece_on_picture import piece_on_picture
from inspection.recipe import Recipe
from inspection.regions import MIN_INSIDE, Region, inside, out_of_frame_px, region_polygons_px
from inspection.scale import PixelScale

FRAME_WH = (640, 480)
LEFT_HALF = Region(polygon=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
HOLE = Region(kind="out", polygon=((0.2, 0.2), (0.4, 0.2), (0.4, 0.6), (0.2, 0.6)))
L_SHAPE = Region(polygon=((0.1, 0.1), (0.9, 0.1), (0.9, 0.4), (0.5, 0.4), (0.5, 0.9), (0.1, 0.9)))


def box(x1: float, y1: float, x2: float, y2: float) -> Detection:
    return Detection(class_name="pore", score=0.9, xyxy=(x1, y1, x2, y2))


def kept(detection: Detection, *regions: Region, placement: Placement | None = None) -> bool:
    return inside([detection], regions, placement, FRAME_WH) == (detection,)


def moved(x: float, y: float, turn_deg: float = 0, golden_wh: tuple[int, int] = FRAME_WH) -> Placement:
    angle = np.radians(turn_deg)
    matrix = np.array([[np.cos(angle), -np.sin(angle), x], [np.sin(angle), np.cos(angle), y]])
    return Placement.of(matrix, golden_wh, score=1)


@pytest.mark.parametrize(
    ("regions", "detection", "stays"),
    [
        ((), box(600, 400, 620, 420), True),
        ((LEFT_HALF,), box(100, 100, 120, 120), True),
        ((LEFT_HALF,), box(400, 100, 420, 120), False),
        ((LEFT_HALF,), box(310, 100, 330, 120), True),  # half of it
        ((LEFT_HALF,), box(319, 100, 339, 120), True),  # a twentieth of it
        ((LEFT_HALF,), box(319.7, 100, 339.7, 120), False),  # a hair of it
        ((HOLE,), box(600, 400, 620, 420), True),
        ((HOLE,), box(150, 150, 170, 170), False),
        ((HOLE,), box(100, 60, 300, 400), True),  # larger than what is cut out
        ((LEFT_HALF, HOLE), box(150, 150, 170, 170), False),
        ((HOLE, LEFT_HALF), box(150, 150, 170, 170), False),
        ((LEFT_HALF, HOLE), box(20, 150, 40, 170), True),
        ((L_SHAPE,), box(500, 300, 540, 340), False),  # in its box, not in it
        ((L_SHAPE,), box(100, 300, 140, 340), True),
    ],
)
def test_what_is_judged(regions: tuple[Region, ...], detection: Detection, stays: bool) -> None:
    assert kept(detection, *regions) is stays


def test_regions_move_and_turn_with_the_part() -> None:
    at_the_right = box(330, 200, 350, 220)
    assert not kept(at_the_right, LEFT_HALF)
    assert kept(at_the_right, LEFT_HALF, placement=moved(60, 0))
    quarter = moved(640, 0, turn_deg=90)  # the left half lies on top now
    assert kept(box(500, 10, 520, 30), LEFT_HALF, placement=quarter)
    assert not kept(box(500, 400, 520, 420), LEFT_HALF, placement=quarter)


def test_regions_are_shares_of_the_golden_picture() -> None:
    [(kind, corners)] = region_polygons_px([LEFT_HALF], moved(10, 20, golden_wh=(200, 100)), FRAME_WH)
    assert kind == "in"
    assert corners.tolist() == [[10, 20], [110, 20], [110, 120], [10, 120]]


def lying(regions: tuple[Region, ...], placement: Placement | None, angle_deg: float) -> Piece:
    recipe = Recipe(name="r", version=1, part_type="r", model="none", piece=Piece(angle_deg=angle_deg), regions=regions)
    return piece_on_picture(recipe, placement, FRAME_WH, PixelScale())


@pytest.mark.parametrize(
    ("regions", "angle_deg", "along", "across"),
    [
        ((), 0, 640, 480),
        ((), 90, 480, 640),
        ((HOLE,), 0, 640, 480),
        ((LEFT_HALF,), 0, 320, 480),
        ((LEFT_HALF,), 180, 320, 480),
        ((LEFT_HALF, HOLE), -90, 480, 320),
        ((L_SHAPE,), 0, 512, 384),
        ((LEFT_HALF, Region(polygon=((0.6, 0), (0.75, 0), (0.75, 0.5)))), 0, 480, 480),
    ],
)
def test_the_extent_of_what_is_judged(
    regions: tuple[Region, ...], angle_deg: float, along: float, across: float
) -> None:
    ground = ground_of(PixelScale(), lying(regions, None, angle_deg), FRAME_WH)
    assert ground.length == pytest.approx(along)
    assert ground.width == pytest.approx(across)


@given(st.floats(-100, 100), st.floats(-100, 100), st.floats(-180, 180), st.floats(-180, 180))
def test_the_extent_stays_when_the_part_moves_and_turns(x: float, y: float, turn_deg: float, angle_deg: float) -> None:
    still = lying((L_SHAPE,), None, angle_deg)
    piece = lying((L_SHAPE,), moved(x, y, turn_deg), angle_deg)
    assert piece.length == pytest.approx(still.length)
    assert piece.width == pytest.approx(still.width)
    assert -180 <= piece.angle_deg <= 180


def test_a_large_defect_that_reaches_into_what_is_judged_counts() -> None:
    crack = Detection(class_name="crack", score=0.9, xyxy=(280, 100, 580, 400))  # 40 px of 300 lie in the left half
    assert inside([crack], (LEFT_HALF,), None, FRAME_WH) == (crack,)
    pore = Detection(class_name="pore", score=0.9, xyxy=(319, 100, 420, 140))  # 1 px reaches in
    assert inside([pore], (LEFT_HALF,), None, FRAME_WH) == ()


def test_a_region_that_is_not_all_in_the_picture_is_noticed() -> None:
    assert out_of_frame_px((LEFT_HALF,), None, FRAME_WH) == 0
    assert out_of_frame_px((LEFT_HALF,), moved(-30, 0, 0), FRAME_WH) == pytest.approx(30)
    assert out_of_frame_px((), moved(-30, 0, 0), FRAME_WH) == 0


@pytest.mark.parametrize(
    "polygon",
    [
        ((0, 0), (1, 1)),
        ((0, 0), (1, 1), (1, 0), (0, 1)),  # an hourglass
        ((0, 0), (1, 0), (0, 0)),  # there and back
        ((0, 0), (0.5, 0), (1, 0)),  # a line
        ((0, 0), (1, 0), (1, 1), (0.5, 0), (0, 1)),  # a corner on another side
        ((0, 0), (0, 0), (1, 0), (1, 1)),
        ((0, 0), (1.2, 0), (1, 1)),
        ((0, 0), (float("nan"), 0), (1, 1)),
    ],
    ids=str,
)
def test_what_is_no_region(polygon: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValidationError):
        Region(polygon=polygon)


def test_a_crossing_is_named() -> None:
    with pytest.raises(ValidationError, match="sides 1 and 3 cross or touch; go round it once"):
        Region(polygon=((0, 0), (1, 1), (1, 0), (0, 1)))


coordinates = st.floats(0, 600)
sizes = st.floats(4, 80)
boxes = st.builds(lambda x, y, w, h: box(x, y, x + w, y + h), coordinates, coordinates, sizes, sizes)
rectangles = st.builds(
    lambda kind, x, y, w, h: Region(
        kind=kind, polygon=((x, y), (min(x + w, 1), y), (min(x + w, 1), min(y + h, 1)), (x, min(y + h, 1)))
    ),
    st.sampled_from(("in", "out")),
    *[st.floats(0, 0.8)] * 2,
    *[st.floats(0.05, 0.6)] * 2,
)


@given(st.lists(boxes, max_size=8), st.lists(rectangles, max_size=4), st.randoms(use_true_random=False))
def test_order_never_matters(detections: list[Detection], regions: list[Region], random: Random) -> None:
    answer = inside(detections, regions, None, FRAME_WH)
    shuffled, others = list(detections), list(regions)
    random.shuffle(shuffled)
    random.shuffle(others)
    again = inside(shuffled, others, None, FRAME_WH)
    assert sorted(again, key=repr) == sorted(answer, key=repr)
    assert answer == tuple(detection for detection in detections if detection in answer)


@given(boxes, st.lists(rectangles, min_size=1, max_size=4), st.integers(-500, 500), st.integers(-500, 500))
def test_moving_part_and_detections_together_changes_nothing(
    detection: Detection, regions: list[Region], x: int, y: int
) -> None:
    def on_grid(value: float) -> float:
        return round(value) + 0.31  # edges that fall on edges are a matter of the last bit

    x1, y1, x2, y2 = (on_grid(value) for value in detection.xyxy)
    there, here = box(x1, y1, x2, y2), box(x1 + x, y1 + y, x2 + x, y2 + y)
    assert kept(there, *regions) == kept(here, *regions, placement=moved(x, y))


@given(boxes, st.lists(rectangles, max_size=3))
def test_a_detection_wholly_inside_is_never_dropped(detection: Detection, regions: list[Region]) -> None:
    x1, y1, x2, y2 = (value / side for value, side in zip(detection.xyxy, FRAME_WH * 2, strict=True))
    x2, y2 = min(x2, 1), min(y2, 1)
    if x1 >= 1 or y1 >= 1:
        return
    around = Region(polygon=((x1, y1), (x2, y1), (x2, y2), (x1, y2)))
    cut = box(*(value * side for value, side in zip((x1, y1, x2, y2), FRAME_WH * 2, strict=True)))
    assert kept(cut, around, *(region for region in regions if region.kind == "in"))


@given(boxes, st.lists(rectangles, max_size=3))
def test_a_region_out_takes_away_and_never_gives(detection: Detection, regions: list[Region]) -> None:
    if kept(detection, LEFT_HALF, *regions, HOLE):
        assert kept(detection, LEFT_HALF, *regions)


@given(st.floats(0.001, 0.999))
def test_the_share_that_keeps_a_detection(share: float) -> None:
    detection = box(320 - 40 * share, 100, 360 - 40 * share, 140)
    if abs(share - MIN_INSIDE) > 0.001:
        assert kept(detection, LEFT_HALF) == (share > MIN_INSIDE)
