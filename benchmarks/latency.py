"""Picture in memory to verdict, against the bare call of the same net and against ultralytics."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import shipped
from benchmarks.pairs import Benchmark, Case, in_turn
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.agreement import must_agree
from benchmarks.peers.bare import Blob, bare_call, blob_of, detections
from benchmarks.peers.twin import write_checkpoint, write_onnx
from benchmarks.peers.yolo import YoloPeer, shipped_threads
from benchmarks.pictures import BOARD_WH, SQUARE_WH, WITHOUT_FINDINGS, board, frame_of, in_opencv_order
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
    timed: list[Case] = []
    with tempfile.TemporaryDirectory() as folder:
        prepare_ultralytics(Path(folder))
        offered = shipped.offered("openvino")
        for wh in (BOARD_WH,) if quick else (SQUARE_WH, BOARD_WH):
            peers = _ultralytics(Path(folder), offered[0], wh)
            timed += [one for ours in offered for one in cases(ours, wh, peers, n)]
        timed += cases(shipped.load("onnxruntime", Precision.F32), BOARD_WH, {}, n)
    return Benchmark(name="latency", cases=tuple(timed))


def cases(ours: Ours, wh: tuple[int, int], peers: dict[str, YoloPeer], n: int) -> tuple[Case, ...]:
    """One size, engine and precision, for a board on which nothing is and one with four findings, which are measured.

    Against the bare call and `peers`, which are asked whether they see the same on the second.
    """
    pixels = board(wh)
    blob, fit = blob_of(pixels, ours.manifest)
    bare = bare_call(ours.engine, ours.onnx, fit.input_wh, ours.precision)
    found = to_verdict(ours, pixels)()
    must_agree("the bare call", [(found, detections(bare(blob), fit, ours.manifest, wh))])
    for name, peer in peers.items():
        must_agree(name, [(found, peer.find(in_opencv_order(pixels)))])
    label = f"{wh[0]}x{wh[1]}, net {fit.input_wh[0]}x{fit.input_wh[1]}, {ours.named}"
    return tuple(_case(label, ours, one, bare, peers, n) for one in (board(wh, WITHOUT_FINDINGS[wh]), pixels))


def _case(
    label: str,
    ours: Ours,
    pixels: Pixels,
    bare: Callable[[Blob], NDArray[np.float32]],
    peers: dict[str, YoloPeer],
    n: int,
) -> Case:
    judge, bgr = to_verdict(ours, pixels), in_opencv_order(pixels)
    blob, _ = blob_of(pixels, ours.manifest)
    calls: dict[str, Callable[[], object]] = {name: partial(peer.call, bgr) for name, peer in peers.items()}
    named = f"{label}, findings: {len(judge())}"
    return in_turn(named, judge, {"bare call": lambda: bare(blob), **calls}, n=n, uncounted=True)


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
    """For pictures of size `wh`; in f32, which is all that ultralytics has on a processor."""
    _, fit = blob_of(board(wh), ours.manifest)
    torch = write_checkpoint(folder, ours.onnx_f32, ours.manifest)
    onnx = write_onnx(folder, ours.onnx_f32, ours.manifest, fit.input_wh)
    return {
        "ultralytics on PyTorch": YoloPeer(torch, ours.manifest, fit.input_wh, torch_threads=shipped_threads()),
        "the same, all cores": YoloPeer(torch, ours.manifest, fit.input_wh),
        "ultralytics on ONNX Runtime": YoloPeer(onnx, ours.manifest, fit.input_wh),
    }
