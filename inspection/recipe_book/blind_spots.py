"""Where a recipe looks away: findings that it leaves out, pictures that it takes whatever they show."""

from collections.abc import Iterator
from typing import Final

from inspection.detection.manifest import ModelManifest
from inspection.language import Language, catalog
from inspection.recipe import PictureChecks, Recipe
from inspection.recipe_book.thresholds import checks_texts, percent
from inspection.wording import LOCALE, class_word

LEAST: Final = {"min_mean_grey": 5.0, "min_focus": 1.0, "min_texture": 0.005}
MOST: Final = {"max_mean_grey": 250.0, "max_clipped_dark": 0.98, "max_clipped_bright": 0.98}
"""Bounds beyond which next to no picture is, not even one of a covered lens or into a lamp; chosen, not measured."""


def left_out(recipe: Recipe, manifest: ModelManifest, language: Language) -> Iterator[str]:
    """Classes of which the recipe leaves out what the model takes for found."""
    _ = catalog(LOCALE, language).gettext
    names: dict[tuple[float, float], list[str]] = {}
    applied = recipe.with_bands(manifest.bands)
    for name in manifest.classes:
        ignored = applied.band(name).ignored_below
        threshold = manifest.bands[name].ignored_below if name in manifest.bands else manifest.thresholds[name]
        if ignored > threshold:
            names.setdefault((ignored, threshold), []).append(class_word(name, language))
    for (ignored, threshold), classes in names.items():
        text = _("Left out without a word below {ignored}: {names}. The model takes them as found from {threshold}.")
        yield text.format(
            ignored=percent(ignored, language), names=", ".join(classes), threshold=percent(threshold, language)
        )


def any_picture(checks: PictureChecks, language: Language) -> Iterator[str]:
    """Picture checks that are practically off."""
    _ = catalog(LOCALE, language).gettext
    values: dict[str, float] = checks.model_dump()
    names = [name for name, bound in LEAST.items() if values[name] <= bound]
    names += [name for name, bound in MOST.items() if values[name] >= bound]
    if names:
        texts = checks_texts(checks, language)
        bounds = ", ".join(f"{texts[name]} (`{name}`)" for name in names)
        yield _("Picture checks that are as good as off: {bounds}.").format(bounds=bounds)
