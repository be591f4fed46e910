"""The scrap rate of each row as a drawing on paper: dots over time, bars for everything else. Import this inside
functions: it loads fpdf2."""

from collections.abc import Sequence
from typing import Final

from inspection.language import Language, catalog
from inspection.protocol.printable import printable
from inspection.protocol.sheet import FONT, GREY, MARGIN_MM, WIDTH_MM, Sheet
from inspection.scrap_book.report.value import By, Remark, Row, ScrapReport
from inspection.scrap_book.report.words import row_name
from inspection.wording import LOCALE
from inspection.wording.amounts import percent

_HEIGHT_MM: Final = 52.0
_LEFT_MM: Final = 13.0
_BAR_MM: Final = 5.0
_MOST_BARS: Final = 15
_ACCENT: Final = (31, 78, 121)
_PALE_ACCENT: Final = (140, 170, 200)
_RED: Final = (175, 20, 30)
_PALE_RED: Final = (225, 140, 145)
_BAND: Final = (226, 233, 240)


def draw_rates(sheet: Sheet, report: ScrapReport, language: Language) -> None:
    """The chart, and below it what it shows."""
    _ = catalog(LOCALE, language).gettext
    rows = [row for row in report.rows if row.scrap_rate is not None]
    if report.by is By.DAY:
        _over_time(sheet, rows, report, language)
        text = _("Each dot is the scrap rate of a day; within the band so many parts vary by themselves. Red: outside.")
    else:
        _bars(sheet, rows, report, language)
        text = _("The scrap rate, and as a line its 95 % interval. Red: more than chance explains.")
    sheet.set_font(FONT, size=7)
    sheet.text_line(text, grey=True)
    sheet.set_font(FONT, size=8.5)


def _over_time(sheet: Sheet, rows: Sequence[Row], report: ScrapReport, language: Language) -> None:
    sheet.room(_HEIGHT_MM + 8)
    top, left, width = sheet.get_y() + 2, MARGIN_MM + _LEFT_MM, WIDTH_MM - _LEFT_MM
    most = _ceiling(rows)
    step = width / len(rows)

    def y(share: float) -> float:
        return top + _HEIGHT_MM * (1 - min(share, most) / most)

    sheet.set_fill_color(*_BAND)
    for place, row in enumerate(rows):
        if row.usual_low is not None and row.usual_high is not None:
            high = y(row.usual_high)
            sheet.rect(left + place * step, high, step, y(row.usual_low) - high, style="F")
    _scale(sheet, top, left, width, most, language)
    if (rate := report.total.scrap_rate) is not None and rate.value is not None:
        sheet.set_draw_color(*_ACCENT)
        sheet.line(left, y(rate.value), left + width, y(rate.value))
    for place, row in enumerate(rows):
        out = Remark.WORSE in row.remarks or Remark.BETTER in row.remarks
        sheet.set_fill_color(*(_RED if out else _ACCENT))
        share, radius = (row.scrap_rate.value or 0.0) if row.scrap_rate else 0.0, 0.9 if out else 0.6
        sheet.circle(left + (place + 0.5) * step, y(share), radius, style="F")
    sheet.set_xy(left, top + _HEIGHT_MM + 1)
    sheet.set_font(FONT, size=7)
    sheet.cell(width / 2, 3.5, printable(row_name(rows[0], report.by, language)))
    sheet.cell(width / 2, 3.5, printable(row_name(rows[-1], report.by, language)), align="R")
    sheet.set_y(top + _HEIGHT_MM + 5.5)


def _scale(sheet: Sheet, top: float, left: float, width: float, most: float, language: Language) -> None:
    """Lines at nothing, half and the top, each with its share."""
    sheet.set_draw_color(200)
    sheet.set_line_width(0.15)
    sheet.set_font(FONT, size=7)
    sheet.set_text_color(*GREY)
    for part in (0.0, 0.5, 1.0):
        y = top + _HEIGHT_MM * (1 - part)
        sheet.line(left, y, left + width, y)
        sheet.set_xy(MARGIN_MM, y - 1.8)
        sheet.cell(_LEFT_MM - 1, 3.5, printable(percent(part * most, language)), align="R")
    sheet.set_text_color(0)


def _bars(sheet: Sheet, rows: Sequence[Row], report: ScrapReport, language: Language) -> None:
    shown, most = rows[:_MOST_BARS], _ceiling(rows[:_MOST_BARS])
    names, width = 44.0, WIDTH_MM - 60.0
    sheet.set_line_width(0.25)
    for row in shown:
        rate = row.scrap_rate
        if rate is None or rate.value is None:
            continue
        sheet.room(_BAR_MM + 1)
        y, left = sheet.get_y(), MARGIN_MM + names
        sheet.set_font(FONT, size=7.5)
        sheet.set_xy(MARGIN_MM, y)
        sheet.cell(names - 1, _BAR_MM, printable(row_name(row, report.by, language), 30))
        sheet.set_fill_color(*(_PALE_RED if Remark.WORSE in row.remarks else _PALE_ACCENT))
        sheet.rect(left, y + 0.9, max(width * rate.value / most, 0.2), _BAR_MM - 1.8, style="F")
        sheet.set_draw_color(0)
        middle, high = y + _BAR_MM / 2, min(rate.high, most)
        sheet.line(left + width * rate.low / most, middle, left + width * high / most, middle)
        sheet.set_xy(left + width + 1, y)
        sheet.cell(15, _BAR_MM, printable(percent(rate.value, language)), align="R")
        sheet.set_y(y + _BAR_MM)
    sheet.ln(1.5)


def _ceiling(rows: Sequence[Row]) -> float:
    """The share at the top of the chart: a little above the largest one, and above what is usual for most of them."""
    shares = [row.scrap_rate.value or 0.0 for row in rows if row.scrap_rate is not None]
    usual = sorted(row.usual_high for row in rows if row.usual_high is not None)
    often = usual[len(usual) // 2] if usual else 0.0
    return min(max(1.1 * max(shares, default=0.0), 1.2 * often, 0.01), 1.0)
