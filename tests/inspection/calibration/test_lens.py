"""Whether the stated uncertainty is that of the errors: many calibrations from corners that are a little off."""

import numpy as np
import pytest

from inspection.calibration.lens import LENS, POSE, LensFit, Sight, fit_lens
from inspection.calibration.plane import distance_mm, distance_spread_mm, plane_scale, shares_of_fit, tilt_deg
from inspection.calibration.target import find_target
from tests.inspection.calibration.bench import Lens, Pose, bulging, held, relative_errors, view_of

A5 = find_target("a5", 10)
LAST = Pose(distance_mm=175, tilt_deg=8, towards_deg=30)


def fitted(
    rng: np.random.Generator,
    count: int,
    noise_px: float,
    *,
    lens: Lens,
    last: Pose = LAST,
    bulge_mm: tuple[float, float, float] = (0, 0, 0),
) -> LensFit:
    height = bulging(A5, bulge_mm)
    views = [view_of(lens, A5, pose, rng, noise_px, height) for pose in held(rng, count, last)]
    sights = [Sight(plane_mm=A5.corners_mm(view.ids), seen_px=view.corners_px) for view in views]
    return fit_lens(sights, lens.resolution_wh, 0.3)


def some_lens(rng: np.random.Generator) -> Lens:
    cx, cy = np.array([399.5, 299.5]) + rng.normal(0, 8, 2)
    return Lens(centre_px=(cx, cy), distortion=(rng.uniform(-0.25, 0.1), 0.06, 0.0005, -0.0005, 0))


@pytest.mark.parametrize("count", [1, 6])
def test_errors_are_as_large_as_stated(count: int) -> None:
    """Over 30 calibrations: nearly all short lengths within k = 2, and the stated uncertainty no mere caution."""
    rng = np.random.default_rng(11)
    within, errors, stated = [], [], []
    for _ in range(30):
        lens = some_lens(rng)
        fit = fitted(rng, count, 0.1, lens=lens, bulge_mm=tuple(rng.uniform(-0.3, 0.3, 3)))
        scale = plane_scale(fit.values, fit.last_pose, lens.resolution_wh, 0)
        corners, sheet = shares_of_fit(fit, lens.resolution_wh, 0.3)
        elsewhere = 0.3 / 3**0.5 / distance_mm(fit.last_pose)  # here lengths are held against the sheet's own middle
        share = float(np.sqrt(corners**2 + sheet**2 - elsewhere**2))
        off = relative_errors(lens, A5, LAST, scale, rng, length_px=24)
        within.append(np.mean(abs(off) <= 2 * share))
        errors.append(np.mean(off**2))
        stated.append(share**2)
    assert np.mean(within) >= 0.93
    assert np.mean(errors) <= 1.2 * np.mean(stated)
    assert np.mean(errors) >= (0.4 if count > 1 else 0.02) * np.mean(stated)


def test_distance_and_tilt_are_found_and_the_distance_as_surely_as_stated() -> None:
    rng = np.random.default_rng(5)
    off, spread, tilts = [], [], []
    for _ in range(25):
        fit = fitted(rng, 7, 0.1, lens=some_lens(rng))
        off.append(distance_mm(fit.last_pose) - LAST.distance_mm * np.cos(np.deg2rad(LAST.tilt_deg)))
        spread.append(distance_spread_mm(fit))
        tilts.append(tilt_deg(fit.last_pose))
    assert np.sqrt(np.mean(np.square(off))) == pytest.approx(np.mean(spread), rel=0.6)
    assert tilts == pytest.approx([LAST.tilt_deg] * 25, abs=0.2)


def test_more_views_and_better_ones_make_it_surer() -> None:
    rng = np.random.default_rng(6)
    lens = Lens()
    one, few, many = (shares_of_fit(fitted(rng, n, 0.1, lens=lens), lens.resolution_wh, 0.3)[0] for n in (1, 5, 10))
    assert one > 1.5 * few > 1.5 * many
    noisy = shares_of_fit(fitted(rng, 5, 0.3, lens=lens), lens.resolution_wh, 0.3)[0]
    assert noisy > 1.2 * few


def test_a_single_view_from_straight_above_does_not_know_its_distance() -> None:
    lens = Lens()
    level = fitted(np.random.default_rng(7), 1, 0.1, lens=lens, last=Pose(distance_mm=175))
    tilted = fitted(np.random.default_rng(7), 1, 0.1, lens=lens, last=Pose(distance_mm=175, tilt_deg=25))
    assert level.focal_spread > 0.15
    assert tilted.focal_spread < 0.1
    assert distance_spread_mm(level) > 4 * distance_spread_mm(tilted)


def test_a_bulging_sheet_is_seen_to_bulge() -> None:
    bulge_mm = (0.5, -0.2, 0.1)
    fit = fitted(np.random.default_rng(8), 8, 0.05, lens=Lens(), bulge_mm=bulge_mm)
    assert fit.values[LENS : LENS + 3] == pytest.approx(bulge_mm, abs=0.03)
    assert fit.bulge_mm == pytest.approx(0.48, abs=0.04)


def test_stray_corners_are_left_out() -> None:
    rng, lens = np.random.default_rng(9), Lens()
    views = [view_of(lens, A5, pose, rng, 0.05) for pose in held(rng, 6, LAST)]
    sights = [Sight(plane_mm=A5.corners_mm(view.ids), seen_px=view.corners_px.copy()) for view in views]
    clean = fit_lens(sights, lens.resolution_wh, 0.3)
    for sight in sights:
        sight.seen_px[7] += 3
    dirty = fit_lens(sights, lens.resolution_wh, 0.3)
    assert dirty.corners == pytest.approx(clean.corners - len(sights), abs=3)
    assert dirty.residual_px == pytest.approx(clean.residual_px, rel=0.1)
    assert dirty.values[:2] == pytest.approx(clean.values[:2], rel=1e-3)
    assert len(dirty.values) == LENS + 3 + POSE * len(sights)
