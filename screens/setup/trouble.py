"""What went wrong while setting up, in words: what happened, what to do, and the technical message behind it."""

from camera.errors import CameraError
from inspection.calibration import refusal_sentence
from inspection.daily_check import NotComparable, ReferenceMissing, ReferenceRefused
from inspection.errors import CalibrationRefused, RecipeInvalid, RecipeRefused
from inspection.language import Language
from inspection.locating import LocatingError
from inspection.verdict import Code, Reason
from inspection.wording import remedy, sentence
from screens.texts import translator


def trouble(error: Exception, language: Language) -> tuple[str, str, str]:
    """Title, next step, technical message (empty where the title says it all)."""
    _ = translator(language)
    match error:
        case CalibrationRefused(refusal=refusal):
            return refusal_sentence(refusal, language), "", ""
        case CameraError():
            code = Code(error.code) if error.code in set(Code) else Code.CAMERA_ERROR
            return _of(code, error, language)
        case LocatingError():
            return _of(error.code, error, language)
        case ReferenceRefused():
            advice = _("Check light and focus, lay the reference under the camera so that all of it shows, try again.")
            return _("This picture cannot be the reference."), advice, str(error)
        case ReferenceMissing():
            return _("No reference has been taught yet."), _("Lay the reference under the camera and teach it."), ""
        case NotComparable():
            advice = _("Lay the same reference in the same place, with the same camera settings, then check again.")
            return _("This picture cannot be compared with the reference."), advice, str(error)
        case RecipeRefused():
            return _("Not saved."), "", str(error)
        case RecipeInvalid():
            return _("This file cannot be used."), "", str(error)
        case _:
            return _("It could not be saved."), _("Check the disk: is it full, or unplugged?"), str(error)


def _of(code: Code, error: Exception, language: Language) -> tuple[str, str, str]:
    return sentence(Reason(code=code), language), remedy(code, language), str(error)
