"""The reference now against the reference on the day of teaching."""

from collections.abc import Iterable

from camera.frame import Frame
from inspection.daily_check.drift import Drift, Margins, Quantity
from inspection.daily_check.errors import NotComparable
from inspection.daily_check.figures import Figures, figures_of
from inspection.daily_check.reference import Taught
from inspection.locating.golden import Golden


def compare(frame: Frame, taught: Taught, reference: Golden, margins: Margins) -> tuple[Drift, ...]:
    """Every quantity, in the order of `Quantity`; which have drifted too far is said by `Drift.beyond`.

    Raises NotComparable for another camera, picture size or exposure, and where the reference is not found.
    """
    if (frame.width_px, frame.height_px) != taught.resolution_wh:
        raise NotComparable("the picture has another size")
    return _drifts(taught.figures, figures_of(frame.pixels), margins)


def passed(drifts: Iterable[Drift]) -> bool:
    """Whether nothing drifted too far; False for no drifts at all."""
    checked = tuple(drifts)
    return bool(checked) and not any(drift.beyond for drift in checked)


def _drifts(taught: Figures, now: Figures, margins: Margins) -> tuple[Drift, ...]:
    worst = max(range(len(taught.grid)), key=lambda cell: abs(now.grid[cell] / taught.grid[cell] - 1))
    pairs = {
        Quantity.LIGHT: (taught.mean_grey, now.mean_grey),
        Quantity.EVENNESS: (taught.grid[worst], now.grid[worst]),
        Quantity.FOCUS: (taught.focus, now.focus),
        Quantity.RED: (taught.red_to_green, now.red_to_green),
        Quantity.BLUE: (taught.blue_to_green, now.blue_to_green),
        Quantity.SCALE: (taught.scale, now.scale),
    }
    return tuple(
        Drift(quantity=quantity, taught=then, now=new, change=new / then - 1, margin=margins.of(quantity))
        for quantity, (then, new) in pairs.items()
    )
