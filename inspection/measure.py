"""How large a detection is, in the scale's unit.

The size is taken from the box: the long side is the largest diameter, the diagonal the length of a crack that runs
from corner to corner, the product of the sides an area that no outline inside the box can exceed. For a round pore or
knot the first is right, for a slanted or curved defect all three err upwards, which is the safe side.
"""

from collections.abc import Iterable
from math import hypot
from typing import assert_never

from inspection.finding import Characteristic, Detection, Finding, Measurement, Unit
from inspection.scale import MillimetreScale, PixelScale, PlaneScale, Scale

EDGE_UNCERTAINTY_PX = 1.0
"""Standard uncertainty of one box edge. A net's box edge is seldom better than a pixel of the frame."""


def measure(detections: Iterable[Detection], scale: Scale) -> tuple[Finding, ...]:
    """Give every detection its diameter, length and area with standard uncertainty, in mm or px by `scale`.

    >>> pore = Detection(class_name="pore", score=0.9, xyxy=(10, 10, 22, 20))
    >>> [finding] = measure([pore], MillimetreScale(mm_per_px=0.1))
    >>> diameter = finding.measurements[0]
    >>> f"{diameter.value:.2f} ± {diameter.uncertainty:.2f} {diameter.unit}"
    '1.20 ± 0.14 mm'
    """
    match scale:
        case MillimetreScale(mm_per_px=factor, relative_uncertainty=relative):
            length_unit, area_unit = Unit.MM, Unit.MM2
        case PixelScale():
            factor, relative = 1.0, 0.0
            length_unit, area_unit = Unit.PX, Unit.PX2
        case PlaneScale():
            raise NotImplementedError
        case _:
            assert_never(scale)

    side_uncertainty_px = hypot(EDGE_UNCERTAINTY_PX, EDGE_UNCERTAINTY_PX)  # two edges, independent

    def length(characteristic: Characteristic, value_px: float) -> Measurement:
        return Measurement(
            characteristic=characteristic,
            value=value_px * factor,
            uncertainty=hypot(side_uncertainty_px, value_px * relative) * factor,
            unit=length_unit,
        )

    def finding(detection: Detection) -> Finding:
        x1, y1, x2, y2 = detection.xyxy
        width_px, height_px = x2 - x1, y2 - y1
        area_px2 = width_px * height_px
        area = Measurement(
            characteristic=Characteristic.AREA,
            value=area_px2 * factor**2,
            uncertainty=hypot(side_uncertainty_px * hypot(width_px, height_px), area_px2 * 2 * relative) * factor**2,
            unit=area_unit,
        )
        return Finding(
            detection=detection,
            measurements=(
                length(Characteristic.DIAMETER, max(width_px, height_px)),
                length(Characteristic.LENGTH, hypot(width_px, height_px)),
                area,
            ),
        )

    return tuple(finding(detection) for detection in detections)
