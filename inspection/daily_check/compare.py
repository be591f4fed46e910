"""The reference now against the reference on the day of teaching."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from camera.figures import focus_score, grey_of
from camera.frame import Frame
from inspection.daily_check.drift import Drift, Margins, Quantity
from inspection.daily_check.errors import NotComparable, Problem
from inspection.daily_check.figures import Figures, figures_now, shared_by, taught_figures
from inspection.daily_check.reference import Taught
from inspection.locating.golden import Golden
from inspection.locating.specimen import find_again

LEAST_SHARED: Final = 0.6
"""So much of the taught picture must be seen again."""
SETTING_TOLERANCE: Final = 0.02
"""Cameras round exposure and gain to steps of their own."""
SOFT: Final = 0.5
"""A picture that lost so much of its focus score may be too soft for the reference to be found."""


def compare(frame: Frame, taught: Taught, reference: Golden, margins: Margins) -> tuple[Drift, ...]:
    """Every quantity, in the order of `Quantity`; which have drifted too far is said by `Drift.beyond`.

    The reference is found again wherever it lies, and only what both pictures show of it is compared.

    Raises NotComparable for another camera, picture size or exposure, and where the reference is not found.
    """
    _same_settings(frame, taught)
    placement = find_again(grey_of(frame.pixels), reference.grey)
    if placement is None:
        raise _not_found(frame, reference)
    shared = shared_by(placement, taught.resolution_wh)
    if shared.share < LEAST_SHARED:
        raise NotComparable(
            f"only {shared.share:.0%} of the reference is seen again, expected {LEAST_SHARED:.0%} at least: lay it in "
            "its place",
            Problem.FAR_FROM_ITS_PLACE,
            got=f"{shared.share:.0%}",
            expected=f"{LEAST_SHARED:.0%}",
        )
    then, now = taught_figures(reference.pixels, shared), figures_now(frame.pixels, shared, placement)
    return (*_drifts(then, now, margins), _drift(Quantity.SCALE, 1.0, placement.scale, margins))


def passed(drifts: Iterable[Drift]) -> bool:
    """Whether nothing drifted too far; False for no drifts at all."""
    checked = tuple(drifts)
    return bool(checked) and not any(drift.beyond for drift in checked)


def _drifts(then: Figures, now: Figures, margins: Margins) -> tuple[Drift, ...]:
    change = np.abs(now.grid / then.grid - 1)
    worst = np.unravel_index(int(np.nanargmax(change)), change.shape)
    return (
        _drift(Quantity.LIGHT, then.mean_grey, now.mean_grey, margins),
        _drift(Quantity.EVENNESS, float(then.grid[worst]), float(now.grid[worst]), margins),
        _drift(Quantity.FOCUS, then.focus, now.focus, margins),
        _drift(Quantity.RED, then.red, now.red, margins),
        _drift(Quantity.BLUE, then.blue, now.blue, margins),
    )


def _drift(quantity: Quantity, taught: float, now: float, margins: Margins) -> Drift:
    change = now / max(taught, 1e-6) - 1
    return Drift(quantity=quantity, taught=taught, now=now, change=change, margin=margins.of(quantity))


def _same_settings(frame: Frame, taught: Taught) -> None:
    """Raises NotComparable where a difference would come from the camera's settings."""
    size_wh = (frame.width_px, frame.height_px)
    if frame.camera_id != taught.camera_id:
        raise _differs(Problem.OTHER_CAMERA, "camera", frame.camera_id, taught.camera_id)
    if size_wh != taught.resolution_wh:
        raise _differs(Problem.OTHER_SIZE, "picture size", _by(size_wh), _by(taught.resolution_wh))
    for problem, what, now, then in (
        (Problem.OTHER_EXPOSURE, "exposure time in µs", frame.exposure_time_us, taught.exposure_time_us),
        (Problem.OTHER_GAIN, "gain in dB", frame.gain_db, taught.gain_db),
    ):
        if now is not None and then is not None and abs(now - then) > max(SETTING_TOLERANCE * abs(then), 0.05):
            raise _differs(problem, what, f"{now:g}", f"{then:g}")


def _not_found(frame: Frame, reference: Golden) -> NotComparable:
    """Says so when the picture has lost its sharpness: then the reference may well lie there."""
    lost = 1 - focus_score(frame.pixels) / max(focus_score(reference.pixels), 1e-6)
    message = "the reference was not found: lay the same one in its place"
    if lost < SOFT:
        return NotComparable(message, Problem.NOT_FOUND)
    message += f"; if it lies there, wipe the lens and check its focus: the picture is {lost:.0%} softer"
    return NotComparable(message, Problem.NOT_FOUND_AND_SOFT, got=f"{lost:.0%}")


def _differs(problem: Problem, what: str, got: str, expected: str) -> NotComparable:
    message = f"{what}: got {got}, on the day of teaching {expected}; set it back, or teach the reference again"
    return NotComparable(message, problem, got=got, expected=expected)


def _by(size_wh: tuple[int, int]) -> str:
    return f"{size_wh[0]} x {size_wh[1]}"
