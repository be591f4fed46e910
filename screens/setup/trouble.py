"""What went wrong while setting up, in words: what happened, what to do, and the technical message behind it."""

from camera.errors import CameraError
from inspection.calibration import refusal_sentence
from inspection.daily_check import DailyCheckError, problem_sentence
from inspection.errors import CalibrationRefused, RecipeInvalid, RecipeRefused
from inspection.language import Language
from inspection.locating import LocatingError
from inspection.locating.wording import problem_sentence as place_sentence
from inspection.recipe_book.wording import refusal_sentence as book_sentence
from inspection.verdict import Code, Reason
from inspection.wording import remedy, sentence
from screens.setup.notice import Notice
from screens.texts import translator


def trouble(error: Exception, language: Language) -> Notice:
    """The notice for an error of the library."""
    _ = translator(language)
    match error:
        case CalibrationRefused(refusal=refusal):
            return Notice(kind="bad", title=refusal_sentence(refusal, language))
        case CameraError():
            code = Code(error.code) if error.code in set(Code) else Code.CAMERA_ERROR
            title, text = sentence(Reason(code=code), language), remedy(code, language)
        case LocatingError():
            return Notice(kind="bad", title=place_sentence(error, language), detail=str(error))
        case DailyCheckError():
            return Notice(kind="bad", title=problem_sentence(error, language), detail=str(error))
        case RecipeRefused():
            title, text = _("Not saved."), book_sentence(error, language)
        case RecipeInvalid():
            title, text = _("This file cannot be used."), book_sentence(error, language)
        case _:
            title, text = _("It could not be saved."), _("Check the disk: is it full, or unplugged?")
    return Notice(kind="bad", title=title, text=text, detail=str(error))
