"""Pits in metal: dark, ragged, measured as one where they lie together; and what only looks like one has no truth."""

import numpy as np
import pytest

from camera.rendering import RenderedPart, render_part
from camera.rendering.metal_defects import ONE_WITHIN_MM, pitting_of


@pytest.fixture(scope="module")
def parts() -> list[RenderedPart]:
    return [render_part("machined-metal", seed=4, index=index, width_px=320, height_px=240) for index in range(40)]


def disk(cover: np.ndarray, x: float, y: float, radius: float) -> None:
    rows, columns = np.indices(cover.shape)
    np.maximum(cover, np.clip(radius + 0.5 - np.hypot(columns - x, rows - y), 0, 1), out=cover)


def test_pits_close_together_are_one_and_others_are_not() -> None:
    mm_per_px = 0.05
    near_px, far_px = 0.6 * ONE_WITHIN_MM / mm_per_px, 4 * ONE_WITHIN_MM / mm_per_px
    cover = np.zeros((80, 160), np.float32)
    disk(cover, 30, 40, 8)
    assert len(pitting_of(cover, mm_per_px)) == 1
    alone = pitting_of(cover, mm_per_px)[0]
    assert alone.diameter_mm == pytest.approx(17 * mm_per_px, rel=0.05)
    assert alone.area_mm2 == pytest.approx(np.pi * (8 * mm_per_px) ** 2, rel=0.1)
    disk(cover, 30 + 16 + near_px, 40, 8)
    [joined] = pitting_of(cover, mm_per_px)
    assert joined.diameter_mm == pytest.approx((33 + near_px) * mm_per_px, rel=0.05)
    disk(cover, 30 + 32 + near_px + far_px, 40, 8)
    assert len(pitting_of(cover, mm_per_px)) == 2
    assert pitting_of(np.zeros((80, 160), np.float32), mm_per_px) == ()


def test_pits_are_darker_than_what_is_round_them(parts: list[RenderedPart]) -> None:
    contrast = []
    for part in parts:
        grey = part.pixels.mean(axis=2)
        for defect in part.defects:
            if defect.diameter_mm > 0.5:
                x1, y1, x2, y2 = defect.xyxy
                around = grey[max(y1 - 10, 0) : y2 + 10, max(x1 - 10, 0) : x2 + 10]
                contrast.append(grey[y1:y2, x1:x2][defect.mask].mean() / np.median(around))
    assert len(contrast) > 10
    assert np.median(contrast) < 0.75
    assert np.mean(np.array(contrast) < 1) > 0.9


def test_parts_without_pits_are_not_all_alike(parts: list[RenderedPart]) -> None:
    clean = [part for part in parts if not part.defects]
    assert len(clean) > 8
    assert np.std([part.pixels.std() for part in clean]) > 3  # plates, shafts, threads, rust, oil, bores
