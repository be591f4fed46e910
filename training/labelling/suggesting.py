"""What the active model would draw on a picture, for a person to accept, correct or refuse."""

import re

from camera.frame import Pixels
from inspection.detection.detector import Detector
from inspection.finding import Detection
from inspection.good_only import UNLIKE_GOOD
from inspection.recipe import Recipe
from inspection.score_band import ScoreBand
from training.data.box import BadBox, checked_box
from training.labelling.drawing import CLASS_NAME, MOST_CORNERS, MadeBy, Shape

UNCALIBRATED: ScoreBand = Recipe.model_fields["default_band"].default
"""Where nobody calibrated a class."""

MOST: int = 60
"""More suggestions than these are quicker to draw than to look through."""


def suggest(detector: Detector, pixels: Pixels) -> tuple[Shape, ...]:
    """What `detector` finds on `pixels` (height, width, 3; RGB; uint8), as it counts at the bench, the surest first.

    Places unlike good parts are left out: they have no class that could be learned. Raises DetectorError where the
    net gives no answer.
    """
    height_px, width_px = pixels.shape[:2]
    found = [one for one in detector.find(pixels) if _counts(one, detector)]
    shapes = (_shape(one, (width_px, height_px)) for one in sorted(found, key=lambda one: -one.score))
    return tuple(shape for shape in shapes if shape is not None)[:MOST]


def _counts(found: Detection, detector: Detector) -> bool:
    if found.class_name == UNLIKE_GOOD or not re.fullmatch(CLASS_NAME, found.class_name):
        return False
    return found.score >= detector.bands.get(found.class_name, UNCALIBRATED).ignored_below


def _shape(found: Detection, size_wh: tuple[int, int]) -> Shape | None:
    """The detection within the picture; None where nothing of it lies there. An outline too fine to correct is none."""
    width_px, height_px = size_wh
    x1, y1, x2, y2 = found.xyxy
    xyxy = max(x1, 0.0), max(y1, 0.0), min(x2, float(width_px)), min(y2, float(height_px))
    box = checked_box(found.class_name, size_wh, xyxy=xyxy)
    if isinstance(box, BadBox):
        return None
    polygon = found.polygon
    if polygon is not None and 3 <= len(polygon) <= MOST_CORNERS:
        outlined = checked_box(found.class_name, size_wh, polygon=polygon)
        box = box if isinstance(outlined, BadBox) else outlined
    return Shape(class_name=box.class_name, xyxy=box.xyxy, polygon=box.polygon, made_by=MadeBy.MODEL)
