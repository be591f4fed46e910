"""Every change of light, focus, colour and scale is found, nothing else is called, and an unchanged part passes."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from camera.rendering import PartKind
from inspection.daily_check import Drift, Margins, NotComparable, Problem, Quantity, Taught, compare, passed, teach
from inspection.locating import Golden
from tests.inspection.daily_check.scene import frame_of, seen
from tests.proofs.figures import leave_figures

PARTS: tuple[PartKind, ...] = ("weld-bead", "board", "machined-metal")
ELSEWHERE: dict[str, Any] = {"shift_px": (9.3, -6.1), "turn_deg": 1.7, "exposure": 2}
"""The reference is never laid exactly where it was."""


@cache
def taught_on(part: PartKind, index: int = 1) -> tuple[Taught, Golden]:
    return teach(seen(part, index))


def drifts(part: PartKind, index: int = 1, **change: Any) -> dict[Quantity, Drift]:
    taught, reference = taught_on(part, index)
    found = compare(seen(part, index, **{**ELSEWHERE, **change}), taught, reference, Margins())
    return {drift.quantity: drift for drift in found}


def beyond(found: dict[Quantity, Drift]) -> set[Quantity]:
    return {quantity for quantity, drift in found.items() if drift.beyond}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, set()),
        ({"light": 0.92}, set()),
        ({"light": 0.8}, {Quantity.LIGHT}),
        ({"light": 1.2}, {Quantity.LIGHT}),
        ({"tilt_of_light": 0.22}, {Quantity.EVENNESS}),
        ({"blur_px": 1.2}, {Quantity.FOCUS}),
        ({"colour": (1.09, 1)}, {Quantity.RED}),
        ({"colour": (1, 0.91)}, {Quantity.BLUE}),
        ({"colour": (1.02, 0.98)}, set()),
        ({"zoom": 1.012}, {Quantity.SCALE}),
        ({"zoom": 0.988}, {Quantity.SCALE}),
    ],
    ids=str,
)
def test_just_what_changed_is_found(part: PartKind, change: dict[str, Any], expected: set[Quantity]) -> None:
    assert beyond(drifts(part, **change)) == expected


def test_the_numbers_say_how_far() -> None:
    found = drifts("board", light=0.8, zoom=1.02)
    assert found[Quantity.LIGHT].change == pytest.approx(-0.2, abs=0.01)
    assert found[Quantity.SCALE].change == pytest.approx(0.02, abs=0.003)
    assert found[Quantity.LIGHT].margin == Margins().light


def test_all_quantities_come_in_their_order() -> None:
    assert list(drifts("board")) == list(Quantity)


def test_a_soft_picture_shows_its_scale_all_the_same() -> None:
    found = drifts("weld-bead", blur_px=2)
    assert beyond(found) == {Quantity.FOCUS}
    assert found[Quantity.SCALE].change == pytest.approx(0, abs=0.003)


def test_an_unchanged_part_never_fails() -> None:
    rng = np.random.default_rng(8)
    taught, reference = taught_on("board")
    for exposure in range(20):  # 200 and more in the proof below
        shift = (float(rng.uniform(-12, 12)), float(rng.uniform(-12, 12)))
        frame = seen("board", shift_px=shift, turn_deg=float(rng.uniform(-2, 2)), exposure=exposure)
        assert passed(compare(frame, taught, reference, Margins()))


@pytest.mark.parametrize("part", PARTS)
def test_another_part_is_no_reference(part: PartKind) -> None:
    taught, reference = taught_on(part)
    for index in (2, 3):
        with pytest.raises(NotComparable) as refused:
            compare(seen(part, index, seed=6), taught, reference, Margins())
        assert refused.value.problem in (Problem.NOT_FOUND, Problem.NOT_FOUND_AND_SOFT)


def test_a_picture_too_soft_to_find_anything_says_so() -> None:
    taught, reference = taught_on("machined-metal")
    with pytest.raises(NotComparable, match="softer") as refused:
        compare(seen("machined-metal", blur_px=12), taught, reference, Margins())
    assert refused.value.problem is Problem.NOT_FOUND_AND_SOFT


def test_a_reference_that_is_half_outside_is_not_compared() -> None:
    taught, reference = taught_on("board")
    with pytest.raises(NotComparable) as refused:
        compare(seen("board", shift_px=(230, 0)), taught, reference, Margins())
    assert refused.value.problem in (Problem.FAR_FROM_ITS_PLACE, Problem.NOT_FOUND)


def test_other_settings_are_not_compared() -> None:
    frame = seen("board")
    taught, reference = taught_on("board")
    small = frame_of(frame.pixels[:-2].astype(np.float64))
    for other, problem in (
        (replace(frame, camera_id="other"), Problem.OTHER_CAMERA),
        (small, Problem.OTHER_SIZE),
        (replace(frame, exposure_time_us=6000), Problem.OTHER_EXPOSURE),
        (replace(frame, gain_db=3), Problem.OTHER_GAIN),
    ):
        with pytest.raises(NotComparable) as refused:
            compare(other, taught, reference, Margins())
        assert refused.value.problem is problem


def test_settings_that_the_camera_rounds_or_does_not_tell_are_the_same() -> None:
    frame = seen("board")
    taught, reference = taught_on("board")
    for other in (replace(frame, exposure_time_us=5010), replace(frame, exposure_time_us=None, gain_db=None)):
        assert passed(compare(other, taught, reference, Margins()))


def test_nothing_compared_has_not_passed() -> None:
    assert not passed([])


@pytest.mark.parametrize("change", [float("inf"), 0.1501, -0.1501])
def test_beyond_its_margin(change: float) -> None:
    drift = Drift.model_construct(quantity=Quantity.LIGHT, taught=100, now=0, change=change, margin=0.15)
    assert drift.beyond


def test_what_is_no_number_is_beyond() -> None:
    assert Drift.model_construct(quantity=Quantity.LIGHT, taught=1, now=1, change=float("nan"), margin=0.15).beyond


@pytest.mark.proof
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", PARTS)
def test_how_often_the_check_is_right(part: PartKind) -> None:
    """Ten parts, each laid anew: false alarms and misses, and how far every quantity moves by itself."""
    rng = np.random.default_rng(1)
    changes: dict[str, tuple[dict[str, Any], set[Quantity]]] = {
        "unchanged": ({}, set()),
        "light -18 %": ({"light": 0.82}, {Quantity.LIGHT}),
        "tilted light": ({"tilt_of_light": 0.22}, {Quantity.EVENNESS}),
        "blur 1 px": ({"blur_px": 1}, {Quantity.FOCUS}),
        "red +7 %": ({"colour": (1.07, 1)}, {Quantity.RED}),
        "blue -7 %": ({"colour": (1, 0.93)}, {Quantity.BLUE}),
        "zoom 1 %": ({"zoom": 1.01}, {Quantity.SCALE}),
    }
    figures: dict[str, Any] = {}
    for name, (change, expected) in changes.items():
        right, spread = 0, dict.fromkeys(Quantity, 0.0)
        runs = 200 if name == "unchanged" else 50
        for run in range(runs):
            laid = {
                "shift_px": tuple(rng.uniform(-15, 15, 2)),
                "turn_deg": float(rng.uniform(-3, 3)),
                "exposure": run,
            }
            found = drifts(part, run % 10, **{**change, **laid})
            right += beyond(found) == expected
            for quantity, drift in found.items():
                spread[quantity] = max(spread[quantity], abs(drift.change))
        figures[name] = {"runs": runs, "right": right}
        if name == "unchanged":
            figures[name]["largest change"] = {str(quantity): round(value, 4) for quantity, value in spread.items()}
    leave_figures(f"daily-check-{part}", figures)
    assert figures["unchanged"]["right"] == 200
