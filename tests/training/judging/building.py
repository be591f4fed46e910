"""Labelled pictures, and detectors that say what they were told."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from camera.frame import Pixels
from inspection.errors import DetectorError
from inspection.finding import Characteristic, Detection, Unit
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.score_band import ScoreBand
from tests.pictures import patchwork
from training.data.labels import Box, LabelledPicture
from training.judging.bench_recipe import ANY_PICTURE
from training.judging.judged_pictures import Find

Xyxy = tuple[float, float, float, float]


def picture(
    folder: Path, *labels: tuple[str, Xyxy], wh: tuple[int, int] = (160, 120), pixels: Pixels | None = None
) -> LabelledPicture:
    """A picture in `folder`, named by how many are there, with these labels."""
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.glob("*.png")))
    path = folder / f"{number:03d}.png"
    shown = patchwork(*wh, seed=number + 1) if pixels is None else pixels
    Image.fromarray(shown).save(path)
    boxes = tuple(Box(class_name=name, xyxy=xyxy) for name, xyxy in labels)
    return LabelledPicture(picture=path, width_px=shown.shape[1], height_px=shown.shape[0], boxes=boxes)


def seen(class_name: str, score: float, xyxy: Xyxy = (10, 10, 30, 30)) -> Detection:
    return Detection(class_name=class_name, score=score, xyxy=xyxy)


def saying(answers: Sequence[Sequence[Detection] | DetectorError]) -> Find:
    """Gives the answers one after the other."""
    left = iter(answers)

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        answer = next(left)
        if isinstance(answer, DetectorError):
            raise answer
        return tuple(sorted(answer, key=lambda one: -one.score))

    return find


def recipe(*limits: Limit, bands: dict[str, ScoreBand] | None = None) -> Recipe:
    return Recipe(
        name="plate", version=3, part_type="plate", model="none", checks=ANY_PICTURE, limits=limits, bands=bands or {}
    )


def none_of(class_name: str) -> Limit:
    return Limit(class_name=class_name, characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="shop")


def at_most_px(class_name: str, upper: float, characteristic: Characteristic = Characteristic.DIAMETER) -> Limit:
    return Limit(class_name=class_name, characteristic=characteristic, upper=upper, unit=Unit.PX, source="shop")


def band(ignored_below: float, clear_from: float) -> ScoreBand:
    return ScoreBand(ignored_below=ignored_below, clear_from=clear_from)
