"""How the scale stands: measured or not, used by the recipe or not, fit for the camera's pictures or not."""

from dataclasses import dataclass

from camera.errors import CameraError
from inspection.calibration import Calibration, Problem, load_calibration, refusal_sentence
from inspection.errors import CalibrationRefused
from inspection.language import Language
from inspection.scale import CameraScale, MillimetreScale
from inspection.station import Station
from screens.setup.notice import Standing
from screens.setup.scale.words import fixed_scale_text, made_text
from screens.texts import translator


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleState:
    """What stands at the top of the step. `fixed_instead`: the recipe has a fixed scale and does not use this one."""

    kind: Standing
    words: str
    todo: str
    calibration: Calibration | None = None
    fixed_instead: bool = False


def scale_state(station: Station, language: Language) -> ScaleState:
    """How it stands now."""
    _ = translator(language)
    own = station.recipe.scale
    try:
        calibration = load_calibration(station.home, station.camera_id)
    except CalibrationRefused as error:
        return _uncalibrated(error, station, language)
    words = made_text(calibration, language)
    match own:
        case CameraScale():
            unfit = _unfit(calibration, own, station, language)
            todo = unfit or _("Measure it anew when camera, lens or distance were changed.")
            return ScaleState(kind="bad" if unfit else "good", words=words, todo=todo, calibration=calibration)
        case MillimetreScale():
            todo = _("But the recipe measures with a fixed scale of its own: {scale}.")
            todo = todo.format(scale=fixed_scale_text(own, language))
            return ScaleState(kind="open", words=words, todo=todo, calibration=calibration, fixed_instead=True)
        case _:
            todo = _("But the recipe measures in pixels: choose the camera's scale under “Limits”, and limits in mm.")
            return ScaleState(kind="open", words=words, todo=todo, calibration=calibration)


def _uncalibrated(error: CalibrationRefused, station: Station, language: Language) -> ScaleState:
    _ = translator(language)
    broken = error.refusal.problem is not Problem.NOT_CALIBRATED
    todo = _("Lay a ruler or the printed target under the camera.")
    if broken:
        todo = refusal_sentence(error.refusal, language)
    match station.recipe.scale:
        case MillimetreScale() as own:
            words = _("Scale: {scale}, as it stands in the recipe; this camera was never measured.")
            return ScaleState(kind="open", words=words.format(scale=fixed_scale_text(own, language)), todo=todo)
        case CameraScale():
            return ScaleState(kind="bad", words=_("Scale: not measured yet. No part is judged."), todo=todo)
        case _:
            return ScaleState(kind="open", words=_("Scale: not measured yet."), todo=todo)


def _unfit(calibration: Calibration, own: CameraScale, station: Station, language: Language) -> str:
    """Why nothing can be judged by this calibration; empty where it fits recipe and camera."""
    _ = translator(language)
    try:
        calibration.scale_at(own.surface_height_mm)
    except CalibrationRefused as error:
        return refusal_sentence(error.refusal, language)
    except ValueError:
        return _("The judged surface would lie behind the camera: see “Part and scale” under “Limits”.")
    try:
        frame = station.live_frame()
    except CameraError:  # the live picture says so
        return ""
    if calibration.resolution_wh == (frame.width_px, frame.height_px):
        return ""
    width, height = calibration.resolution_wh
    return _("It is for pictures of {then} pixels, and the camera now gives {now}. Measure it anew.").format(
        then=f"{width} × {height}", now=f"{frame.width_px} × {frame.height_px}"
    )
