"""Figures in words: shares, sizes, names of classes."""

from inspection.language import Language, catalog, number
from inspection.rate import Rate
from inspection.wording import class_word
from training.data.health.wording import LOCALE
from training.judging.report import SizeBand


def percent(share: float, language: Language) -> str:
    """A share in percent, with one decimal.

    >>> percent(0.0192, "de")
    '1,9 %'
    """
    return f"{number(round(100 * share, 1), language)} %"


def precision(value: float, language: Language) -> str:
    """An average precision, 0 to 1, with three decimals.

    >>> precision(0.75, "de")
    '0,750'
    """
    text = f"{value:.3f}"
    return text if language == "en" else text.replace(".", ",")


def interval(rate: Rate, language: Language) -> str:
    """Where the true share lies."""
    _ = catalog(LOCALE, language).gettext
    return _("{low} to {high}").format(low=percent(rate.low, language), high=percent(rate.high, language))


def share(rate: Rate, language: Language) -> str:
    """A rate with its interval; a dash of none."""
    if rate.value is None:
        return "–"
    return f"{percent(rate.value, language)} ({interval(rate, language)})"


def sizes(band: SizeBand, language: Language) -> str:
    """From where to where a band goes, in pixels."""
    _ = catalog(LOCALE, language).gettext
    if band.below_px is None:
        return _("from {px} px on").format(px=number(band.from_px, language))
    return f"{number(band.from_px, language)}–{number(band.below_px, language)} px"


def name_of(class_name: str | None, language: Language) -> str:
    """The shop's word for a class, or for what is none."""
    _ = catalog(LOCALE, language).gettext
    return _("nothing") if class_name is None else class_word(class_name, language)
