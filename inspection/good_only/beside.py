"""A recipe's detector, and beside it the one that was taught from good parts of the same kind."""

from pathlib import Path

from inspection.detection.detector import Detector
from inspection.detection.loading import default_engine
from inspection.detection.onnx_detector import EngineName
from inspection.good_only.combined import CombinedDetector
from inspection.good_only.loading import load_good_only
from inspection.places import find_model
from inspection.recipe import Recipe


def beside_good_only(
    detector: Detector, recipe: Recipe, home: Path, *, engine: EngineName | None = None, threads: int | None = None
) -> Detector:
    """`detector` itself where the recipe names no model of good parts, else both together.

    Raises ModelRefused: where one of the two cannot look, nothing is judged.
    """
    if recipe.good_only is None:
        return detector
    folder = find_model(recipe.good_only, home)
    return CombinedDetector(detector, load_good_only(folder, engine=engine or default_engine(), threads=threads))
