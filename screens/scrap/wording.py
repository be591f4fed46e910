"""Shares, counts, euros and days as the scrap book writes them."""

from datetime import date, datetime, time

from inspection.language import Language, number
from inspection.rate import Rate
from inspection.wording.amounts import percent
from screens.texts import translator


def share_words(rate: Rate, language: Language) -> str:
    """A share with its n and its interval.

    >>> share_words(Rate.of(81, 263), "de").replace("\\xa0", " ")
    '30,8 % (81 von 263), wahrscheinlich zwischen 25,5 % und 36,6 %'
    """
    _ = translator(language)
    if rate.value is None:
        return _("no parts")
    share = percent(rate.value, language)
    return f"{share} ({of_words(rate, language)}), {interval_words(rate, language)}"


def of_words(rate: Rate, language: Language) -> str:
    """So many of so many."""
    _ = translator(language)
    return _("{count} of {n}").format(count=number(rate.count, language), n=number(rate.n, language))


def interval_words(rate: Rate, language: Language) -> str:
    """Between what the share lies."""
    _ = translator(language)
    said = _("probably between {low} and {high}")
    return said.format(low=percent(rate.low, language), high=percent(rate.high, language))


def parts_word(count: int, language: Language) -> str:
    """So many parts."""
    _ = translator(language)
    return _("1 part") if count == 1 else _("{count} parts").format(count=number(count, language))


def short_day(day: date, language: Language) -> str:
    """A day under a chart.

    >>> short_day(date(2026, 11, 3), "de"), short_day(date(2026, 11, 3), "en")
    ('Di. 3.11.', 'Tue 3 Nov')
    """
    return _formatted(day, "EEE d.M." if language == "de" else "EEE d MMM", language)


def long_day(day: date, today: date, language: Language) -> str:
    """A day in a sentence; one of the last week by its name alone.

    >>> long_day(date(2026, 11, 17), date(2026, 11, 20), "de"), long_day(date(2026, 11, 3), date(2026, 11, 20), "de")
    ('Dienstag', 'Dienstag, 3. November')
    """
    days_ago = (today - day).days
    if 0 <= days_ago < _WEEK:
        return _formatted(day, "EEEE", language)
    this_year = "EEEE, d. MMMM" if language == "de" else "EEEE, d MMMM"
    return _formatted(day, this_year if day.year == today.year else f"{this_year} y", language)


def midnight(day: date) -> datetime:
    """When the day begins, where the station stands."""
    return datetime.combine(day, time()).astimezone()


_WEEK = 7


def _formatted(day: date, form: str, language: Language) -> str:
    from babel.dates import format_date

    return format_date(day, form, locale="de" if language == "de" else "en_GB")
