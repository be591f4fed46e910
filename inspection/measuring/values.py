"""From sizes and their doubt to measurements with unit and standard uncertainty."""

from math import hypot

from inspection.finding import Characteristic, Measurement, Unit
from inspection.measuring.ground import Ground
from inspection.measuring.sizes import Sizes
from inspection.scale import area_unit, length_unit, relative_uncertainty


def values_of(sizes: Sizes, doubt: Sizes, ground: Ground) -> tuple[Measurement, ...]:
    """Every characteristic of one defect but its distance to others.

    `doubt` holds the standard uncertainty of each size from the outline alone; that of the scale is added here.
    """
    relative = relative_uncertainty(ground.scale)

    def length(characteristic: Characteristic, value: float, uncertainty: float) -> Measurement:
        return Measurement(
            characteristic=characteristic,
            value=value,
            uncertainty=hypot(uncertainty, value * relative),
            unit=length_unit(ground.scale),
        )

    def share(
        characteristic: Characteristic, part: float, uncertainty: float, whole: float, known: bool
    ) -> Measurement:
        scale_doubt = part * relative if known else 0.0
        return Measurement(
            characteristic=characteristic,
            value=100 * part / whole,
            uncertainty=100 * hypot(uncertainty, scale_doubt) / whole,
            unit=Unit.PERCENT,
        )

    return (
        length(Characteristic.DIAMETER, sizes.diameter, doubt.diameter),
        length(Characteristic.EQUIVALENT_DIAMETER, sizes.equivalent_diameter, doubt.equivalent_diameter),
        length(Characteristic.LENGTH, sizes.length, doubt.length),
        length(Characteristic.WIDTH, sizes.width, doubt.width),
        Measurement(
            characteristic=Characteristic.AREA,
            value=sizes.area,
            uncertainty=hypot(doubt.area, 2 * relative * sizes.area),
            unit=area_unit(ground.scale),
        ),
        length(Characteristic.ALONG, sizes.along, doubt.along),
        length(Characteristic.ACROSS, sizes.across, doubt.across),
        length(Characteristic.POSITION, max(sizes.middle - ground.start, 0.0), doubt.middle),
        share(Characteristic.SHARE_OF_LENGTH, sizes.along, doubt.along, ground.length, ground.length_is_known),
        share(Characteristic.SHARE_OF_WIDTH, sizes.across, doubt.across, ground.width, ground.width_is_known),
    )
