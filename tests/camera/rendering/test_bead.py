"""Where a bead lies, what is missing of it, and how high it is."""

from dataclasses import replace

import numpy as np
import pytest

from camera.rendering.bead import Bite, Run, draw_run, grid_of
from camera.rendering.bead_gap import missing_pieces, missing_truth, would_be_bead
from camera.rendering.bead_look import Look, draw_look
from camera.rendering.bead_relief import relief

SHAPE, SCALE = (192, 768), 0.1


def close_up(seed: int) -> tuple[np.random.Generator, Look, Run]:
    rng = np.random.default_rng(seed)
    look = draw_look(rng, SHAPE)
    return rng, look, draw_run(rng, SHAPE, SCALE, look, incomplete=False)


@pytest.mark.parametrize("seed", range(4))
def test_a_close_up_fills_the_picture_with_the_bead(seed: int) -> None:
    _, _, run = close_up(seed)
    grid = grid_of(run, (), SHAPE, SCALE)
    assert 0.55 < (grid.toe_mm < 0).mean() < 0.9
    assert grid.whole_mm is grid.toe_mm


@pytest.mark.parametrize("seed", range(4))
def test_there_is_no_bead_where_a_piece_is_missing_and_the_rest_stays(seed: int) -> None:
    rng, look, run = close_up(seed)
    x_mm = 38.0
    axis, half = run.at(x_mm, SCALE)
    bitten = replace(run, bites=(Bite(at_mm=(x_mm, axis + half), reach_mm=(5.0, 3.0), ragged=0.1),))
    missing = missing_pieces(rng, bitten, SHAPE, SCALE)
    whole, grid = grid_of(run, (), SHAPE, SCALE), grid_of(bitten, missing, SHAPE, SCALE)
    height, wave = relief(np.random.default_rng(1), bitten, grid, look)
    piece = missing[0] & would_be_bead(run, SHAPE, SCALE)
    assert piece.sum() > 500
    assert height[piece].mean() < 0.15 * run.crown_mm
    assert height[int(axis / SCALE), int(x_mm / SCALE)] > 0.5 * run.crown_mm
    far = np.abs((np.arange(SHAPE[1]) + 0.5) * SCALE - x_mm) > 15
    np.testing.assert_array_equal(grid.toe_mm[:, far], whole.toe_mm[:, far])
    assert 0 <= wave.min() <= wave.max() <= 1


def test_an_incomplete_bead_misses_a_visible_piece() -> None:
    for seed in range(25):
        rng = np.random.default_rng(seed)
        shape = SHAPE if seed % 2 else (480, 640)
        run = draw_run(rng, shape, SCALE, draw_look(rng, shape), incomplete=True)
        missing = missing_pieces(rng, run, shape, SCALE)
        truth = missing_truth(run, missing, shape, SCALE)
        assert max(defect.diameter_mm for defect in truth) > 1.5
        bead = would_be_bead(run, shape, SCALE)
        for defect in truth:
            x1, y1, x2, y2 = defect.xyxy
            assert bead[y1:y2, x1:x2][defect.mask].all()
            gone = np.logical_or.reduce(missing)[y1:y2, x1:x2]
            assert (gone & defect.mask).sum() > 0.2 * defect.mask.sum()


def test_ripples_of_a_tig_bead_are_the_most_even() -> None:
    """The crown of a TIG bead repeats itself after one ripple; that of a MAG bead does so less."""
    evenness = {}
    for process in ("tig", "mag"):
        found = []
        for seed in range(6):
            rng = np.random.default_rng(seed)
            look = draw_look(rng, (480, 640))
            look = replace(look, process=process, close_up=False)
            run = draw_run(rng, (480, 640), SCALE, look, incomplete=False)
            run = replace(run, axis_mm=np.full(640, 24, np.float32), half_width_mm=np.full(640, 4, np.float32))
            _, wave = relief(rng, run, grid_of(run, (), (480, 640), SCALE), look)
            crown = wave[240] - wave[240].mean()
            power = np.abs(np.fft.rfft(crown * np.hanning(crown.size))) ** 2
            found.append(float(power.max() / power.sum()))
        evenness[process] = np.mean(found)
    assert evenness["tig"] > 1.3 * evenness["mag"]
