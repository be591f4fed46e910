"""The recipe by which a model is judged: that of the bench, or one by which any defect is bad."""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from inspection.detection.manifest import ModelManifest
from inspection.finding import Characteristic, Unit
from inspection.limit import Limit
from inspection.recipe import PictureChecks, Recipe
from inspection.score_band import ScoreBand

ANY_PICTURE: Final = PictureChecks(
    min_mean_grey=0, max_mean_grey=255, max_clipped_dark=1, max_clipped_bright=1, min_focus=0, min_texture=0
)
"""How light and sharp a picture has to be is the recipe's to say: without one, any will do."""


def any_defect_is_bad(model: str, classes: Iterable[str]) -> Recipe:
    """The recipe that allows no defect of these classes, however small."""
    return Recipe(
        name="any-defect",
        version=1,
        part_type="any",
        model=model,
        checks=ANY_PICTURE,
        limits=tuple(
            Limit(class_name=name, characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="labels")
            for name in sorted(set(classes))
        ),
    )


def at_the_bench(recipe: Recipe, manifest: ModelManifest) -> Recipe:
    """The recipe with the score bands that hold where this model judges by it."""
    return with_bands_of(recipe, manifest.bands, manifest.thresholds)


def with_bands_of(recipe: Recipe, bands: Mapping[str, ScoreBand], thresholds: Mapping[str, float]) -> Recipe:
    """The recipe's own bands before a model's, and none below the model's thresholds: there its answer is not read."""
    merged = recipe.with_bands(bands)
    raised = {name: _from(merged.band(name), lowest) for name, lowest in thresholds.items()}
    return merged.model_copy(update={"bands": {**merged.bands, **raised}})


def _from(band: ScoreBand, lowest: float) -> ScoreBand:
    lowest = float(np.float32(lowest))  # as the detector compares
    return ScoreBand(ignored_below=max(band.ignored_below, lowest), clear_from=max(band.clear_from, lowest))
