"""Tiles against the same net on the whole picture at the same scale; and what leaving tiles out loses."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from benchmarks.pictures import PANEL_WH, panel
from camera.frame import Pixels
from camera.rendering import render_part
from inspection.detection.loading import overlap
from inspection.detection.manifest import load_manifest, verified_bytes
from inspection.detection.onnx_detector import OnnxDetector, tiles_of
from inspection.detection.tiling.emptiness import even_tiles
from inspection.detection.tiling.tiles import Tiles
from inspection.finding import Detection
from inspection.places import SHIPPED_MODELS
from inspection.record import Precision
from tests.proofs.figures import leave_figures

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3000)]
BEADS = 80
LAID_OUT = 40
Truth = tuple[str, tuple[float, float, float, float]]


def detector(name: str, **changed: object) -> OnnxDetector:
    manifest = load_manifest(SHIPPED_MODELS / name)
    onnx = verified_bytes(SHIPPED_MODELS / name, manifest.files[Precision.F32])
    return OnnxDetector(manifest.model_copy(update=changed), onnx, engine="openvino", precision=Precision.F32)


def pointed_at(truth: Sequence[Truth], found: Sequence[Detection]) -> list[list[int]]:
    """For each rendered defect: which detections of its class lie on it (IoU 0.3)."""
    return [
        [i for i, one in enumerate(found) if one.class_name == name and overlap(one.xyxy, xyxy) > 0.3]
        for name, xyxy in truth
    ]


def large_pictures() -> list[tuple[str, Pixels, list[Truth]]]:
    glued, truth = panel()
    pictures = [("board", glued, [(one.class_name, one.xyxy) for one in truth])]
    for index in range(BEADS):
        part = render_part("weld-bead", seed=77, index=index, width_px=PANEL_WH[0], height_px=PANEL_WH[1])
        pictures.append(("weld-bead", part.pixels, [(one.class_name, one.xyxy) for one in part.defects]))
    return pictures


def test_tiles_find_what_the_whole_picture_gives_at_the_same_scale() -> None:
    """No fewer of the rendered defects than 1 % below, and none more often twice."""
    whole = {name: detector(name, longest_side_px=2464) for name in ("board", "weld-bead")}
    tiled = {name: detector(name, tiles=Tiles(skip_empty=False)) for name in whole}
    counts = {"defects": 0, "found on the whole": 0, "found on tiles": 0, "twice on tiles": 0, "twice on the whole": 0}
    other_findings = {"on the whole": 0, "on tiles": 0}
    for name, pixels, truth in large_pictures():
        for how, net in (("the whole", whole[name]), ("tiles", tiled[name])):
            found = net.find(pixels)
            hits = pointed_at(truth, found)
            counts[f"found on {how}"] += sum(bool(one) for one in hits)
            counts[f"twice on {how}"] += sum(len(one) > 1 for one in hits)
            other_findings[f"on {how}"] += len(found) - len({i for one in hits for i in one})
        counts["defects"] += len(truth)
    leave_figures("tiles", {"pictures": 1 + BEADS, **counts, "other findings": other_findings})
    assert counts["defects"] > 300
    assert counts["found on tiles"] >= counts["found on the whole"] - 0.01 * counts["defects"]
    assert counts["twice on tiles"] <= counts["twice on the whole"] + 0.01 * counts["defects"]


def on_a_table(index: int) -> tuple[Pixels, list[Truth]]:
    """A rendered bead's plate somewhere on an even table: light that falls off, and a sensor's noise."""
    rng = np.random.default_rng(index)
    width, height = PANEL_WH
    part = render_part("weld-bead", seed=78, index=index, width_px=768, height_px=576)
    x, y = int(rng.integers(0, width - 768)), int(rng.integers(0, height - 576))
    across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    light = 120 - 20 * (across[None, :] ** 2 + down[:, None] ** 2)
    picture = np.repeat((light + rng.normal(0, 1.5, light.shape))[..., None], 3, axis=2).clip(0, 255).astype(np.uint8)
    picture[y : y + 576, x : x + 768] = part.pixels
    moved: list[Truth] = [
        (one.class_name, (one.xyxy[0] + x, one.xyxy[1] + y, one.xyxy[2] + x, one.xyxy[3] + y)) for one in part.defects
    ]
    return picture, moved


def test_leaving_out_tiles_on_which_nothing_shows_loses_no_defect() -> None:
    every, some = (detector("weld-bead", tiles=Tiles(skip_empty=skip)) for skip in (False, True))
    manifest = load_manifest(SHIPPED_MODELS / "weld-bead").model_copy(update={"tiles": Tiles()})
    figures: dict[str, Any] = {"pictures": LAID_OUT, "tiles": 0, "left out": 0, "defects": 0, "found": 0, "lost": 0}
    for index in range(LAID_OUT):
        pixels, truth = on_a_table(index)
        grid = tiles_of(manifest, PANEL_WH)
        assert grid is not None
        figures["tiles"] += len(grid.xyxy)
        figures["left out"] += int(even_tiles(pixels, grid).sum())
        all_of_them, without = (pointed_at(truth, net.find(pixels)) for net in (every, some))
        figures["defects"] += len(truth)
        figures["found"] += sum(bool(one) for one in without)
        figures["lost"] += sum(bool(a) and not b for a, b in zip(all_of_them, without, strict=True))
    leave_figures("empty-tiles", figures)
    assert figures["left out"] > 0.3 * figures["tiles"]
    assert figures["lost"] == 0
