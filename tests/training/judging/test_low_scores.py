"""Asked further down than at the bench, a net says more, and above its thresholds the same."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from camera.frame import Pixels
from inspection.detection.loading import load_detector
from inspection.detection.manifest import load_manifest, verified_bytes
from inspection.errors import DetectionsImplausible
from inspection.record import Precision
from tests.nets import constant_net, raw_answer, write_model
from tests.training.judging.building import seen
from training.judging.low_scores import LowScores

GREY: Pixels = np.full((64, 64, 3), 120, np.uint8)
PORE = seen("pore", 0.9, (20, 25, 40, 35))
Boxes = list[tuple[float, float, float, float, float, float]]


def net(folder: Path, boxes: Boxes) -> Path:
    answer = raw_answer(boxes, anchors=max(32, len(boxes)))
    write_model(folder, constant_net(answer), [PORE])
    return folder


def both(folder: Path) -> tuple[LowScores, list[str]]:
    """The net asked far down, and what the bench finds, as text."""
    low = LowScores.of(folder, engine="onnxruntime", threads=1)
    found = load_detector(folder, engine="onnxruntime", threads=1).find(GREY)
    return low, sorted(one.model_dump_json() for one in found)


SCORES = st.sampled_from([0.02, 0.1, 0.24, 0.25, 0.26, 0.5, 0.8])
PLACES = st.tuples(st.floats(10, 54), st.floats(10, 54), st.floats(4, 20), st.floats(4, 20), SCORES, SCORES)


@given(boxes=st.lists(PLACES, max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_reaches_the_thresholds_is_what_the_bench_finds(
    tmp_path_factory: pytest.TempPathFactory, boxes: Boxes
) -> None:
    low, at_bench = both(net(tmp_path_factory.mktemp("models") / "small", [(30, 30, 20, 10, 0.9, 0.0), *boxes]))
    found = low.find(GREY)
    assert sorted(one.model_dump_json() for one in found if one.score >= 0.25) == at_bench
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def crowd(count: int, score: float) -> Boxes:
    """So many boxes that do not overlap, in rows of 40."""
    return [(0.8 + 1.6 * (i % 40), 0.8 + 1.6 * (i // 40), 1.2, 1.2, 0, score) for i in range(count)]


def test_of_more_boxes_than_are_believed_the_surest_are_kept(tmp_path: Path) -> None:
    boxes = [*crowd(400, 0.015), *crowd(40, 0.15), (30, 30, 20, 10, 0.9, 0)]
    low, at_bench = both(net(tmp_path / "small", boxes))
    found = low.find(GREY)
    assert len(at_bench) == 1
    assert {round(one.score, 3) for one in found} == {0.9, 0.15}
    assert len(found) == 41


def test_no_class_is_asked_above_its_own_threshold(tmp_path: Path) -> None:
    """At the bench 400 cracks of 0.4 are not read, where cracks count from 0.9 on: the unsure pore is all there is."""
    folder = net(tmp_path / "small", [*crowd(400, 0.4), (30, 30, 20, 10, 0.3, 0)])
    manifest = load_manifest(folder).model_copy(update={"thresholds": {"pore": 0.25, "crack": 0.9}})
    onnx = verified_bytes(folder, manifest.files[Precision.F32])
    [found] = LowScores(manifest, onnx, engine="onnxruntime", threads=1).find(GREY)
    assert found.class_name == "pore"


def test_where_the_bench_refuses_it_is_refused_here(tmp_path: Path) -> None:
    folder = net(tmp_path / "small", crowd(400, 0.4))
    manifest = load_manifest(folder)
    onnx = verified_bytes(folder, manifest.files[Precision.F32])
    with pytest.raises(DetectionsImplausible):
        LowScores(manifest, onnx, engine="onnxruntime", threads=1).find(GREY)


def test_nan_is_no_answer(tmp_path: Path) -> None:
    answer = raw_answer([(30, 30, 20, 10, 0.9, 0.0)])
    answer[0, 4, 3] = np.nan
    manifest = write_model(tmp_path / "small", constant_net(answer), [PORE])
    onnx = verified_bytes(tmp_path / "small", manifest.files[Precision.F32])
    with pytest.raises(DetectionsImplausible, match="NaN"):
        LowScores(manifest, onnx, engine="onnxruntime", threads=1).find(GREY)


def test_it_says_what_it_is(tmp_path: Path) -> None:
    low = LowScores.of(net(tmp_path / "small", [(30, 30, 20, 10, 0.9, 0.0)]), engine="onnxruntime", threads=1)
    assert (low.judge.model, low.judge.engine, low.judge.precision) == ("small", "onnxruntime", Precision.F32)
    assert low.judge.sha256 == low.manifest.files[Precision.F32].sha256
