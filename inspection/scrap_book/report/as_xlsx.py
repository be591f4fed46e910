"""A report as a workbook with charts that the spreadsheet itself draws, so that they can be changed there."""

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from inspection.language import Language, catalog
from inspection.scrap_book.report.table import Cell, Kind, Table, defect_table, main_table
from inspection.scrap_book.report.value import By, ScrapReport
from inspection.scrap_book.report.words import asked_texts, notes, period_text
from inspection.spreadsheet import is_risky
from inspection.wording import LOCALE

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FORMATS: Final = {Kind.TEXT: "@", Kind.COUNT: "#,##0", Kind.SHARE: "0.0%", Kind.MONEY: '#,##0.00 "€"'}
_ACCENT: Final = "#1F4E79"
_GREY: Final = "#8A8A8A"
_RED: Final = "#AF141E"
_RATE, _LOW, _HIGH = 7, 10, 11
"""Columns of the main table that the chart shows."""
_MOST_BARS: Final = 30


def as_xlsx(report: ScrapReport, language: Language) -> bytes:
    """Three sheets: what was asked and must be known, the rows with a chart, the defects with a Pareto chart."""
    from xlsxwriter import Workbook

    _ = catalog(LOCALE, language).gettext
    stored = io.BytesIO()
    book = Workbook(stored, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = (report.as_of or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": _("Scrap report"), "author": "Meisterblick", "created": made})
    looks = _Looks(book)
    _summary(looks, report, language)
    rows, defects = main_table(report, language), defect_table(report, language)
    sheet = _write(looks, _("Scrap"), rows)
    if rows.rows:
        sheet.insert_chart(len(rows.rows) + 4, 0, _rates(book, _("Scrap"), rows, report, language))
    sheet = _write(looks, _("Defects"), defects)
    if defects.rows:
        sheet.insert_chart(len(defects.rows) + 4, 0, _pareto(book, _("Defects"), defects, language))
    book.close()
    return stored.getvalue()


class _Looks:
    """A workbook and one format for all cells that look alike: it has room for few."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self._made: dict[tuple[Kind, bool, bool], Format] = {}

    def put(self, sheet: "Worksheet", at: tuple[int, int], cell: Cell, kind: Kind, *, bold: bool = False) -> None:
        """Write a cell of its kind; text that looks like a formula is marked as text, as by a leading apostrophe."""
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(*at, cell, self._look(kind, bold, is_risky(cell)))
        else:
            sheet.write_number(*at, cell / 100 if kind is Kind.MONEY else cell, self._look(kind, bold, False))

    def _look(self, kind: Kind, bold: bool, is_quoted: bool) -> "Format":
        key = (kind, bold, is_quoted)
        if key not in self._made:
            look = {"num_format": _FORMATS[kind], "bold": bold, "quote_prefix": is_quoted}
            self._made[key] = self.book.add_format(look)
        return self._made[key]


def _summary(looks: _Looks, report: ScrapReport, language: Language) -> None:
    _ = catalog(LOCALE, language).gettext
    sheet = looks.book.add_worksheet(_("Summary"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _("Scrap report"), looks.book.add_format({"bold": True, "font_size": 16}))
    facts = [(_("Period"), period_text(report, language)), *asked_texts(report, language)]
    for line, (name, said) in enumerate(facts, 2):
        sheet.write_string(line, 0, name)
        looks.put(sheet, (line, 1), said, Kind.TEXT)
    wrapped = looks.book.add_format({"text_wrap": True, "valign": "top"})
    for line, note in enumerate(notes(report, language), len(facts) + 3):
        sheet.write_string(line, 1, note, wrapped)


def _write(looks: _Looks, name: str, table: Table) -> "Worksheet":
    sheet = looks.book.add_worksheet(name)
    head = looks.book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.heading, head)
        sheet.set_column(place, place, 24 if place == 0 else 40 if column.kind is Kind.TEXT else 12)
        for line, row in enumerate(table.rows, 1):
            looks.put(sheet, (line, place), row[place], column.kind)
        if table.total is not None:
            looks.put(sheet, (len(table.rows) + 1, place), table.total[place], column.kind, bold=True)
    return sheet


def _rates(book: "Workbook", sheet: str, table: Table, report: ScrapReport, language: Language) -> Any:
    """The scrap rate with what is usual for so many parts: a line over time, else columns."""
    _ = catalog(LOCALE, language).gettext
    over_time = report.by is By.DAY
    chart = book.add_chart({"type": "line" if over_time else "column"})
    last = len(table.rows) if over_time else min(len(table.rows), _MOST_BARS)
    names = [sheet, 1, 0, last, 0]
    marker = {"type": "circle", "size": 5, "fill": {"color": _ACCENT}, "border": {"color": _ACCENT}}
    look: dict[str, Any] = {"line": {"color": _ACCENT}, "marker": marker} if over_time else {"fill": {"color": _ACCENT}}
    chart.add_series({"name": _("Scrap rate"), "categories": names, "values": [sheet, 1, _RATE, last, _RATE], **look})
    limits = book.add_chart({"type": "line"})
    for name, place in ((_("usual from"), _LOW), (_("usual to"), _HIGH)):
        line = {"color": _GREY, "dash_type": "dash"}
        limits.add_series({"name": name, "categories": names, "values": [sheet, 1, place, last, place], "line": line})
    if report.by is not By.DEFECT:
        chart.combine(limits)
    chart.set_title({"name": _("Scrap rate")})
    chart.set_y_axis({"num_format": "0%", "min": 0})
    chart.set_size({"width": 960, "height": 380})
    return chart


def _pareto(book: "Workbook", sheet: str, table: Table, language: Language) -> Any:
    """Parts lost to each defect, and their share added up."""
    _ = catalog(LOCALE, language).gettext
    last = min(len(table.rows), _MOST_BARS)
    names = [sheet, 1, 0, last, 0]
    chart = book.add_chart({"type": "column"})
    lost = {"name": _("Parts lost"), "categories": names, "values": [sheet, 1, 1, last, 1], "fill": {"color": _ACCENT}}
    chart.add_series(lost)
    upto = book.add_chart({"type": "line"})
    line = {"color": _RED}
    share = {"name": _("added up"), "categories": names, "values": [sheet, 1, 5, last, 5], "line": line}
    upto.add_series({**share, "y2_axis": True})
    upto.set_y2_axis({"num_format": "0%", "min": 0, "max": 1})
    chart.combine(upto)
    chart.set_title({"name": _("Defects by parts lost")})
    chart.set_size({"width": 960, "height": 380})
    return chart
