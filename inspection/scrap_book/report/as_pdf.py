"""A report as PDF (A4): what was asked, what must be known, the figures, a chart, the rows, the defects."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from inspection.language import Language, catalog, number
from inspection.scrap_book.report.table import Cell, Kind, Table, defect_table, kept, main_table
from inspection.scrap_book.report.value import By, ScrapReport
from inspection.scrap_book.report.words import asked_texts, by_word, notes, period_text
from inspection.wording import LOCALE
from inspection.wording.amounts import euros, percent

if TYPE_CHECKING:
    from inspection.protocol.sheet import Sheet

_MAIN: Final = (0, 1, 3, 4, 5, 7, 8, 9, 12, 14)
_MAIN_WIDTHS: Final = (27, 16, 19, 19, 12, 26, 14, 14, 19, 32)
_DEFECT_WIDTHS: Final = (34, 19, 20, 20, 24, 20, 24, 20)
_MOST_ROWS: Final = 400
"""Rows that are printed; more are in the other formats. A year of days fits."""


def as_pdf(report: ScrapReport, language: Language, *, workshop: str = "") -> bytes:
    """The pages; times of making are that of the newest part, so the same records give the same bytes."""
    from inspection.protocol.sheet import Sheet
    from inspection.scrap_book.report.drawing import draw_rates

    _ = catalog(LOCALE, language).gettext
    title = _("Scrap report")
    sheet = Sheet(
        footer=f"{workshop} · {title}" if workshop else title,
        page_text=_("page {page} of {pages}"),
        made_at=(report.as_of or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC),
        title=title,
        language=language,
    )
    sheet.add_page()
    sheet.heading(title, 19)
    if workshop:
        sheet.text_line(workshop)
    sheet.facts(_facts(report, language))
    if said := notes(report, language):
        sheet.heading(_("To be known"))
        sheet.bullets(said)
    if any(row.scrap_rate is not None for row in report.rows):
        sheet.heading(_("Scrap rate"))
        draw_rates(sheet, report, language)
    sheet.heading(by_word(report.by, language))
    main = main_table(report, language)
    _grid(sheet, kept(main, _MAIN), _MAIN_WIDTHS, language)
    if report.defects and report.by is not By.DEFECT:
        sheet.heading(_("Defects"))
        _grid(sheet, defect_table(report, language), _DEFECT_WIDTHS, language)
    return bytes(sheet.output())


def _facts(report: ScrapReport, language: Language) -> list[tuple[str, str]]:
    """The figures of the whole."""
    _ = catalog(LOCALE, language).gettext
    total, rate = report.total, report.total.scrap_rate
    facts = [(_("Period"), period_text(report, language)), *asked_texts(report, language)]
    if rate is None or rate.value is None or total.n is None:
        return facts
    between = _("{low} to {high}").format(low=percent(rate.low, language), high=percent(rate.high, language))
    return [
        *facts,
        (_("Parts with a fate"), number(total.n, language)),
        (_("scrap"), number(total.scrap or 0, language)),
        (_("rework"), number(total.rework or 0, language)),
        (_("open"), number(total.open or 0, language)),
        (_("Scrap rate"), f"{percent(rate.value, language)} ({between})"),
        (_("Cost"), euros(total.cost_cents or 0, language)),
    ]


def _grid(sheet: "Sheet", table: Table, widths: Sequence[float], language: Language) -> None:
    _ = catalog(LOCALE, language).gettext
    kinds = [column.kind for column in table.columns]
    shown = [*table.rows[:_MOST_ROWS], *([table.total] if table.total else [])]
    texts = [[_text(cell, kind, language) for cell, kind in zip(row, kinds, strict=True)] for row in shown]
    sheet.grid([column.heading for column in table.columns], texts, widths)
    if (left := len(table.rows) - _MOST_ROWS) > 0:
        sheet.text_line(_("and {count} more rows: they are in the table as CSV").format(count=left))


def _text(cell: Cell, kind: Kind, language: Language) -> str:
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case _ if kind is Kind.SHARE:
            return percent(cell, language)
        case _ if kind is Kind.MONEY:
            return euros(int(cell), language)
        case _:
            return number(cell, language)
