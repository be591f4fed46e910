"""What the faults are called, and what was done."""

from typing import assert_never

from inspection.demonstration import Fault, Learning
from inspection.language import Language
from screens.texts import translator


def fault_word(fault: Fault, language: Language) -> str:
    """What stands on its button."""
    _ = translator(language)
    match fault:
        case Fault.DIRTY_LENS:
            return _("Dirty lens")
        case Fault.LAMP_OUT:
            return _("Lamp out")
        case Fault.DEFOCUS:
            return _("Out of focus")
        case Fault.PART_SHIFTED:
            return _("Part shifted")
        case Fault.WRONG_PART:
            return _("Wrong part")
        case Fault.UNPLUGGED:
            return _("Camera unplugged")
        case unknown:
            assert_never(unknown)


def what_was_done(fault: Fault, language: Language) -> str:
    """In a sentence."""
    _ = translator(language)
    match fault:
        case Fault.DIRTY_LENS:
            return _("There is a film of grease on the lens.")
        case Fault.LAMP_OUT:
            return _("The lamp is switched off.")
        case Fault.DEFOCUS:
            return _("Somebody turned the lens: the picture is not sharp any more.")
        case Fault.PART_SHIFTED:
            return _("The part was pushed nearly out of the picture.")
        case Fault.WRONG_PART:
            return _("A part of another kind lies there.")
        case Fault.UNPLUGGED:
            return _("The camera's plug was pulled.")
        case unknown:
            assert_never(unknown)


def why_not_yet(learning: Learning, language: Language) -> str:
    """Why a wrong part cannot be shown yet; empty where it can."""
    _ = translator(language)
    match learning:
        case Learning.LEARNED:
            return ""
        case Learning.UNDER_WAY:
            return _("good parts are still being learned")
        case Learning.FAILED:
            return _("good parts could not be learned")
        case Learning.NOT_PLANNED:
            return _("good parts were never learned here")
        case unknown:
            assert_never(unknown)
