"""Which limits of the recipe a scale cannot resolve, and what would help."""

from collections.abc import Iterator

from inspection.calibration import Calibration, TooFine, advice_sentence, too_fine
from inspection.errors import CalibrationRefused
from inspection.language import Language
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.scale import CameraScale, PixelScale, coarsest_length_per_px
from inspection.wording import class_and_clause
from inspection.wording.words import capital
from screens.setup.notice import Notice
from screens.texts import translator


def fineness(calibration: Calibration, recipe: Recipe, language: Language) -> Notice | None:
    """What stands below a scale; None where it is not that of the recipe, or cannot be."""
    _ = translator(language)
    fine = _too_fine(calibration, recipe)
    if fine is None:
        return None
    lines = tuple(
        _("{defect}: {advice}").format(
            defect=_name(limit, language), advice=advice_sentence(one, language, calibration.resolution_wh[0])
        )
        for limit, one in fine
    )
    if not lines:
        return Notice(kind="good", title=_("This scale is fine enough for every limit of the recipe."))
    title = _("This scale is too coarse for these limits; parts cannot be judged by them:")
    return Notice(kind="bad", title=title, lines=lines)


def too_coarse_for(calibration: Calibration, recipe: Recipe, language: Language) -> str:
    """The limits that a new scale cannot resolve, in one line; empty where it resolves all."""
    _ = translator(language)
    fine = _too_fine(calibration, recipe)
    if not fine:
        return ""
    names = ", ".join(dict.fromkeys(_name(limit, language) for limit, _one in fine))
    return _("Too coarse for the limit of: {names}. What would help is said below.").format(names=names)


def _too_fine(calibration: Calibration, recipe: Recipe) -> list[tuple[Limit, TooFine]] | None:
    """The limits in force that are too fine; None where the recipe has no limits in millimetres."""
    if isinstance(recipe.scale, PixelScale):
        return None
    height_mm = recipe.scale.surface_height_mm if isinstance(recipe.scale, CameraScale) else 0.0
    try:
        scale = calibration.scale_at(height_mm)
    except (CalibrationRefused, ValueError):  # the state of the scale says so
        return None
    return list(_finer_than(coarsest_length_per_px(scale, calibration.resolution_wh), recipe))


def _finer_than(mm_per_px: float, recipe: Recipe) -> Iterator[tuple[Limit, TooFine]]:
    for limit in recipe.applied:
        if limit.bound is None:
            continue
        fine = too_fine(limit.bound, limit.characteristic, limit.unit, mm_per_px)
        if fine is not None:
            yield limit, fine


def _name(limit: Limit, language: Language) -> str:
    return capital(class_and_clause(limit.class_name, limit.clause, language))
