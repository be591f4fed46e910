"""What is said to people about a drift: what changed, by how much, and what to do."""

from pathlib import Path
from typing import Final, assert_never

from inspection.daily_check.drift import Drift, Quantity
from inspection.language import Language, catalog

LOCALE: Final = Path(__file__).parent.parent / "locale"


def quantity_word(quantity: Quantity, language: Language) -> str:
    """The word for what was compared."""
    _ = catalog(LOCALE, language).gettext
    match quantity:
        case Quantity.LIGHT:
            return _("light")
        case Quantity.EVENNESS:
            return _("evenness of the light")
        case Quantity.FOCUS:
            return _("sharpness")
        case Quantity.RED:
            return _("colour, red")
        case Quantity.BLUE:
            return _("colour, blue")
        case Quantity.SCALE:
            return _("scale")
        case _:
            assert_never(quantity)


def drift_sentence(drift: Drift, language: Language) -> str:
    """One sentence about a drift, with what to do where it is beyond its margin."""
    return f"{quantity_word(drift.quantity, language)}: {drift.change:+.0%}"
