"""What is said to people about calibrations: why not, what would help, what was measured."""

import math
from typing import assert_never

from inspection.calibration.calibration import ByRuler, ByTarget, Calibration
from inspection.calibration.refusal import Problem, Refusal
from inspection.calibration.resolution import TooFine
from inspection.errors import CalibrationRefused
from inspection.language import Language, catalog
from inspection.scale import PlaneScale
from inspection.wording import LOCALE, characteristic_word


def refused(
    problem: Problem,
    *,
    view: int | None = None,
    value: float = 0,
    limit: float = 0,
    detail: str = "",
    expected: str = "",
) -> CalibrationRefused:
    """The error for a problem, with its sentence in English."""
    refusal = Refusal(problem=problem, view=view, value=value, limit=limit, detail=detail, expected=expected)
    return CalibrationRefused(refusal_sentence(refusal, "en"), refusal)


def refusal_sentence(refusal: Refusal, language: Language) -> str:
    """What happened, what was expected, and what to do next."""
    _ = catalog(LOCALE, language).gettext
    text = _template(refusal.problem, language).format(
        value=figure(refusal.value, language),
        limit=figure(refusal.limit, language),
        percent=figure(100 * refusal.value, language),
        percent_limit=figure(100 * refusal.limit, language),
        detail=refusal.detail,
        expected=refusal.expected,
    )
    return text if refusal.view is None else _("Picture {number}: {text}").format(number=refusal.view, text=text)


def advice_sentence(too_fine: TooFine, language: Language, width_px: int | None = None) -> str:
    """Why a limit cannot be checked and what would help; `width_px` is how many pixels the camera has across today."""
    _ = catalog(LOCALE, language).gettext
    up = math.ceil(too_fine.factor * 10 - 1e-9) / 10
    across = (
        _("a camera with {factor} times as many pixels across").format(factor=figure(up, language))
        if width_px is None
        else _("a camera with at least {across} pixels across").format(across=too_fine.pixels_across(width_px))
    )
    return _(
        "{characteristic} {limit}: that is only {spans} pixels of this picture, and {needed} are needed. "
        "What would help: {factor} times nearer, "
        "a lens of {factor} times the focal length (both show less of the part), or {across}. "
        "As it is, limits from {resolvable} on can be checked."
    ).format(
        characteristic=_capital(characteristic_word(too_fine.characteristic, language)),
        limit=_with_unit(figure(too_fine.limit_value, language), too_fine.unit),
        spans=figure(too_fine.spans_px, language),
        needed=figure(too_fine.needed_px, language),
        factor=figure(up, language),
        across=across,
        resolvable=_with_unit(figure(_upwards(too_fine.resolvable), language), too_fine.unit),
    )


def calibration_lines(calibration: Calibration, language: Language) -> tuple[str, ...]:
    """What a calibration says, line by line; uncertainties are expanded ones (k = 2)."""
    _ = catalog(LOCALE, language).gettext
    width, height = calibration.resolution_wh
    scale, at = calibration.scale, calibration.mm_per_px
    return (
        _("Camera {camera}, pictures of {width} × {height} pixels, calibrated on {date}").format(
            camera=calibration.camera_id, width=width, height=height, date=f"{calibration.made_at:%Y-%m-%d %H:%M} UTC"
        ),
        _("Scale: {centre} mm/px in the middle, {corners} mm/px in the corners").format(
            centre=_give_or_take(at.centre, 2 * scale.relative_uncertainty * at.centre, language),
            corners=" / ".join(figure(one, language, 3) for one in at.corners),
        ),
        _("A length is certain to ± {percent} % (k = 2)").format(
            percent=figure(200 * scale.relative_uncertainty, language)
        ),
        *_how(calibration, language),
    )


def figure(value: float, language: Language, digits: int = 2) -> str:
    """A number to so many significant digits, whole numbers in full.

    >>> figure(0.12345, "de"), figure(3.0, "de"), figure(1234.5, "de"), figure(9.97, "de")
    ('0,12', '3', '1234', '10')
    """
    if not math.isfinite(value) or value == 0:
        return f"{value:g}"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text and digits < 3 else text
    return text if language == "en" else text.replace(".", ",")


def _how(calibration: Calibration, language: Language) -> tuple[str, ...]:
    _ = catalog(LOCALE, language).gettext
    match calibration.made, calibration.scale:
        case ByRuler(length_mm=length_mm, from_px=a_px, to_px=b_px), _scale:
            text = _("By a ruler: {length} mm are {pixels} pixels; tilt and lens are not known")
            pixels = figure(math.dist(a_px, b_px), language, 4)
            return (text.format(length=figure(length_mm, language, 4), pixels=pixels),)
        case ByTarget() as made, PlaneScale() as plane:
            return _by_target(made, plane, language)
        case _:
            return ()


