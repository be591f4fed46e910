import re
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from inspection.calibration.sheet import MARGIN_MM, board_origin_mm, target_pdf
from inspection.calibration.target import PAPER_MM, RULER_MM, TARGETS, Target, find_target

POINT_MM = 25.4 / 72
NUMBER = r"(-?[\d.]+)"
targets = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)


def content(pdf: bytes) -> str:
    """The drawing commands of the only page."""
    found = re.search(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    assert found
    return zlib.decompress(found[1]).decode("latin-1")


def black_on_sheet_mm(pdf: bytes) -> NDArray[np.float64]:
    """Filled rectangles (n, 4), left, top, width and height from the sheet's top left."""
    commands = content(pdf)
    matrix = re.search(rf"{NUMBER} 0 0 {NUMBER} 0 {NUMBER} cm", commands)
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert matrix
    assert box
    per_x, per_y, top = (float(one) for one in matrix.groups())
    assert per_y == -per_x
    assert top == pytest.approx(float(box[2]), abs=0.01)
    unit_mm = per_x * POINT_MM
    rectangles = re.findall(rf"{NUMBER} {NUMBER} {NUMBER} {NUMBER} re", commands)
    return np.array(rectangles, np.float64) * unit_mm


@targets
def test_what_is_printed_is_what_opencv_looks_for(target: Target) -> None:
    pixels = 56  # of a square: 7 for the white rim, 6 for a module
    board = np.full((target.rows * pixels, target.columns * pixels), 255, np.uint8)
    left, top = board_origin_mm(target)
    for x, y, wide, high in black_on_sheet_mm(target_pdf(target)):
        sides_mm = np.array([x - left, y - top, x - left + wide, y - top + high])
        cells = np.round(sides_mm / target.square_mm * pixels)
        assert abs(sides_mm - cells * target.square_mm / pixels).max() < 0.005  # a printer's dot is 0.02 mm
        x0, y0, x1, y1 = cells.astype(int)
        board[y0:y1, x0:x1] = 0
    assert np.array_equal(board, target.charuco_board().generateImage(board.shape[::-1]))


@targets
def test_corners_lie_where_opencv_has_them(target: Target) -> None:
    theirs = target.charuco_board().getChessboardCorners()
    assert len(theirs) == target.corner_count
    assert target.corners_mm(np.arange(target.corner_count)) == pytest.approx(np.asarray(theirs)[:, :2])


def test_no_two_targets_share_a_marker() -> None:
    ids = [number for target in TARGETS for number in range(target.first_id, target.first_id + target.marker_count)]
    assert len(ids) == len(set(ids))
    assert max(ids) < 1000


def test_targets_that_hang_in_workshops_stay_readable() -> None:
    printed = [(target.name, target.columns, target.rows, target.first_id) for target in TARGETS]
    assert printed[:9] == [
        ("A4 20 mm", 13, 8, 0),
        ("A4 15 mm", 17, 10, 52),
        ("A4 10 mm", 24, 15, 137),
        ("A4 5 mm", 24, 16, 317),
        ("A5 20 mm", 8, 5, 509),
        ("A5 15 mm", 11, 6, 529),
        ("A5 10 mm", 17, 9, 562),
        ("A5 5 mm", 20, 14, 638),
        ("A5 2.5 mm", 20, 14, 778),
    ]


@targets
def test_a_sheet_has_its_paper_two_rulers_and_room(target: Target) -> None:
    pdf = target_pdf(target)
    width, height = PAPER_MM[target.paper]
    lines = re.findall(rf"{NUMBER} {NUMBER} m {NUMBER} {NUMBER} l S", content(pdf))
    ends_mm = np.array(lines, np.float64) * POINT_MM
    ends_mm[:, [1, 3]] = height - ends_mm[:, [1, 3]]
    lengths = np.hypot(ends_mm[:, 2] - ends_mm[:, 0], ends_mm[:, 3] - ends_mm[:, 1])
    assert sorted(lengths)[-2:] == pytest.approx([RULER_MM, RULER_MM], abs=0.01)
    across, down = (ends_mm[index] for index in np.argsort(lengths)[-2:][::-1])
    assert {bool(across[1] == across[3]), bool(down[1] == down[3])} == {True, False}
    black = black_on_sheet_mm(pdf)
    drawn = np.concatenate([black[:, :2], black[:, :2] + black[:, 2:], ends_mm[:, :2], ends_mm[:, 2:]])
    assert drawn.min() >= MARGIN_MM - 0.01
    assert (drawn.max(axis=0) <= np.array([width, height]) - MARGIN_MM + 0.01).all()
    (left, top), (wide, high) = board_origin_mm(target), target.size_mm
    for x, y in (*ends_mm[:, :2], *ends_mm[:, 2:]):  # a ruler through the squares would hide corners
        assert not (left - 1 < x < left + wide + 1 and top - 1 < y < top + high + 1)


def test_the_same_target_gives_the_same_bytes_and_says_what_to_do() -> None:
    target = find_target("a5", 10)
    pdf = target_pdf(target)
    assert pdf == target_pdf(target)
    assert pdf != target_pdf(find_target("a5", 5))
    assert b"/PrintScaling /None" in pdf
    words = content(pdf)
    assert "genau 100 mm" in words
    assert "exactly 100 mm" in words
    assert "A5 10 mm" in words


def test_a_target_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="20, 15, 10, 5"):
        find_target("a4", 7)


@given(st.sampled_from(TARGETS), st.data())
def test_neighbouring_corners_are_a_square_apart(target: Target, data: st.DataObject) -> None:
    corner = data.draw(st.integers(0, target.corner_count - target.columns))
    here, below = target.corners_mm(np.array([corner, corner + target.columns - 1]))
    assert below - here == pytest.approx([0, target.square_mm])


def test_the_small_target_is_seen_by_a_camera_that_is_near() -> None:
    target = find_target("a5", 2.5)
    print_ = target.charuco_board().generateImage((800, 560), marginSize=20)
    corners, ids, _, _ = cv2.aruco.CharucoDetector(target.charuco_board()).detectBoard(print_)
    assert len(ids) == len(corners) == target.corner_count
