"""The sheet for the printer: a target true to scale, two rulers to check the printer by, and what to do with it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from inspection.calibration.target import PAPER_MM, RULER_MM, Target

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN_MM: Final = 8.0
_RULER_STRIP_MM: Final = 12.0
_TEXT_STRIP_MM: Final = 16.0
_TEXT_LINE_MM: Final = 2.9
_LINE_MM: Final = 0.2
_MADE_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)  # fixed: the same target gives the same bytes

_GERMAN: Final = (
    "In Originalgröße drucken (100 %). Diese Linien messen: Jede muss genau 100 mm lang sein; wenn nicht, beim "
    "Kalibrieren angeben, was gemessen wurde. Das Blatt auf etwas Ebenes, Steifes kleben."
)
_ENGLISH: Final = (
    "Print at actual size (100 %). Measure these lines: each must be exactly 100 mm; if not, enter what you measured "
    "when you calibrate. Glue the sheet onto something flat and stiff."
)


def target_pdf(target: Target) -> bytes:
    """The target as a PDF of one page, drawn as vectors; the same target gives the same bytes."""
    from fpdf import FPDF
    from fpdf.prefs import ViewerPreferences

    width, height = PAPER_MM[target.paper]
    pdf = FPDF(unit="mm", format=(width, height))
    pdf.set_creation_date(_MADE_AT)
    pdf.set_title(f"Meisterblick {target.name}")
    pdf.viewer_preferences = ViewerPreferences(print_scaling="None")
    pdf.set_margin(MARGIN_MM)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    left, top = board_origin_mm(target)
    with pdf.new_path() as black:  # one path: drawn one by one, neighbours would show a hairline between them
        black.style.fill_color, black.style.stroke_color, black.style.auto_close = "#000000", None, False
        for x, y, wide, high in target.black_mm():
            black.rectangle(left + x, top + y, wide, high)
    _rulers(pdf, height)
    _words(pdf, target, width, height)
    return bytes(pdf.output())


def board_origin_mm(target: Target) -> tuple[float, float]:
    """Where the board's top left corner lies on the sheet: right of one ruler, above the other, in the middle."""
    (width, height), (wide, high) = PAPER_MM[target.paper], target.size_mm
    free_left = MARGIN_MM + _RULER_STRIP_MM
    free_below = MARGIN_MM + _RULER_STRIP_MM + _TEXT_STRIP_MM
    left = free_left + (width - free_left - MARGIN_MM - wide) / 2
    return left, MARGIN_MM + (height - MARGIN_MM - free_below - high) / 2


def _rulers(pdf: "FPDF", height: float) -> None:
    """One along the sheet, one across: many printers stretch one direction more than the other."""
    pdf.set_line_width(_LINE_MM)
    x0, y0 = MARGIN_MM + _RULER_STRIP_MM, height - MARGIN_MM - _TEXT_STRIP_MM - 2
    x1, y1 = MARGIN_MM + 4, MARGIN_MM
    pdf.line(x0, y0, x0 + RULER_MM, y0)
    pdf.line(x1, y1, x1, y1 + RULER_MM)
    for step in range(11):
        at, tick = step * RULER_MM / 10, 5 if step in (0, 5, 10) else 3
        pdf.line(x0 + at, y0 - tick, x0 + at, y0)
        pdf.line(x1, y1 + at, x1 + tick, y1 + at)
    pdf.set_font("helvetica", size=7)
    pdf.text(x0 + RULER_MM + 2, y0, f"{RULER_MM:.0f} mm längs / lengthways")
    with pdf.rotation(90, x1 - 1, y1 + RULER_MM):
        pdf.text(x1 - 1, y1 + RULER_MM, f"{RULER_MM:.0f} mm quer / crossways")


def _words(pdf: "FPDF", target: Target, width: float, height: float) -> None:
    pdf.set_xy(MARGIN_MM, height - MARGIN_MM - _TEXT_STRIP_MM + 0.5)
    name = f"Meisterblick {target.name}, {target.columns} x {target.rows}"
    for text in (_GERMAN, _ENGLISH, name):
        pdf.multi_cell(width - 2 * MARGIN_MM, _TEXT_LINE_MM, text, new_x="LMARGIN", new_y="NEXT")
