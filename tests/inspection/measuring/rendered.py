"""Rendered defects, whose sizes are exactly known, beside what the station measures on them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt

import numpy as np

from camera.rendering import Defect, PartKind, RenderedPart, render_part
from inspection.detection.detector import Detector
from inspection.detection.loading import overlap
from inspection.finding import Characteristic, Detection, Finding
from inspection.measuring import measure
from inspection.measuring.sizes import sizes_of
from inspection.scale import PixelScale

MATCHES_FROM = 0.5
"""Overlap from which a detection of the same class is this defect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One defect: its true sizes in pixels, what was measured with which uncertainty, and whether by its outline."""

    class_name: str
    true_px: dict[Characteristic, float]
    measured_px: dict[Characteristic, float]
    uncertainty_px: dict[Characteristic, float]
    outlined: bool
    smooth_diameter_px: float
    """The true largest diameter without the staircase of the mask's pixels, which `diameter_mm` counts in."""

    @property
    def size_px(self) -> float:
        """The true largest diameter."""
        return self.true_px[Characteristic.DIAMETER]

    def error(self, characteristic: Characteristic) -> float:
        """As a share of the true size."""
        return self.measured_px[characteristic] / self.true_px[characteristic] - 1

    @property
    def smooth_error(self) -> float:
        """Of the largest diameter against that without a staircase."""
        return self.measured_px[Characteristic.DIAMETER] / self.smooth_diameter_px - 1

    def is_covered(self, characteristic: Characteristic) -> bool:
        """Whether the truth lies within the expanded uncertainty."""
        apart = abs(self.measured_px[characteristic] - self.true_px[characteristic])
        return apart <= 2 * self.uncertainty_px[characteristic]


def parts(part: PartKind, *, seed: int, count: int, size_wh: tuple[int, int] = (640, 480)) -> Iterator[RenderedPart]:
    """The first so many parts of a series."""
    for index in range(count):
        yield render_part(part, seed=seed, index=index, width_px=size_wh[0], height_px=size_wh[1])


def compare(rendered: Iterable[RenderedPart], detector: Detector | None = None) -> Iterator[Compared]:
    """Every defect that the detector finds, measured; without a detector, every defect, in its true box."""
    for part in rendered:
        boxes = _true_boxes(part) if detector is None else _found_boxes(part, detector.find(part.pixels))
        known = [(defect, box) for defect, box in zip(part.defects, boxes, strict=True) if box is not None]
        findings = measure([box for _, box in known], part.pixels, PixelScale())
        for (defect, _), finding in zip(known, findings, strict=True):
            yield _compared(defect, part.mm_per_px, finding)


def _true_boxes(part: RenderedPart) -> list[Detection | None]:
    return [Detection(class_name=defect.class_name, score=1, xyxy=defect.xyxy) for defect in part.defects]


def _found_boxes(part: RenderedPart, found: Sequence[Detection]) -> list[Detection | None]:
    def best(defect: Defect) -> Detection | None:
        same = [box for box in found if box.class_name == defect.class_name]
        matching = [box for box in same if overlap(box.xyxy, defect.xyxy) >= MATCHES_FROM]
        return max(matching, key=lambda box: overlap(box.xyxy, defect.xyxy), default=None)

    return [best(defect) for defect in part.defects]


def _compared(defect: Defect, mm_per_px: float, finding: Finding) -> Compared:
    x1, y1, x2, y2 = defect.xyxy
    area_px2 = defect.area_mm2 / mm_per_px**2
    return Compared(
        class_name=defect.class_name,
        true_px={
            Characteristic.DIAMETER: defect.diameter_mm / mm_per_px,
            Characteristic.EQUIVALENT_DIAMETER: 2 * sqrt(area_px2 / pi),
            Characteristic.LENGTH: defect.length_mm / mm_per_px,
            Characteristic.AREA: area_px2,
            Characteristic.ALONG: float(x2 - x1),
            Characteristic.ACROSS: float(y2 - y1),
        },
        measured_px={value.characteristic: value.value for value in finding.measurements},
        uncertainty_px={value.characteristic: value.uncertainty for value in finding.measurements},
        outlined=finding.outline is not None,
        smooth_diameter_px=_smooth_diameter_px(defect),
    )


def _smooth_diameter_px(defect: Defect) -> float:
    import cv2
    from skimage.measure import find_contours

    soft = cv2.GaussianBlur(np.pad(defect.mask.astype(np.float32), 4), (0, 0), 0.7)
    contours = find_contours(soft, min(0.5, float(soft.max()) / 2))  # type: ignore[no-untyped-call]
    return sizes_of(max(contours, key=len), (1, 0)).diameter
