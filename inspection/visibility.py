"""Down to which size a defect can be seen: what optics resolve, and what the model was measured to find."""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from inspection.calibration.resolution import MIN_PIXELS
from inspection.closed import Closed
from inspection.finding import Characteristic, Unit
from inspection.scale import Scale, length_per_px, length_unit


class SmallestSeen(Closed):
    """From `size_px` on a model found at least `rate` of the `n` defects of a class that it was shown.

    `characteristic` says which size. Pixels are those of the picture as the net gets it.
    """

    class_name: str
    characteristic: Characteristic
    size_px: float = Field(gt=0)
    rate: float = Field(gt=0, le=1)
    n: int = Field(ge=1)


class Visible(Closed):
    """From which size on a class of defect can be seen on a picture, in `unit`, and what the size rests on.

    "model": at least `rate` of the `n` defects from that size on were found; "optics": it is the resolution that ends
    there. Without a `size` nobody has measured it.
    """

    class_name: str
    characteristic: Characteristic | None = None
    size: float | None = Field(default=None, gt=0)
    unit: Unit | None = None
    limited_by: Literal["model", "optics", "not-measured"]
    rate: float | None = None
    n: int | None = None


def visible_from(
    class_names: Iterable[str], scale: Scale, resolution_wh: tuple[int, int], seen: Sequence[SmallestSeen]
) -> tuple[Visible, ...]:
    """For every class: the larger of what the model finds (`seen`, in pixels of the picture) and optics resolve.

    Sizes are rounded up to a tenth, so that nothing is promised that was not measured.
    """
    measured = {found.class_name: found for found in seen}
    width_px, height_px = resolution_wh
    per_px = length_per_px(scale, (width_px / 2, height_px / 2))
    return tuple(_visible(name, measured.get(name), per_px, scale) for name in class_names)


def _visible(class_name: str, found: SmallestSeen | None, per_px: float, scale: Scale) -> Visible:
    if found is None:
        return Visible(class_name=class_name, limited_by="not-measured")
    resolved_px = MIN_PIXELS[found.characteristic]
    by_model = found.size_px >= resolved_px
    return Visible(
        class_name=class_name,
        characteristic=found.characteristic,
        size=-(-max(found.size_px, resolved_px) * per_px * 10 // 1) / 10,
        unit=length_unit(scale),
        limited_by="model" if by_model else "optics",
        rate=found.rate if by_model else None,
        n=found.n if by_model else None,
    )
