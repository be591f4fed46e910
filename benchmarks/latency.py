"""Picture in memory to verdict, against the bare call of the same net and against ultralytics."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import shipped
from benchmarks.pairs import Benchmark, Case, in_turn
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.agreement import must_agree
from benchmarks.peers.bare import bare_call, blob_of, detections
from benchmarks.peers.twin import write_checkpoint, write_onnx
from benchmarks.peers.yolo import YoloPeer
from benchmarks.pictures import BOARD_WH, SQUARE_WH, board, frame_of, in_opencv_order
from benchmarks.shipped import Ours
from camera.frame import Pixels
from inspection.finding import Detection
from inspection.inspect_part import inspect_view
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict

ROUNDS, QUICK_ROUNDS = 40, 2


def run(*, quick: bool = False) -> Benchmark:
    """Each size in each precision that the shipped model is offered in; f32 on ONNX Runtime beside its bare call."""
    n = QUICK_ROUNDS if quick else ROUNDS
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        prepare_ultralytics(Path(folder))
        offered = shipped.offered("openvino")
        for wh in (BOARD_WH,) if quick else (SQUARE_WH, BOARD_WH):
            peers = _ultralytics(Path(folder), offered[0], wh)
            cases += [case(ours, wh, peers, n) for ours in offered]
        cases.append(case(shipped.load("onnxruntime", Precision.F32), BOARD_WH, {}, n))
    return Benchmark(name="latency", cases=tuple(cases))


def case(ours: Ours, wh: tuple[int, int], peers: dict[str, YoloPeer], n: int) -> Case:
    """One size, engine and precision, against the bare call and `peers`, which are asked whether they saw the same."""
    pixels = board(wh)
    judge, bgr = to_verdict(ours, pixels), in_opencv_order(pixels)
    blob, fit = blob_of(pixels, ours.manifest)
    bare = bare_call(ours.engine, ours.onnx, fit.input_wh, ours.precision)
    must_agree("the bare call", [(judge(), detections(bare(blob), fit, ours.manifest, wh))])
    for name, peer in peers.items():
        must_agree(name, [(judge(), peer.find(bgr))])
    calls: dict[str, Callable[[], object]] = {name: partial(peer.call, bgr) for name, peer in peers.items()}
    label = f"{wh[0]}x{wh[1]}, net {fit.input_wh[0]}x{fit.input_wh[1]}, {ours.named}"
    return in_turn(label, judge, {"bare call": lambda: bare(blob), **calls}, n=n)


def to_verdict(ours: Ours, pixels: Pixels) -> Callable[[], tuple[Detection, ...]]:
    """From the picture in memory to the verdict, as the station does it; gives back what was found."""
    setup, frame = Setup.without_station(shipped.recipe()), frame_of(pixels)

    def judge() -> tuple[Detection, ...]:
        result, _ = inspect_view("top", lambda: frame, setup, ours.detector)
        if result.verdict is Verdict.NOT_JUDGED:
            raise RuntimeError(f"expected a verdict, got NOT_JUDGED: {result.reasons}; a fast no is no answer")
        return tuple(finding.detection for finding in result.findings)

    return judge


def _ultralytics(folder: Path, ours: Ours, wh: tuple[int, int]) -> dict[str, YoloPeer]:
    """Both for pictures of size `wh`; in f32, which is all that ultralytics has on a processor."""
    _, fit = blob_of(board(wh), ours.manifest)
    files = {
        "ultralytics on PyTorch": write_checkpoint(folder, ours.onnx_f32, ours.manifest),
        "ultralytics on ONNX Runtime": write_onnx(folder, ours.onnx_f32, ours.manifest, fit.input_wh),
    }
    return {name: YoloPeer(file, ours.manifest, fit.input_wh) for name, file in files.items()}
