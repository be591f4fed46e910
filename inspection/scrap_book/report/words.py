"""What a report on scrap says in words."""

from datetime import UTC, date, datetime
from typing import assert_never

from inspection.language import Language, catalog, number
from inspection.scrap_book.p_chart import Side
from inspection.scrap_book.report.value import By, Remark, Row, ScrapReport, Stretch
from inspection.wording import LOCALE, class_word


def by_word(by: By, language: Language) -> str:
    """What the rows are, as a heading."""
    _ = catalog(LOCALE, language).gettext
    match by:
        case By.PART:
            return _("Part")
        case By.ORDER:
            return _("Order")
        case By.MACHINE:
            return _("Machine")
        case By.DEFECT:
            return _("Kind of defect")
        case By.DAY:
            return _("Day")
        case _:
            assert_never(by)


def row_name(row: Row, by: By, language: Language) -> str:
    """What a row is about."""
    _ = catalog(LOCALE, language).gettext
    if row.first_day is not None and row.last_day is not None:
        return days_text(row.first_day, row.last_day, language)
    if row.groups > 1:
        return _("{count} small ones together").format(count=row.groups)
    if row.label is None:
        return _("not said")
    return class_word(row.label, language) if by is By.DEFECT else row.label


def remark_word(remark: Remark, row: Row, report: ScrapReport, language: Language) -> str:
    """A remark about a row."""
    _ = catalog(LOCALE, language).gettext
    match remark:
        case Remark.WITHHELD:
            return _("fewer than {size} parts: no figures").format(size=report.group_size)
        case Remark.JOINED:
            if row.first_day is not None:
                return _("days of fewer than {size} parts put together").format(size=report.group_size)
            return _("{count} of fewer than {size} parts each").format(count=row.groups, size=report.group_size)
        case Remark.TOO_FEW:
            return _("too few parts to rely on")
        case Remark.WORSE:
            return _("worse than usual") if row.first_day else _("worse than the average")
        case Remark.BETTER:
            return _("better than usual") if row.first_day else _("better than the average")
        case Remark.CLOCK_SET:
            return _("the clock was set")
        case _:
            assert_never(remark)


def period_text(report: ScrapReport, language: Language) -> str:
    """The days asked for."""
    _ = catalog(LOCALE, language).gettext
    match report.since, report.until:
        case None, None:
            return _("all that is recorded")
        case date() as since, None:
            return _("from {day} on").format(day=day_text(since, language))
        case None, date() as until:
            return _("up to {day}").format(day=day_text(until, language))
        case date() as since, date() as until:
            return days_text(since, until, language)
        case _:
            raise AssertionError("days are dates or nothing")


def asked_texts(report: ScrapReport, language: Language) -> tuple[tuple[str, str], ...]:
    """What the report is restricted to, each with its name."""
    _ = catalog(LOCALE, language).gettext
    names = {
        "part_type": _("Part"),
        "order": _("Order"),
        "machine": _("Machine"),
        "lot": _("Lot"),
        "material": _("Material batch"),
        "cause": _("Kind of defect"),
    }
    return tuple(
        (names[name], class_word(asked, language) if name == "cause" else asked) for name, asked in report.only.items()
    )


def notes(report: ScrapReport, language: Language) -> tuple[str, ...]:
    """What must be known about the numbers, one sentence each."""
    _ = catalog(LOCALE, language).gettext
    said = [stretch_text(stretch, language) for stretch in report.stretches]
    total = report.total
    if total.n is None:
        said.append(_("There are fewer than {size} parts: no figures.").format(size=report.group_size))
    elif Remark.TOO_FEW in total.remarks:
        said.append(_("{n} parts are too few to rely on the shares.").format(n=number(total.n, language)))
    if "cause" in report.only:
        said.append(_("Only parts with this kind of defect are counted: the shares are of these, not of all parts."))
    if total.assumed:
        said.append(
            _("Of {count} parts nobody said what became of them: what was rejected last counts as scrap.").format(
                count=number(total.assumed, language)
            )
        )
    if total.open:
        said.append(_("{count} parts are open: they are in no rate.").format(count=number(total.open, language)))
    if total.cost_unknown:
        said.append(
            _("The cost of {count} parts is not known, so the true sum is higher.").format(
                count=number(total.cost_unknown, language)
            )
        )
    jumped = _("The computer's clock was set: before entry {entry} it went from {before} to {after} (UTC).")
    said += [
        jumped.format(entry=jump.sequence, before=_minute(jump.before), after=_minute(jump.after))
        for jump in report.clock_jumps
    ]
    if report.strays:
        strays = _("{count} parts in between have a time outside of the period: they are missing here.")
        said.append(strays.format(count=number(report.strays, language)))
    return tuple(said)


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def stretch_text(stretch: Stretch, language: Language) -> str:
    """Days that are not as usual."""
    _ = catalog(LOCALE, language).gettext
    days = days_text(stretch.first_day, stretch.last_day, language)
    since = day_text(stretch.first_day, language)
    if stretch.is_going_on and max(stretch.rules) > 1:
        if stretch.side is Side.ABOVE:
            return _("Worse since {day}: too long for chance.").format(day=since)
        return _("Better since {day}: too long for chance.").format(day=since)
    if stretch.side is Side.ABOVE:
        return _("{days}: more scrap than chance explains.").format(days=days)
    return _("{days}: less scrap than chance explains.").format(days=days)


def day_text(day: date, language: Language) -> str:
    """A day as the language writes it.

    >>> day_text(date(2026, 3, 2), "de"), day_text(date(2026, 3, 2), "en")
    ('02.03.2026', '2026-03-02')
    """
    return f"{day:%d.%m.%Y}" if language == "de" else day.isoformat()


def days_text(first: date, last: date, language: Language) -> str:
    """A day, or the days from one to another."""
    texts = dict.fromkeys((day_text(first, language), day_text(last, language)))
    return " – ".join(texts)
