"""What is written about rendered parts: picture, label file, mask, and the truth with the verdict due."""

import io
import json
import math
from dataclasses import replace
from typing import Literal

import numpy as np

from camera.rendering import CLASS_NAMES, Defect, PartKind, RenderedPart
from inspection.closed import Closed
from inspection.decide import decide
from inspection.finding import Detection, Finding, Measurement
from inspection.measuring.ground import ground_of
from inspection.measuring.sizes import Sizes, sizes_of
from inspection.measuring.values import values_of
from inspection.piece import Piece
from inspection.recipe import Recipe
from inspection.scale import CameraScale, MillimetreScale, Scale, length_per_px
from inspection.verdict import Reason, Verdict

NO_DOUBT = Sizes(diameter=0, equivalent_diameter=0, width=0, area=0, along=0, across=0, middle=0, length=0, girth=0)
"""What was put in is known exactly."""
JPEG_QUALITY = 92
HIGHEST_NUMBER = 255
"""The number in a mask is a byte: the 255th defect of a picture and all after it share this one."""


class DefectTruth(Closed):
    """One defect that was put into the part. `polygon` are pixels (x, y) on the outline of its largest piece."""

    class_name: str
    xyxy: tuple[int, int, int, int]
    polygon: tuple[tuple[int, int], ...]
    diameter_mm: float
    length_mm: float
    area_mm2: float


class PictureTruth(Closed):
    """One picture: its file (relative to the folder), its place in the series, its defects and the verdict due.

    `verdict` is what the shipped recipe says of the true measurements: what a faultless station would answer.
    """

    image: str
    index: int
    width_px: int
    height_px: int
    mm_per_px: float
    defects: tuple[DefectTruth, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]


class SetTruth(Closed):
    """The file `truth.json`: what is true of every picture of a rendered set."""

    format: Literal["meisterblick-rendered-1"] = "meisterblick-rendered-1"
    part: PartKind
    seed: int
    recipe: str
    recipe_version: int
    pictures: tuple[PictureTruth, ...]


def jpeg_of(part: RenderedPart) -> bytes:
    """The picture as a JPEG of quality 92, colour at half resolution; the same pixels give the same bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(part.pixels).save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()


def mask_of(part: RenderedPart) -> bytes:
    """The mask as an 8-bit grey PNG of the picture's size: 0 background, n where the nth defect of the truth lies.

    Where two touch, the later one has the pixel.
    """
    from PIL import Image

    numbers = np.zeros(part.pixels.shape[:2], np.uint8)
    for number, defect in enumerate(part.defects, start=1):
        x1, y1, x2, y2 = defect.xyxy
        numbers[y1:y2, x1:x2][defect.mask] = min(number, HIGHEST_NUMBER)
    buffer = io.BytesIO()
    Image.fromarray(numbers).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def yolo_lines(part: RenderedPart) -> str:
    """The label file: a line a defect with class number, centre and size of the box as shares of the picture."""
    height_px, width_px = part.pixels.shape[:2]
    lines = []
    for defect in part.defects:
        x1, y1, x2, y2 = defect.xyxy
        box = ((x1 + x2) / 2 / width_px, (y1 + y2) / 2 / height_px, (x2 - x1) / width_px, (y2 - y1) / height_px)
        number = CLASS_NAMES[part.part].index(defect.class_name)
        lines.append(f"{number} " + " ".join(f"{share:.6f}" for share in box) + "\n")
    return "".join(lines)


def truth_of(part: RenderedPart, recipe: Recipe, image: str) -> PictureTruth:
    """What is true of a rendered picture, with the verdict that `recipe` gives the true measurements."""
    scale = MillimetreScale(mm_per_px=part.mm_per_px) if isinstance(recipe.scale, CameraScale) else recipe.scale
    frame_wh = (part.pixels.shape[1], part.pixels.shape[0])
    findings = [true_finding(defect, scale, recipe.piece, frame_wh, part.mm_per_px) for defect in part.defects]
    verdict, reasons = decide(findings, recipe)
    return PictureTruth(
        image=image,
        index=part.index,
        width_px=part.pixels.shape[1],
        height_px=part.pixels.shape[0],
        mm_per_px=round(part.mm_per_px, 6),
        defects=tuple(
            DefectTruth(
                class_name=defect.class_name,
                xyxy=defect.xyxy,
                polygon=defect.polygon(),
                diameter_mm=round(defect.diameter_mm, 3),
                length_mm=round(defect.length_mm, 3),
                area_mm2=round(defect.area_mm2, 4),
            )
            for defect in part.defects
        ),
        verdict=verdict,
        reasons=reasons,
    )


def true_finding(defect: Defect, scale: Scale, piece: Piece, frame_wh: tuple[int, int], mm_per_px: float) -> Finding:
    """The defect as a finding without any error, in the unit of `scale`.

    Diameter, length and area are those that were put in; extents are those of the pixels that it covers.
    """
    import cv2

    ground = ground_of(_without_doubt(scale), piece, frame_wh)
    rows, columns = np.nonzero(defect.mask)
    corners = [(columns + defect.xyxy[0] + dx, rows + defect.xyxy[1] + dy) for dx in (0, 1) for dy in (0, 1)]
    hull = cv2.convexHull(np.concatenate([np.stack(corner, axis=1) for corner in corners]).astype(np.float32))
    seen = sizes_of(ground.flat(hull.reshape(-1, 2).astype(np.float64)), ground.along)
    factor = length_per_px(scale) / mm_per_px
    area = defect.area_mm2 * factor**2
    true = replace(
        seen,
        diameter=defect.diameter_mm * factor,
        length=defect.length_mm * factor,
        area=area,
        equivalent_diameter=2 * math.sqrt(area / math.pi),
    )
    return Finding(
        detection=Detection(class_name=defect.class_name, score=1, xyxy=defect.xyxy),
        measurements=tuple(_rounded(measured) for measured in values_of(true, NO_DOUBT, ground)),
    )


def _without_doubt(scale: Scale) -> Scale:
    return scale.model_copy(update={"relative_uncertainty": 0}) if isinstance(scale, MillimetreScale) else scale


def _rounded(measured: Measurement) -> Measurement:
    return measured.model_copy(update={"value": round(measured.value, 3)})


def truth_file(truth: SetTruth) -> str:
    """JSON that a person can look through and a version control system can compare."""
    whole = truth.model_dump(mode="json", exclude_none=True)
    pictures = ",\n".join(json.dumps(picture, ensure_ascii=False) for picture in whole.pop("pictures"))
    return json.dumps(whole, ensure_ascii=False)[:-1] + ', "pictures": [\n' + pictures + "\n]}\n"


def data_yaml(kind: PartKind, split: str) -> str:
    """The file that names classes and pictures for training."""
    names = ", ".join(f"'{name}'" for name in CLASS_NAMES[kind])
    return (
        "# paths are relative to this file; there is no path: line because ultralytics would resolve it against the\n"
        "# working directory; a split without pictures has no line\n"
        f"{split}: images/{split}\n"
        f"nc: {len(CLASS_NAMES[kind])}\n"
        f"names: [{names}]\n"
    )
