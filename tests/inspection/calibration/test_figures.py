"""How true lengths are after a calibration, by number of views and tilt, and how right the stated uncertainty is."""

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from inspection.calibration.by_target import READING_MM, calibrate_by_target
from inspection.calibration.calibration import ByTarget
from inspection.calibration.target import find_target
from inspection.calibration.view import View, look
from inspection.scale import PlaneScale
from tests.inspection.calibration.bench import Lens, Pose, bulging, held, relative_errors, take
from tests.proofs.figures import leave_figures

A5 = find_target("a5", 10)
BENCHES = 8
FLATNESS_MM = 0.3

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3600)]


def benches(seed: int, tilt_deg: float) -> Iterator[tuple[np.random.Generator, Lens, Pose, list[View]]]:
    """Benches with lens, printer, sheet and hand of their own, each with 12 pictures, the last where the parts lie."""
    rng = np.random.default_rng(seed)
    for _ in range(BENCHES):
        cx, cy = np.array([399.5, 299.5]) + rng.normal(0, 8, 2)
        bent = (rng.uniform(-0.25, 0.1), rng.uniform(0, 0.1), rng.normal(0, 5e-4), rng.normal(0, 5e-4), 0.0)
        lens = Lens(centre_px=(cx, cy), distortion=bent, blur_px=rng.uniform(0.6, 1.1), noise=rng.uniform(1, 4))
        last = Pose(distance_mm=rng.uniform(170, 200), tilt_deg=tilt_deg, towards_deg=rng.uniform(0, 360))
        sheet = bulging(A5, tuple(rng.uniform(-FLATNESS_MM, FLATNESS_MM, 3)))
        pictures = (take(lens, A5, pose, rng, height=sheet) for pose in held(rng, 12, last))
        yield rng, lens, last, [look(picture, number) for number, picture in enumerate(pictures, start=1)]


def percent(shares: NDArray[np.float64], quantile: float) -> float:
    return round(100 * float(np.quantile(abs(shares), quantile)), 3)


def test_lengths_after_a_calibration() -> None:
    figures = {}
    for tilt_deg in (0, 10, 20):
        errors: dict[int, list[NDArray[np.float64]]] = {}
        short: dict[int, list[NDArray[np.float64]]] = {}
        read: dict[int, list[NDArray[np.float64]]] = {}
        stated: dict[int, list[float]] = {}
        for rng, lens, last, views in benches(100 + tilt_deg, tilt_deg):
            rulers = 100 + rng.uniform(-READING_MM, READING_MM, 2)
            for count in (1, 5, 8, 12):
                chosen = [*views[: count - 1], views[-1]]
                exact, misread = (
                    calibrate_by_target(
                        chosen,
                        camera_id="",
                        measured_ruler_mm=one,
                        measured_cross_ruler_mm=other,
                        flatness_mm=FLATNESS_MM,
                    )
                    for one, other in ((100, 100), rulers)
                )
                assert isinstance(exact.scale, PlaneScale)
                assert isinstance(exact.made, ByTarget)
                camera = np.hypot(exact.made.shares.corners, exact.made.shares.flatness)
                whole = misread.scale.relative_uncertainty
                errors.setdefault(count, []).append(relative_errors(lens, A5, last, exact.scale, rng))
                short.setdefault(count, []).append(relative_errors(lens, A5, last, exact.scale, rng, 24) / camera)
                read.setdefault(count, []).append(relative_errors(lens, A5, last, misread.scale, rng, 24) / whole)
                stated.setdefault(count, []).append(whole)
        for count in errors:
            every, near, all_in = (np.concatenate(one[count]) for one in (errors, short, read))
            figures[f"{count} views, tilt {tilt_deg}"] = {
                "median_error_percent": percent(every, 0.5),
                "p95_error_percent": percent(every, 0.95),
                "stated_u_percent": round(100 * float(np.mean(stated[count])), 3),
                "within_2u_camera": round(float(np.mean(abs(near) <= 2)), 4),
                "within_2u_with_ruler": round(float(np.mean(abs(all_in) <= 2)), 4),
            }
    leave_figures("calibration", {"benches": BENCHES, "cases": figures})
    assert all(case["within_2u_with_ruler"] >= 0.95 for case in figures.values())
    assert all(case["p95_error_percent"] <= 0.3 for name, case in figures.items() if not name.startswith("1 "))
