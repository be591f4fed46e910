"""A picture of five megapixels in tiles of native resolution, against the bare queue over the same tiles and SAHI."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import shipped
from benchmarks.latency import to_verdict
from benchmarks.pairs import Benchmark, Case, in_turn
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.agreement import must_agree, share_of_smaller
from benchmarks.peers.bare import BareQueue, as_blob, boxes_of
from benchmarks.peers.sliced import SahiPeer
from benchmarks.peers.twin import write_onnx
from benchmarks.pictures import PANEL_WH, Truth, half_empty, panel
from benchmarks.shipped import Ours
from camera.frame import Pixels
from inspection.detection.heads import as_detections
from inspection.detection.loading import overlap
from inspection.detection.onnx_detector import tiles_of
from inspection.detection.tiling.grid import Grid
from inspection.detection.tiling.tiles import Tiles
from inspection.finding import Detection

QUICK_WH = (1300, 700)
ROUNDS, QUICK_ROUNDS = 12, 1
TILES = Tiles()
FOUND_FROM = 0.25
"""Score from which on a rendered defect counts as found, and how far (IoU) the box must be on it."""


def run(*, quick: bool = False) -> Benchmark:
    """In each precision that the shipped model is offered in (quick: one), and how many rendered defects are found."""
    pixels, truths = panel(QUICK_WH if quick else PANEL_WH)
    n = QUICK_ROUNDS if quick else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        prepare_ultralytics(Path(folder))
        offered = shipped.offered("openvino", tiles=TILES)[-1 if quick else 0 :]
        side = offered[0].manifest.longest_side_px
        twin = write_onnx(Path(folder), offered[0].onnx_f32, offered[0].manifest, (side, side))
        sahi = SahiPeer(twin, offered[0].manifest, overlap_px=TILES.overlap_px)
        cases = [case for ours in offered for case in _cases(ours, pixels, sahi, n)]
        cases.append(_cases(offered[-1], half_empty(pixels), sahi, n, what=", half of it an empty mat")[0])
        cases.append(_found(offered[0], pixels, truths))
    return Benchmark(name="tiles", cases=tuple(cases))


def _cases(ours: Ours, pixels: Pixels, sahi: SahiPeer, n: int, what: str = "") -> tuple[Case, Case]:
    """To detections, which is all that the peers give; and to the verdict, with every finding measured."""
    wh = pixels.shape[1], pixels.shape[0]
    grid = tiles_of(ours.manifest, wh)
    assert grid is not None  # the picture is larger than the net's input
    tiles = range(len(grid.xyxy))
    blobs = [as_blob(grid.cut(pixels, tile)) for tile in tiles]
    queue = BareQueue.fastest(ours.onnx, grid.input_wh, ours.precision, blobs)

    found, outputs = ours.detector.find(pixels), queue.outputs(blobs)
    by_tile = [one for tile in tiles for one in _on_frame(outputs[tile], ours, grid, tile)]
    must_agree("the bare queue", [(found, by_tile)], near=share_of_smaller)
    must_agree("SAHI", [(found, sahi.find(pixels))], near=share_of_smaller)

    label = f"{wh[0]}x{wh[1]}{what}, {len(blobs)} tiles of {grid.input_wh[0]}x{grid.input_wh[1]}, {ours.named}"
    peers: dict[str, Callable[[], object]] = {
        "bare async queue": lambda: queue(blobs),
        "SAHI, ultralytics on ONNX Runtime": lambda: sahi.call(pixels),
    }
    judge = to_verdict(ours, pixels)
    return (
        in_turn(f"{label}, to detections", lambda: ours.detector.find(pixels), peers, n=n, warm_up=int(n > 1)),
        in_turn(f"{label}, to the verdict", judge, peers, n=n, warm_up=int(n > 1)),
    )


def _on_frame(output: NDArray[np.float32], ours: Ours, grid: Grid, tile: int) -> tuple[Detection, ...]:
    boxes = boxes_of(output, ours.manifest)
    return as_detections(boxes.xyxy + np.tile(grid.xyxy[tile, :2], 2), boxes, ours.manifest.classes)


def _found(ours: Ours, pixels: Pixels, truths: Sequence[Truth]) -> Case:
    """How many rendered defects ours finds, and the same net that sees the picture at once at the same scale."""
    longest = max(pixels.shape[:2])
    whole = ours.at_once(longest_side_px=-(-longest // ours.manifest.stride_px) * ours.manifest.stride_px)
    in_tiles, at_once = (_of(truths, one.find(pixels)) for one in (ours.detector, whole))
    peer, ratio = "the whole picture at once", round(in_tiles / at_once, 3)
    return Case(
        label=f"of {len(truths)} rendered defects found, {ours.named}",
        ours=in_tiles,
        peers={peer: at_once},
        ratio={peer: ratio},
        spread={peer: (ratio, ratio)},
        unit="defects",
        n=1,
    )


def _of(truths: Sequence[Truth], found: Sequence[Detection]) -> int:
    return sum(
        any(
            one.class_name == truth.class_name
            and one.score >= FOUND_FROM
            and overlap(one.xyxy, truth.xyxy) >= FOUND_FROM
            for one in found
        )
        for truth in truths
    )
