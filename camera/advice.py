"""Which camera and lens to buy, from the smallest defect that must be found and the field that must be seen.

Thin-lens optics and the usual rules of machine vision: good for a choice and a first set-up, not for a lens design.
Lengths are in mm on the part's side, unless a name says otherwise.
"""

import math
from dataclasses import dataclass
from typing import Final

LEAST_PX_PER_DEFECT: Final = 3.0
"""The sampling theorem asks for 2; one more, because a defect does not lie on the pixels' grid."""
GOOD_PX_PER_DEFECT: Final = 5.0
"""With the loss of a colour sensor's mosaic and of a lens that is not quite in focus, this still is 3."""
FOCAL_LENGTHS_MM: Final = (6.0, 8.0, 12.0, 16.0, 25.0, 35.0, 50.0)
"""Of the C-mount lenses that every maker has."""
STOPS: Final = (1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
LEAST_DISTANCE_IN_FIELDS: Final = 1.5
"""Times the field's long side: from nearer by, what stands higher is seen too large and from the side."""
NEAREST_MM: Final = 100.0
"""Nearer, usual lenses do not focus."""
WAVELENGTH_UM: Final = 0.55
"""Green, in the middle of white light."""
OVERLAP: Final = 0.1
"""Of neighbouring pictures, so that a defect at a border is whole in one of them."""
WEBCAMS_WH_PX: Final = ((640, 480), (1280, 720), (1920, 1080), (2592, 1944), (3840, 2160))
WEBCAM_LEAST_FIELD_MM: Final = 100.0
"""From 100 mm, where most begin to focus, a webcam with its usual 60 degrees sees 115 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """A sensor that many makers of cameras use; `optical_format` is what a lens must cover.

    A `rolling` shutter exposes one row after the other: what moves is bent.
    """

    name: str
    optical_format: str
    width_px: int
    height_px: int
    pixel_um: float
    rolling: bool = False

    @property
    def megapixels(self) -> float:
        """Millions of pixels."""
        return self.width_px * self.height_px / 1e6


SENSORS: Final = (
    Sensor(name="IMX273", optical_format='1/2.9"', width_px=1456, height_px=1088, pixel_um=3.45),
    Sensor(name="IMX252", optical_format='1/1.8"', width_px=2048, height_px=1536, pixel_um=3.45),
    Sensor(name="IMX264", optical_format='2/3"', width_px=2448, height_px=2048, pixel_um=3.45),
    Sensor(name="IMX304", optical_format='1.1"', width_px=4096, height_px=3000, pixel_um=3.45),
    Sensor(name="IMX183", optical_format='1"', width_px=5472, height_px=3648, pixel_um=2.4, rolling=True),
)
"""By number of pixels. Source: Sony's data sheets, effective pixels as camera makers give them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What fits. `pictures_wh` is (1, 1) where one picture sees the whole field; else the field is seen in so many.

    `least_wh_px` and `good_wh_px` are the pixels that the whole field needs. `distance_mm` is from the lens to the
    part. `depth_mm` is how much height is sharp at `f_number`. In `exposure_limit_us` a part moves by one pixel;
    None for parts that lie still. `webcam_wh_px` is None where no usual webcam or phone has enough pixels, or focuses.
    """

    least_wh_px: tuple[int, int]
    good_wh_px: tuple[int, int]
    pictures_wh: tuple[int, int]
    picture_field_wh_mm: tuple[float, float]
    sensor: Sensor
    px_per_mm: float
    px_per_defect: float
    focal_length_mm: float
    distance_mm: float
    magnification: float
    f_number: float
    depth_mm: float
    exposure_limit_us: float | None
    webcam_wh_px: tuple[int, int] | None


def advise(
    smallest_defect_mm: float,
    field_wh_mm: tuple[float, float],
    distance_mm: float | None = None,
    speed_mm_per_s: float | None = None,
) -> Advice:
    """The smallest usual sensor that shows `smallest_defect_mm` with 5 px, else with 3, and what goes with it.

    With `distance_mm` the lens that sees the whole field from there or from nearer by. With `speed_mm_per_s` parts move
    while they are exposed. Raises ValueError, in plain words, for what cannot be.

    >>> advice = advise(0.5, (200, 150))
    >>> advice.sensor.name, advice.focal_length_mm, round(advice.distance_mm)
    ('IMX252', 12.0, 352)
    """
    _check(smallest_defect_mm, field_wh_mm, distance_mm, speed_mm_per_s)
    sensor, pictures_wh = _sensor(smallest_defect_mm, field_wh_mm)
    part_wh_mm = _part_of(field_wh_mm[0], pictures_wh[0]), _part_of(field_wh_mm[1], pictures_wh[1])
    px_per_mm = _px_per_mm((sensor.width_px, sensor.height_px), part_wh_mm)
    magnification = px_per_mm * sensor.pixel_um / 1000
    focal_length_mm = _focal_length_mm(magnification, max(part_wh_mm), distance_mm)
    f_number = _f_number(sensor, magnification)
    return Advice(
        least_wh_px=_needed_wh_px(smallest_defect_mm, field_wh_mm, LEAST_PX_PER_DEFECT),
        good_wh_px=_needed_wh_px(smallest_defect_mm, field_wh_mm, GOOD_PX_PER_DEFECT),
        pictures_wh=pictures_wh,
        picture_field_wh_mm=part_wh_mm,
        sensor=sensor,
        px_per_mm=px_per_mm,
        px_per_defect=px_per_mm * smallest_defect_mm,
        focal_length_mm=focal_length_mm,
        distance_mm=_distance_mm(focal_length_mm, magnification),
        magnification=magnification,
        f_number=f_number,
        depth_mm=depth_of_field_mm(f_number, sensor.pixel_um, magnification),
        exposure_limit_us=None if speed_mm_per_s is None else 1e6 / (px_per_mm * speed_mm_per_s),
        webcam_wh_px=_webcam_wh_px(smallest_defect_mm, field_wh_mm),
    )


def depth_of_field_mm(f_number: float, blur_um: float, magnification: float) -> float:
    """Height over which a point is blurred by no more than `blur_um` on the sensor; good while small to the distance.

    Source: W. J. Smith, Modern Optical Engineering, depth of focus `2 * blur * f_number * (1 + m)`, divided by m².
    """
    return 2 * f_number * blur_um / 1000 * (1 + magnification) / magnification**2


def _check(
    smallest_defect_mm: float,
    field_wh_mm: tuple[float, float],
    distance_mm: float | None,
    speed_mm_per_s: float | None,
) -> None:
    lengths = {
        "the smallest defect": smallest_defect_mm,
        "the field's width": field_wh_mm[0],
        "the field's height": field_wh_mm[1],
        "the distance": distance_mm,
        "the speed": speed_mm_per_s,
    }
    for name, value in lengths.items():
        if value is not None and not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} must be more than 0, got {value:g}")
    if smallest_defect_mm >= min(field_wh_mm):
        raise ValueError(
            f"the smallest defect, {smallest_defect_mm:g} mm, must be smaller than the field, "
            f"{field_wh_mm[0]:g} x {field_wh_mm[1]:g} mm"
        )


def _px_per_mm(picture_wh_px: tuple[int, int], field_wh_mm: tuple[float, float]) -> float:
    """Scale at which the field just fits into the picture; the camera is turned so that the long sides lie together."""
    return min(max(picture_wh_px) / max(field_wh_mm), min(picture_wh_px) / min(field_wh_mm))


def _needed_wh_px(defect_mm: float, field_wh_mm: tuple[float, float], px: float) -> tuple[int, int]:
    width_px, height_px = (math.ceil(round(side_mm / defect_mm * px, 3)) for side_mm in field_wh_mm)
    return width_px, height_px


def _sensor(defect_mm: float, field_wh_mm: tuple[float, float]) -> tuple[Sensor, tuple[int, int]]:
    """The sensor, and in how many pictures it sees the field."""
    for px in (GOOD_PX_PER_DEFECT, LEAST_PX_PER_DEFECT):
        for sensor in SENSORS:
            if _px_per_mm((sensor.width_px, sensor.height_px), field_wh_mm) * defect_mm >= px:
                return sensor, (1, 1)
    largest = SENSORS[-1]
    long_mm = largest.width_px * defect_mm / LEAST_PX_PER_DEFECT
    short_mm = largest.height_px * defect_mm / LEAST_PX_PER_DEFECT
    seen_wh_mm = (long_mm, short_mm) if field_wh_mm[0] >= field_wh_mm[1] else (short_mm, long_mm)
    return largest, (_pictures(field_wh_mm[0], seen_wh_mm[0]), _pictures(field_wh_mm[1], seen_wh_mm[1]))


def _pictures(side_mm: float, seen_mm: float) -> int:
    return max(1, math.ceil((side_mm / seen_mm - OVERLAP) / (1 - OVERLAP)))


def _part_of(side_mm: float, pictures: int) -> float:
    """What one of several overlapping pictures must see of a side."""
    return side_mm / (pictures * (1 - OVERLAP) + OVERLAP)


def _webcam_wh_px(defect_mm: float, field_wh_mm: tuple[float, float]) -> tuple[int, int] | None:
    """Always with 5 px: webcams and phones compress, and sharpen what is not there."""
    if max(field_wh_mm) < WEBCAM_LEAST_FIELD_MM:
        return None
    enough = (wh for wh in WEBCAMS_WH_PX if _px_per_mm(wh, field_wh_mm) * defect_mm >= GOOD_PX_PER_DEFECT)
    return next(enough, None)


def _distance_mm(focal_length_mm: float, magnification: float) -> float:
    """From 1/f = 1/distance + 1/image distance and magnification = image distance / distance."""
    return focal_length_mm * (1 + 1 / magnification)


def _focal_length_mm(magnification: float, long_side_mm: float, distance_mm: float | None) -> float:
    """The longest lens that sees the field from `distance_mm`; without one the shortest that is not too near."""
    if distance_mm is None:
        least_mm = max(NEAREST_MM, LEAST_DISTANCE_IN_FIELDS * long_side_mm)
        far_enough = (f for f in FOCAL_LENGTHS_MM if _distance_mm(f, magnification) >= least_mm)
        return next(far_enough, FOCAL_LENGTHS_MM[-1])
    wide_enough = [f for f in FOCAL_LENGTHS_MM if _distance_mm(f, magnification) <= distance_mm]
    if not wide_enough:
        least_mm = _distance_mm(FOCAL_LENGTHS_MM[0], magnification)
        raise ValueError(
            f"from {distance_mm:g} mm no usual lens sees the whole field; mount it at least {least_mm:.0f} mm away"
        )
    return wide_enough[-1]


def _f_number(sensor: Sensor, magnification: float) -> float:
    """The smallest aperture at which the Airy disk, 2.44 * wavelength * f-number * (1 + m), is within two pixels."""
    limit = 2 * sensor.pixel_um / (2.44 * WAVELENGTH_UM * (1 + magnification))
    return max((stop for stop in STOPS if stop <= limit), default=STOPS[0])
