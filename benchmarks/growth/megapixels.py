"""Time against the size of the picture, from the file to the verdict.

Nature: linear. Every pixel is decoded and checked; the net sees the whole picture at one size, or all of it in tiles of
its own size, of which there are as many as the picture is large. The picture is a panel of rendered boards, cut to each
size, so that defects lie as densely on a large picture as on a small one.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.growth.curve import Curve, Nature, measured
from benchmarks.pictures import in_opencv_order, panel
from benchmarks.shipped import load, recipe
from camera.picture_file import read_picture_file
from inspection.detection.detector import Detector
from inspection.detection.tiling.tiles import Tiles
from inspection.inspect_part import inspect_part
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict

SIDES_WH: Final = ((640, 480), (1280, 960), (2560, 1920), (3840, 2880), (5120, 3840))
QUICK_SIDES_WH: Final = SIDES_WH[:2]
UNIT: Final = "MP"


def curves(folder: Path, *, quick: bool) -> Iterator[Curve]:
    """The picture seen whole, and in tiles; see the module."""
    sides, rounds = (QUICK_SIDES_WH, 1) if quick else (SIDES_WH, 5)
    files = _written(folder, sides)
    setup = Setup.without_station(recipe())
    for name, tiles in (("megapixels, seen whole", None), ("megapixels, seen in tiles", Tiles())):
        detector = load("openvino", Precision.F32, tiles=tiles).detector
        yield _curve(name, files, setup, detector, rounds)


def _curve(name: str, files: dict[float, Path], setup: Setup, detector: Detector, rounds: int) -> Curve:
    calls: dict[float, Callable[[], object]] = {
        size: partial(_judge, file, setup, detector) for size, file in files.items()
    }
    return measured(name, UNIT, Nature.LINEAR, calls, rounds=rounds)


def _judge(file: Path, setup: Setup, detector: Detector) -> None:
    judged = inspect_part({setup.recipe.views[0]: lambda: read_picture_file(file)}, setup, detector).inspection
    if judged.verdict is Verdict.NOT_JUDGED:
        raise RuntimeError(f"a fast wrong answer is an error: {judged.reasons}")


def _written(folder: Path, sides: tuple[tuple[int, int], ...]) -> dict[float, Path]:
    """The pictures as JPEG of quality 95, by megapixels."""
    import cv2

    whole, _truth = panel(sides[-1])
    files = {round(width * height / 1e6, 1): folder / f"panel-{width}x{height}.jpg" for width, height in sides}
    for (width, height), file in zip(sides, files.values(), strict=True):
        cut = in_opencv_order(np.ascontiguousarray(whole[:height, :width]))
        _, encoded = cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, 95])
        file.write_bytes(encoded.tobytes())
    return files
