"""The same net, in tiles, as a model of its own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from camera.rendering import render_part
from inspection.detection.loading import load_detector, overlap
from inspection.detection.manifest import load_manifest
from inspection.detection.tiling.tiles import Tiles
from inspection.errors import ModelRefused
from inspection.finding import Detection
from inspection.places import SHIPPED_MODELS
from training.tiled import write_tiled

BEAD = SHIPPED_MODELS / "weld-bead"


def test_it_is_the_same_net_with_tiles_in_its_manifest(tmp_path: Path) -> None:
    out = tmp_path / "models" / "weld-bead-tiles"
    written = write_tiled(BEAD, out, tmp_path, overlap_px=160)
    assert load_manifest(out) == written
    before = load_manifest(BEAD)
    assert written.tiles == Tiles(overlap_px=160)
    assert (written.files, written.offered, written.thresholds) == (before.files, before.offered, before.thresholds)
    assert written.training["derived_from"] == before.name
    assert "160 px" in (out / "CARD.md").read_text()


def test_it_finds_small_defects_on_a_large_picture_where_the_whole_made_smaller_shows_none(tmp_path: Path) -> None:
    """A bead under a camera of three times the pixels, at the scale that the net knows."""
    write_tiled(BEAD, tmp_path / "models" / "tiled", tmp_path, overlap_px=128)
    part = render_part("weld-bead", seed=5, index=1, width_px=1920, height_px=1408)
    pores = [one.xyxy for one in part.defects if one.class_name == "pore"]
    tiled, whole = (load_detector(folder).find(part.pixels) for folder in (tmp_path / "models" / "tiled", BEAD))
    seen, shrunk = ([one for one in pores if _pointed_at(found, one)] for found in (tiled, whole))
    assert len(seen) > len(shrunk)
    assert len(seen) >= 0.8 * len(pores)


def _pointed_at(found: Sequence[Detection], xyxy: tuple[int, int, int, int]) -> bool:
    return any(overlap(detection.xyxy, xyxy) > 0.3 for detection in found)


def test_sizes_that_can_be_seen_do_not_grow_with_the_picture(tmp_path: Path) -> None:
    write_tiled(BEAD, tmp_path / "models" / "tiled", tmp_path, overlap_px=128)
    tiled, whole = (load_detector(folder) for folder in (tmp_path / "models" / "tiled", BEAD))
    large, own = (2560, 1920), (640, 480)
    assert tiled.smallest_seen(large) == tiled.smallest_seen(own) == whole.smallest_seen(own)
    assert [one.size_px for one in whole.smallest_seen(large) if one.size_px] == [
        pytest.approx(4 * one.size_px) for one in whole.smallest_seen(own) if one.size_px
    ]


def test_a_picture_of_the_nets_own_size_is_seen_as_before(tmp_path: Path) -> None:
    write_tiled(BEAD, tmp_path / "models" / "tiled", tmp_path, overlap_px=128)
    pixels = np.array(render_part("weld-bead", seed=5, index=3).pixels)
    assert load_detector(tmp_path / "models" / "tiled").find(pixels) == load_detector(BEAD).find(pixels)


def test_tiles_that_share_more_than_half_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="at most 320 px, got 400"):
        write_tiled(BEAD, tmp_path / "models" / "tiled", tmp_path, overlap_px=400)
