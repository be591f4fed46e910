"""What a picture can resolve: which limits are too fine for it, and from which size on a defect can be seen."""

from collections.abc import Sequence
from math import ceil

from inspection.calibration.resolution import MIN_PIXELS, too_fine
from inspection.finding import Unit
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.scale import Scale, coarsest_length_per_px, length_unit
from inspection.verdict import Code, Reason
from inspection.visibility import SmallestSeen, Visible


def unresolvable(recipe: Recipe, scale: Scale, resolution_wh: tuple[int, int]) -> tuple[Reason, ...]:
    """The limits that the optics cannot resolve: a limit of fewer pixels than it takes to see what it is about."""
    per_px = coarsest_length_per_px(scale, resolution_wh)
    return tuple(reason for limit in recipe.applied if (reason := _too_fine(limit, per_px)) is not None)


def _too_fine(limit: Limit, per_px: float) -> Reason | None:
    if limit.bound is None:
        return None
    fine = too_fine(limit.bound, limit.characteristic, limit.unit, per_px)
    if fine is None:
        return None
    return Reason(
        code=Code.LIMIT_TOO_FINE,
        class_name=limit.class_name,
        characteristic=limit.characteristic,
        value=round(fine.spans_px, 2),
        limit=fine.needed_px,
        unit=Unit.PX,
        source=limit.source,
    )


def visible_from(
    recipe: Recipe, scale: Scale, resolution_wh: tuple[int, int], seen: Sequence[SmallestSeen]
) -> tuple[Visible, ...]:
    """For every limited class: the larger of what the model finds (`seen`, in pixels of the picture) and what shows.

    Where the recipe ignores scores that counted when the model was measured, nothing has been measured. Sizes are
    rounded up to a tenth, so that nothing is promised that was not measured.
    """
    class_names = dict.fromkeys(limit.class_name for limit in recipe.applied)
    measured = {one.class_name: one for one in seen if recipe.band(one.class_name).ignored_below <= one.from_score}
    per_px = coarsest_length_per_px(scale, resolution_wh)
    return tuple(_visible(name, measured.get(name), per_px, scale) for name in class_names)


def _visible(class_name: str, found: SmallestSeen | None, per_px: float, scale: Scale) -> Visible:
    if found is None:
        return Visible(class_name=class_name, limited_by="not-measured")
    if found.size_px is None:
        return Visible(
            class_name=class_name, limited_by="unreliable", rate=found.rate, n=found.n, rendered=found.rendered
        )
    resolved_px = MIN_PIXELS[found.characteristic]
    by_model = found.size_px >= resolved_px
    size_tenths = max(found.size_px, resolved_px) * per_px * 10
    return Visible(
        class_name=class_name,
        characteristic=found.characteristic,
        size=ceil(size_tenths - 1e-6) / 10,
        unit=length_unit(scale),
        limited_by="model" if by_model else "optics",
        rate=found.rate if by_model else None,
        n=found.n if by_model else None,
        rendered=found.rendered,
    )
