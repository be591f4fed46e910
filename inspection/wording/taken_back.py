"""What is said of a part that was taken back."""

from typing import assert_never

from inspection.language import Language, catalog
from inspection.withdrawal import WhyWithdrawn
from inspection.wording.words import LOCALE


def why_taken_back(why: WhyWithdrawn, language: Language) -> str:
    """Why a part was taken back, in the words of who did it.

    >>> [why_taken_back(why, "de") for why in WhyWithdrawn]
    ['lag falsch', 'falsches Teil', 'aus Versehen gedrückt']
    """
    _ = catalog(LOCALE, language).gettext
    match why:
        case WhyWithdrawn.LAY_WRONG:
            return _("it lay wrong")
        case WhyWithdrawn.OTHER_PART:
            return _("it was another part")
        case WhyWithdrawn.BY_MISTAKE:
            return _("pressed by mistake")
        case _:
            assert_never(why)


def does_not_count(language: Language) -> str:
    """What stands beside such a part's verdict.

    >>> does_not_count("de")
    'Zurückgenommen: zählt nicht'
    """
    _ = catalog(LOCALE, language).gettext
    return _("Taken back: does not count")
