"""Why a PIN was not taken, in words."""

from enum import StrEnum
from typing import assert_never

from inspection.errors import PinRefused
from inspection.language import Language, catalog
from inspection.wording.words import LOCALE


class PinProblem(StrEnum):
    """What is wrong with a PIN, a label or a change of them."""

    NOT_DIGITS = "not-digits"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    SAME_DIGITS = "same-digits"
    RUN = "run"
    NOT_THE_SAME_TWICE = "not-the-same-twice"
    BAD_LABEL = "bad-label"
    MASTER_FIRST = "master-first"
    LAST_MASTER = "last-master"
    UNKNOWN = "unknown"


def refused(problem: PinProblem) -> PinRefused:
    """The error that says so."""
    return PinRefused(problem_sentence(problem, "en"), problem)


def problem_sentence(problem: PinProblem, language: Language) -> str:
    """What is wrong, and what to do.

    >>> problem_sentence(PinProblem.TOO_SHORT, "de")
    'Diese PIN ist zu kurz: mindestens 4 Ziffern.'
    """
    _ = catalog(LOCALE, language).gettext
    match problem:
        case PinProblem.NOT_DIGITS:
            return _("A PIN is made of the digits 0 to 9 only.")
        case PinProblem.TOO_SHORT:
            return _("This PIN is too short: at least 4 digits.")
        case PinProblem.TOO_LONG:
            return _("This PIN is too long: at most 12 digits.")
        case PinProblem.SAME_DIGITS:
            return _("This PIN is guessed at once: it repeats one or two digits. Choose another.")
        case PinProblem.RUN:
            return _("This PIN is guessed at once: its digits are in a row. Choose another.")
        case PinProblem.NOT_THE_SAME_TWICE:
            return _("The two PINs are not the same. Type them again.")
        case PinProblem.BAD_LABEL:
            return _("A label has 1 to 24 characters on one line, such as Master or Trainee 2.")
        case PinProblem.MASTER_FIRST:
            return _("First set a PIN for the master: somebody must be able to change the others.")
        case PinProblem.LAST_MASTER:
            return _("This is the only PIN of a master. Remove the others first, or set a second master's PIN.")
        case PinProblem.UNKNOWN:
            return _("This PIN is not there any more. Load the page again.")
        case _:
            assert_never(problem)