def _by_target(made: ByTarget, plane: PlaneScale, language: Language) -> tuple[str, ...]:
    _ = catalog(LOCALE, language).gettext
    distance = _("Distance {distance} mm, tilt {tilt}°")
    if made.focal_length == "assumed":
        distance = _("Distance {distance} mm, tilt {tilt}°: rough, one picture does not show them")
    ruler, cross = figure(made.measured_ruler_mm, language, 4), made.measured_cross_ruler_mm
    shares = made.shares
    return (
        distance.format(
            distance=_give_or_take(plane.distance_mm, 2 * made.distance_uncertainty_mm, language),
            tilt=figure(made.tilt_deg, language),
        ),
        _("By the target {target}; pictures: {views}, corners: {corners}, residual: {residual} px").format(
            target=made.target, views=made.views, corners=made.corners, residual=figure(made.residual_px, language)
        ),
        _("Printed ruler measured: {ruler} mm lengthways, not measured crossways").format(ruler=ruler)
        if cross is None
        else _("Printed rulers measured: {ruler} mm lengthways, {cross} mm crossways").format(
            ruler=ruler, cross=figure(cross, language, 4)
        ),
        _(
            "Shares (k = 1): corners and lens {corners} %, ruler {ruler} %, printer {aspect} %, paper {flatness} %"
        ).format(
            corners=figure(100 * shares.corners, language),
            ruler=figure(100 * shares.ruler, language),
            aspect=figure(100 * shares.aspect, language),
            flatness=figure(100 * shares.flatness, language),
        ),
    )


def _template(problem: Problem, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match problem:
        case Problem.NO_TARGET:
            return _("No target is to be seen. Lay it into the picture and at rest, focus, give light, avoid glare.")
        case Problem.TOO_FEW_CORNERS:
            return _(
                "Only {value} corners of the target were found, at least {limit} are needed. Show more of it, "
                "without glare, or print one with larger squares."
            )
        case Problem.TARGET_TOO_SMALL:
            return _(
                "The target fills {percent} % of the picture, at least {percent_limit} % are needed. "
                "Go nearer with it, or print a larger one."
            )
        case Problem.OUT_OF_FOCUS:
            return _(
                "It is out of focus: an edge is smeared over {value} px (standard deviation), at most {limit} px are "
                "good enough. Focus on the table and fix the ring."
            )
        case Problem.MOTION_BLUR:
            return _(
                "Target or camera moved: an edge is smeared over {value} px (standard deviation) in one direction, "
                "at most {limit} px are good enough. Rest the target on something, or give more light."
            )
        case Problem.OTHER_SIZE:
            return _(
                "It has {detail} pixels, the others have {expected}. Take all pictures with one camera and setting."
            )
        case Problem.OTHER_TARGET:
            return _("It shows the target {detail}, the others show {expected}. Use one target for all pictures.")
        case Problem.TOO_FEW_VIEWS:
            return _(
                "{value} pictures are too few for the lens. Take at least {limit}, or a single one of the target "
                "lying flat."
            )
        case Problem.VIEWS_ALIKE:
            return _(
                "The pictures are too much alike: the target was tilted by {value}° at most, at least {limit}° are "
                "needed. Tilt it to each side in turn."
            )
        case Problem.FIELD_NOT_COVERED:
            return _(
                "All pictures together show the target in {percent} % of the field, at least {percent_limit} % are "
                "needed. Bring it into every corner once."
            )
        case Problem.RESIDUAL_TOO_LARGE:
            return _(
                "The corners lie {value} px from where they should, at most {limit} px are good enough. "
                "Glue the target onto something flat and stiff, print a damaged one anew, and take the pictures again."
            )
        case Problem.SHEET_BENT:
            return _(
                "The target bulges by {value} mm, and {limit} mm were said. Glue it onto something flat and stiff, and "
                "take the pictures again."
            )
        case Problem.RULER_IMPLAUSIBLE:
            return _(
                "The printed line of {expected} mm cannot measure {value} mm. Print at actual size (100 %, do not "
                "fit to the page), and measure in millimetres."
            )
        case Problem.CLICKS_TOO_NEAR:
            return _(
                "The two points are {value} px apart, at least {limit} px are needed. Choose points that are further "
                "apart on the ruler."
            )
        case Problem.HEIGHT_UNKNOWN:
            return _(
                "A scale by ruler does not know how far the camera is, and cannot be used for a surface {value} mm "
                "higher. Lay the ruler onto that surface, or calibrate with the target."
            )
        case Problem.NOT_CALIBRATED:
            return _("The camera {detail} is not calibrated. Calibrate it: meisterblick calibrate.")
        case Problem.FILE_BROKEN:
            return _("The calibration in {detail} cannot be read. Calibrate the camera again.")
        case Problem.OTHER_CAMERA:
            return _("The calibration is for the camera {detail}, not for {expected}. Calibrate this camera.")
        case _:
            assert_never(problem)


def _give_or_take(value: float, spread: float, language: Language) -> str:
    """A value and its uncertainty to the same decimal, of which the uncertainty has one or two digits."""
    decimals = max(0, -math.floor(math.log10(spread))) if 0 < spread < math.inf else 4
    text = f"{value:.{decimals}f} ± {spread:.{decimals}f}"
    return text if language == "en" else text.replace(".", ",")


def _with_unit(text: str, unit: str) -> str:
    return f"{text}\N{NO-BREAK SPACE}{unit}"


def _upwards(value: float) -> float:
    """The next number with two digits that is not smaller."""
    step = 10.0 ** (math.floor(math.log10(value)) - 1)
    return math.ceil(value / step - 1e-9) * step


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
