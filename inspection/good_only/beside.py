"""A recipe's detector, and beside it the one that was taught from good parts of the same kind."""

from pathlib import Path

from inspection.detection.detector import Detector
from inspection.detection.engines import EngineName
from inspection.detection.loading import default_engine
from inspection.good_only.combined import CombinedDetector
from inspection.good_only.detector import GoodOnlyDetector
from inspection.good_only.loading import load_good_only
from inspection.places import find_model
from inspection.recipe import Recipe


def good_only_of(
    recipe: Recipe,
    home: Path,
    *,
    engine: EngineName | None = None,
    threads: int | None = None,
    cache: Path | None = None,
) -> GoodOnlyDetector | None:
    """The detector that is active for the recipe's `good_only`; None where it names none. Raises ModelRefused."""
    if recipe.good_only is None:
        return None
    folder = find_model(recipe.good_only, home)
    return load_good_only(folder, engine=engine or default_engine(), threads=threads, cache=cache)


def beside_good_only(
    detector: Detector,
    recipe: Recipe,
    home: Path,
    *,
    engine: EngineName | None = None,
    threads: int | None = None,
    cache: Path | None = None,
) -> Detector:
    """`detector` itself where the recipe names no model of good parts, else both together.

    Raises ModelRefused: where one of the two cannot look, nothing is judged.
    """
    second = good_only_of(recipe, home, engine=engine, threads=threads, cache=cache)
    return detector if second is None else CombinedDetector(detector, second)
