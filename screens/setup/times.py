"""Days and times of day as they are shown."""

from datetime import date, datetime

from inspection.language import Language


def day_text(day: date | datetime, language: Language) -> str:
    """A day as the language writes it, where the station stands.

    >>> day_text(date(2026, 11, 21), "de"), day_text(date(2026, 11, 21), "en")
    ('21.11.2026', '21 Nov 2026')
    """
    from babel.dates import format_date

    local = day.astimezone() if isinstance(day, datetime) else day
    return format_date(local, format="medium", locale="de" if language == "de" else "en_GB")


def moment_text(moment: datetime, language: Language) -> str:
    """Day and time of day, where the station stands."""
    return f"{day_text(moment, language)}, {moment.astimezone():%H:%M}"
