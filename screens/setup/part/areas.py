"""What of the part is judged: the areas and how the part is found, in the draft."""

from typing import Any, Final

from pydantic import ValidationError

from inspection.language import Language
from inspection.locating import Alignment, FeatureAlignment, MarkerAlignment
from inspection.recipe import Recipe
from inspection.regions import Kind, Region
from screens.setup.part.fields import base, put, value
from screens.setup.part.problem import DraftProblem, named, number_in, plain_problem
from screens.setup.points import Drawn
from screens.setup.typing import written
from screens.texts import translator

_DIGITS: Final = 4

Corners = tuple[tuple[float, float], ...]


def area_fields(recipe: Recipe, language: Language) -> dict[str, object]:
    """The fields with what the recipe says."""
    alignment = recipe.alignment
    known = alignment or FeatureAlignment()
    marker = alignment if isinstance(alignment, MarkerAlignment) else MarkerAlignment()
    return {
        "areas": tuple((region.kind, region.polygon) for region in recipe.regions),
        "align": alignment.by if alignment else "none",
        "max_shift": written(100 * known.max_shift, language),
        "max_turn": written(known.max_turn_deg, language),
        "dictionary": marker.dictionary,
        "marker_id": written(marker.marker_id, language),
    }


def drafted_regions() -> tuple[Region, ...]:
    """The areas that were drawn. Raises DraftProblem for one whose sides cross."""
    return tuple(_region(place, *area) for place, area in enumerate(value("areas"), start=1))


def drafted_alignment() -> Alignment | None:
    """How the part is found; its golden picture stays as long as the way does. Raises DraftProblem."""
    by = value("align")
    if by == "none":
        return None
    recipe = base()
    before = recipe.alignment if recipe else None
    is_marker = by == "marker"
    percent = number_in(value("max_shift"), named("max_shift"), above=0, most=100 if is_marker else 25)
    turn_deg = number_in(value("max_turn"), named("max_turn"), least=0, most=180 if is_marker else 30)
    fields: dict[str, Any] = {"max_shift": round(percent / 100, 12), "max_turn_deg": turn_deg}
    if is_marker:
        number = number_in(value("marker_id"), named("marker_id"), least=0, most=586)
        fields |= {"dictionary": value("dictionary"), "marker_id": round(number)}
    kept = before.model_dump() if before is not None and before.by == by else {}
    kind = MarkerAlignment if is_marker else FeatureAlignment
    return plain_problem(lambda: kind.model_validate({**kept, **fields}))


def keep_drawn(shapes: tuple[Drawn, ...], resolution_wh: tuple[int, int]) -> None:
    """Put what was drawn on a picture into the draft, as shares of its width and height."""
    width, height = resolution_wh
    put(
        "areas",
        tuple(
            (shape.kind, tuple((round(x / width, _DIGITS), round(y / height, _DIGITS)) for x, y in shape.points))
            for shape in shapes
        ),
    )


def areas_on(resolution_wh: tuple[int, int]) -> tuple[Drawn, ...]:
    """The areas of the draft in pixels of a picture."""
    width, height = resolution_wh
    return tuple(
        Drawn(kind=kind, points=tuple((x * width, y * height) for x, y in polygon)) for kind, polygon in value("areas")
    )


def _region(place: int, kind: Kind, polygon: Corners) -> Region:
    try:
        return Region(kind=kind, polygon=polygon)
    except ValidationError as error:
        raise DraftProblem(lambda language: _crossing(place, language)) from error


def _crossing(place: int, language: Language) -> str:
    _ = translator(language)
    return _("Area {number}: its lines cross or touch. Go round it once, corner by corner.").format(number=place)
