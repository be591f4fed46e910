"""The peers have the same net, and what they answer is held against ours."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import shipped
from benchmarks.latency import cases
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.agreement import PeersDisagree, must_agree, share_of_smaller
from benchmarks.peers.bare import BareQueue, bare_call, blob_of
from benchmarks.peers.twin import write_checkpoint, write_onnx
from benchmarks.peers.yolo import YoloPeer
from benchmarks.pictures import BOARD_WH, PANEL_WH, board, half_empty, in_opencv_order, panel
from benchmarks.shipped import Ours
from inspection.detection.detector import ScriptedDetector
from inspection.detection.tiling.emptiness import even_tiles
from inspection.detection.tiling.grid import Grid
from inspection.finding import Detection
from inspection.record import Precision

KNOT = Detection(class_name="live_knot", score=0.9, xyxy=(0, 0, 10, 10))
SEEN = (1, 3, 7)
"""Boards with something clear on them."""


@pytest.fixture(scope="module")
def ours() -> Ours:
    return shipped.load("openvino", Precision.F32)


@pytest.mark.parametrize("kind", ["torch", "onnx"])
def test_the_twins_answer_as_the_shipped_net(kind: str, ours: Ours, tmp_path: Path) -> None:
    prepare_ultralytics(tmp_path)
    if kind == "torch":
        file = write_checkpoint(tmp_path, ours.onnx, ours.manifest)
    else:
        file = write_onnx(tmp_path, ours.onnx, ours.manifest, (640, 256))
    twin = YoloPeer(file, ours.manifest, (640, 256))
    for index in SEEN:
        pixels = board(BOARD_WH, index)
        expected = [one for one in ours.detector.find(pixels) if one.score > 0.4]
        found = [one for one in twin.find(in_opencv_order(pixels)) if one.score > 0.4]
        assert expected
        assert [one.class_name for one in found] == [one.class_name for one in expected]
        for one, other in zip(found, expected, strict=True):
            assert one.score == pytest.approx(other.score, abs=0.01)
            assert one.xyxy == pytest.approx(other.xyxy, abs=0.5)


def test_the_bare_calls_give_the_same_numbers(ours: Ours) -> None:
    blobs = [blob_of(board(BOARD_WH, index), ours.manifest)[0] for index in SEEN]
    one_by_one = bare_call("openvino", ours.onnx, (640, 256), Precision.F32)
    elsewhere = bare_call("onnxruntime", ours.onnx, (640, 256), Precision.F32)
    together = BareQueue(ours.onnx, (640, 256), Precision.F32).outputs(blobs)
    for blob, answer in zip(blobs, together, strict=True):
        assert answer == pytest.approx(one_by_one(blob), abs=0.05)
        assert answer == pytest.approx(elsewhere(blob), abs=0.05)


def test_a_wrong_answer_is_an_error() -> None:
    elsewhere = KNOT.model_copy(update={"xyxy": (50, 50, 60, 60)})
    another = KNOT.model_copy(update={"class_name": "crack"})
    unsure = KNOT.model_copy(update={"score": 0.5})
    assert must_agree("itself", [([KNOT], [KNOT])]) == 2
    for wrong in ([], [elsewhere], [another], [unsure], [KNOT, elsewhere]):
        with pytest.raises(PeersDisagree, match="agree on"):
            must_agree("peer", [([KNOT], wrong)])
        with pytest.raises(PeersDisagree):
            must_agree("peer", [(wrong, [KNOT])])
    with pytest.raises(PeersDisagree, match="0 of 0"):
        must_agree("peer", [([], [])])


def test_a_benchmark_gives_no_time_for_a_wrong_answer(ours: Ours) -> None:
    wrong = replace(ours, detector=ScriptedDetector([[KNOT]]))
    assert [one.ours > 0 for one in cases(ours, BOARD_WH, {}, 1)] == [True, True]
    with pytest.raises(PeersDisagree, match="the bare call"):
        cases(wrong, BOARD_WH, {}, 1)


def test_what_neither_is_sure_of_need_not_be_shared() -> None:
    guess = KNOT.model_copy(update={"score": 0.3, "xyxy": (50, 50, 60, 60)})
    assert must_agree("peer", [([KNOT, guess], [KNOT])]) == 2


def test_a_box_that_a_tile_cut_is_the_same_place() -> None:
    assert share_of_smaller((0, 0, 10, 10), (0, 0, 10, 3)) == 1
    assert share_of_smaller((0, 0, 10, 10), (20, 0, 30, 10)) == 0


def test_a_panel_is_whole_boards_at_their_own_scale() -> None:
    pixels, truths = panel((1300, 500))
    assert pixels.shape == (500, 1300, 3)
    assert (pixels[224:448, 612:1224] == board(BOARD_WH, 4)).all()  # three columns: the second one of the second row
    assert truths
    for truth in truths:
        x1, y1, x2, y2 = truth.xyxy
        assert 0 <= x1 < x2 <= 1300
        assert 0 <= y1 < y2 <= 500


def test_sahi_cuts_a_picture_into_as_many_tiles() -> None:
    from sahi.slicing import get_slice_bboxes

    for width, height in (PANEL_WH, (1300, 700)):
        ours = Grid.over((width, height), side_px=640, overlap_px=128, stride_px=32)
        sahis = get_slice_bboxes(
            height, width, slice_height=640, slice_width=640, overlap_height_ratio=0.2, overlap_width_ratio=0.2
        )
        assert len(sahis) == len(ours.xyxy)


def test_no_tile_of_a_panel_is_left_out_and_half_of_a_half_empty_one() -> None:
    pixels, _ = panel((1800, 700))
    grid = Grid.over((1800, 700), side_px=640, overlap_px=128, stride_px=32)
    assert not even_tiles(pixels, grid).any()
    assert 0 < even_tiles(half_empty(pixels), grid).sum() <= len(grid.xyxy) // 2
