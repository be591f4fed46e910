"""Which limits of the recipe the scale cannot resolve, and what would help."""

from collections.abc import Iterator

from inspection.calibration import Calibration, TooFine, advice_sentence, too_fine
from inspection.language import Language
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.scale import MillimetreScale, PixelScale, PlaneScale, length_per_px
from inspection.wording import class_and_clause
from screens.setup.notice import Notice
from screens.texts import translator


def fineness(
    recipe: Recipe, scale: MillimetreScale | PlaneScale, resolution_wh: tuple[int, int] | None, language: Language
) -> Notice | None:
    """What stands below a scale; None where the recipe measures in pixels and no limit is in millimetres."""
    _ = translator(language)
    if isinstance(recipe.scale, PixelScale):
        return None
    found = tuple(
        _("{defect}: {advice}").format(
            defect=_capital(class_and_clause(limit.class_name, limit.clause, language)),
            advice=advice_sentence(fine, language, resolution_wh[0] if resolution_wh else None),
        )
        for limit, fine in _too_fine(recipe, scale, resolution_wh)
    )
    if not found:
        return Notice(kind="good", title=_("This scale is fine enough for every limit of the recipe."))
    title = _("This scale is too coarse for these limits; parts cannot be judged by them:")
    return Notice(kind="bad", title=title, lines=found)


def too_coarse_for(calibration: Calibration, recipe: Recipe, language: Language) -> str:
    """The limits that a new scale cannot resolve, in one line; empty where it resolves all."""
    _ = translator(language)
    if isinstance(recipe.scale, PixelScale):
        return ""
    limits = [limit for limit, _fine in _too_fine(recipe, calibration.scale, calibration.resolution_wh)]
    if not limits:
        return ""
    names = dict.fromkeys(_capital(class_and_clause(limit.class_name, limit.clause, language)) for limit in limits)
    return _("Too coarse for the limit of: {names}. What would help is said below.").format(names=", ".join(names))


def _too_fine(
    recipe: Recipe, scale: MillimetreScale | PlaneScale, resolution_wh: tuple[int, int] | None
) -> Iterator[tuple[Limit, TooFine]]:
    width, height = resolution_wh or (0, 0)
    per_px = length_per_px(scale, (width / 2, height / 2))
    for limit in recipe.applied:
        fine = too_fine(limit.bound, limit.characteristic, limit.unit, per_px)
        if fine is not None:
            yield limit, fine


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
