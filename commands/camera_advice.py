"""`meisterblick camera advise`: which camera, lens and light to buy."""

import math
import re
from typing import Annotated

import typer

from camera.advice import GOOD_PX_PER_DEFECT, LEAST_PX_PER_DEFECT, STOPS, Advice, depth_of_field_mm
from camera.advice import advise as advice_for

MACRO_FROM = 0.25
"""Magnification that usual lenses do not reach without an extension ring."""
FARTHER_BY = 1.1
LIGHT = (
    (
        "weld beads",
        "a diffuse ring or dome light: direct light on the ripples gives highlights that look like defects;",
    ),
    ("", "for cracks and undercuts a bar light from the side, 10 to 30 degrees above the sheet: they throw shadows"),
    ("wood", "even light from two sides, 45 degrees, diffuse; for dents and scratches one side only, at a low angle"),
    (
        "machined metal",
        "for pits and stains a dome or a diffuse coaxial light: the metal is bright, what is on it dark;",
    ),
    ("", "for scratches and burrs a low ring light (dark field): the metal is dark, scratches are bright"),
    ("always", "keep daylight and lamps of the hall off with a hood; lock exposure, gain, white balance and focus"),
)
"""What to begin with. Which light shows a defect is only known when it has been tried on a part that has it."""


def advise(
    smallest_defect: Annotated[float, typer.Option(help="Smallest defect that must be found, in mm.")],
    field: Annotated[str, typer.Option(help="What one picture must show, width x height in mm, as 200x150.")],
    distance: Annotated[float | None, typer.Option(help="From camera to part in mm, where it is given.")] = None,
    speed: Annotated[float | None, typer.Option(help="How fast parts move while they are exposed, in mm/s.")] = None,
) -> None:
    """Say which sensor, lens, distance, aperture and light find the smallest defect in the field."""
    try:
        advice = advice_for(smallest_defect, _field(field), distance, speed)
    except ValueError as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(2) from error
    rows = [
        *_camera_rows(advice, smallest_defect),
        *_lens_rows(advice, distance),
        ("webcam, phone", _webcam(advice)),
        *((f"light: {what}" if what else "", how) for what, how in LIGHT),
    ]
    width = max(len(name) for name, _ in rows)
    for name, what in rows:
        typer.echo(f"{name:{width}}  {what}")


def _field(text: str) -> tuple[float, float]:
    match = re.fullmatch(r"\s*([\d.,]+)\s*[xX×*]\s*([\d.,]+)\s*(?:mm)?\s*", text)
    try:
        if match is None:
            raise ValueError
        return float(match[1].replace(",", ".")), float(match[2].replace(",", "."))
    except ValueError:
        raise ValueError(f"expected the field as width x height in mm, like 200x150, got {text!r}") from None


def _camera_rows(advice: Advice, defect_mm: float) -> list[tuple[str, str]]:
    sensor = advice.sensor
    rows = [
        (
            "picture",
            f"{_wh(advice.good_wh_px)} px for {GOOD_PX_PER_DEFECT:g} px across {defect_mm:g} mm; at least "
            f"{_wh(advice.least_wh_px)} px for {LEAST_PX_PER_DEFECT:g}",
        ),
        (
            "sensor",
            f"{sensor.megapixels:.1f} megapixels, {sensor.optical_format}, like Sony {sensor.name} "
            f"({sensor.width_px} x {sensor.height_px} px of {sensor.pixel_um:g} µm): {advice.px_per_mm:.1f} px/mm, "
            f"{advice.px_per_defect:.1f} px across {defect_mm:g} mm",
        ),
    ]
    if sensor.rolling:
        rows.append(("", "its shutter is a rolling one: parts must lie still"))
    if advice.pictures_wh != (1, 1):
        n = math.prod(advice.pictures_wh)
        seen = f"{advice.picture_field_wh_mm[0]:.0f} x {advice.picture_field_wh_mm[1]:.0f} mm"
        rows.append(
            ("pictures", f"no usual sensor sees the field at once: {n} pictures ({_wh(advice.pictures_wh)}) of {seen}")
        )
    elif advice.px_per_defect < GOOD_PX_PER_DEFECT:
        rows.append(("", f"just enough: light and focus must be good; a smaller field gives {GOOD_PX_PER_DEFECT:g} px"))
    return rows


def _lens_rows(advice: Advice, asked_mm: float | None) -> list[tuple[str, str]]:
    lens = f"{advice.focal_length_mm:g} mm, C mount, made for {advice.sensor.optical_format} or larger and "
    lens += f"{advice.sensor.pixel_um:g} µm pixels"
    distance = f"about {advice.distance_mm:.0f} mm from lens to part"
    if asked_mm is not None and asked_mm > advice.distance_mm * FARTHER_BY:
        distance += f": from {asked_mm:g} mm no usual lens fills the picture with the field"
    rows = [("lens", lens), ("distance", distance)]
    if advice.magnification > MACRO_FROM:
        rows.append(("", "so near usual lenses need an extension ring; a macro or telecentric lens is better"))
    rows.append(("aperture", _aperture(advice)))
    if advice.exposure_limit_us is not None:
        rows.append(("exposure", f"at most {advice.exposure_limit_us:.0f} µs, or the movement blurs more than a pixel"))
    return rows


def _aperture(advice: Advice) -> str:
    sharp = f"f/{advice.f_number:g}: sharp over {advice.depth_mm:.2g} mm of height"
    smaller = next((stop for stop in STOPS if stop >= 2 * advice.f_number), None)
    if smaller is None:
        return sharp
    depth_mm = depth_of_field_mm(smaller, advice.sensor.pixel_um, advice.magnification)
    return f"{sharp}; f/{smaller:g}: {depth_mm:.2g} mm, a little softer, needs four times the light"


def _webcam(advice: Advice) -> str:
    if advice.webcam_wh_px is None:
        return "none: too few pixels for this field, or no focus so near"
    return f"one with {_wh(advice.webcam_wh_px)} px will do to begin with, if its focus and exposure can be locked"


def _wh(size: tuple[int, int]) -> str:
    return f"{size[0]} x {size[1]}"
