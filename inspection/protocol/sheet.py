"""An A4 page with what a protocol is made of: headings, facts, tables, boxes. Import this module inside functions:
it loads fpdf2.

Every text goes through `printable`, so nothing that stands in a record can fail to print.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout, TableCellFillMode, VAlign, XPos, YPos

from inspection.protocol.printable import ENCODING, printable

FONT: Final = "Helvetica"
MARGIN_MM: Final = 16.0
WIDTH_MM: Final = 210 - 2 * MARGIN_MM
LINE_MM: Final = 4.2
GREY: Final = (95, 95, 95)
PALE: Final = (238, 240, 242)
_SIZE: Final = 8.5
_BLANK_MM: Final = 7.0
Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A framed box: a heading, a large word in a colour, lines below it.

    In place of the word there may be `ticks`, each with a square to tick, and below the lines `blanks`, each a name
    with a line to write on.
    """

    heading: str
    rgb: Rgb
    word: str = ""
    lines: Sequence[str] = ()
    ticks: Sequence[str] = ()
    blanks: Sequence[str] = ()


class Sheet(FPDF):
    """The pages of one protocol. The same calls give the same bytes."""

    def __init__(self, *, footer: str, page_text: str, made_at: datetime, title: str, language: str) -> None:
        """`page_text` has the places {page} and {pages}; `made_at` is written as the time of making."""
        super().__init__(orientation="P", unit="mm", format="A4")
        self._footer, self._page_text = printable(footer, 120), page_text
        self.core_fonts_encoding = ENCODING
        self.set_creation_date(made_at)
        self.set_title(printable(title))
        self.set_lang(language)
        self.set_margin(MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=20)
        self.set_font(FONT, size=_SIZE)

    def footer(self) -> None:
        """What stands below every page."""
        self.set_y(-13)
        self.set_font(FONT, size=7)
        self.set_text_color(*GREY)
        pages = self.str_alias_nb_pages or "{nb}"
        number = self._page_text.format(page=self.page_no(), pages=pages)
        self.cell(WIDTH_MM - 40, 5, self._footer)
        self.cell(40, 5, number, align="R")
        self.set_text_color(0)

    def heading(self, text: str, size: float = 11) -> None:
        """A heading that stays together with what follows it."""
        self.room(size + 14)
        self.ln(2.5)
        self.set_font(FONT, "B", size)
        self.multi_cell(WIDTH_MM, size * 0.5, printable(text, 160), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.set_font(FONT, size=_SIZE)
        self.ln(0.8)

    def text_line(self, text: str, *, grey: bool = False, indent_mm: float = 0) -> None:
        """A paragraph."""
        self.set_text_color(*(GREY if grey else (0, 0, 0)))
        self.set_x(MARGIN_MM + indent_mm)
        width = WIDTH_MM - indent_mm
        self.multi_cell(width, LINE_MM, printable(text, 2000), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
        self.set_text_color(0)

    def bullets(self, texts: Sequence[str]) -> None:
        """Paragraphs, each with a dash before it."""
        for text in texts:
            self.room(LINE_MM)
            self.set_x(MARGIN_MM)
            self.cell(4, LINE_MM, "–")
            self.text_line(text, indent_mm=4)

    def facts(self, entries: Sequence[tuple[str, str]]) -> None:
        """Names and what is said of them, two beside each other."""
        pairs = [entry for entry in entries if entry[1]]
        if len(pairs) % 2:
            pairs.append(("", ""))
        rows = [(*pairs[i], *pairs[i + 1]) for i in range(0, len(pairs), 2)]
        widths = (24, WIDTH_MM / 2 - 24, 24, WIDTH_MM / 2 - 24)
        name = FontFace(color=GREY, size_pt=7.5)
        self.set_fill_color(255)  # a table fills its cells with the colour that was used last
        with self.table(
            col_widths=widths,
            first_row_as_headings=False,
            borders_layout=TableBordersLayout.NONE,
            line_height=LINE_MM - 0.3,
            text_align="LEFT",
            padding=(0.2, 1, 0.2, 0),
            v_align=VAlign.T,
        ) as table:
            for row in rows:
                line = table.row()
                for index, text in enumerate(row):
                    line.cell(printable(text, 200), style=name if index % 2 == 0 else None)

    def grid(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], longest: int = 300
    ) -> None:
        """A table whose headings stand on every page that it runs over; `widths` are shares.

        Where all headings are empty there is no such row. What is longer than `longest` letters in a cell is cut, and
        ends in "…".
        """
        self.set_font(FONT, size=7.5)
        self.set_fill_color(255)
        self.set_draw_color(190)
        self.set_line_width(0.2)
        has_headings = any(headings)
        with self.table(
            col_widths=tuple(widths),
            first_row_as_headings=has_headings,
            headings_style=FontFace(emphasis="BOLD", fill_color=PALE),
            cell_fill_mode=TableCellFillMode.NONE,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            line_height=LINE_MM - 0.5,
            text_align="LEFT",
            padding=(0.7, 1),
            v_align=VAlign.T,
        ) as table:
            for row in (headings, *rows) if has_headings else rows:
                line = table.row()
                for text in row:
                    line.cell(printable(text, longest))
        self.set_font(FONT, size=_SIZE)
        self.ln(1)

    def side_by_side(self, left: Box, right: Box) -> None:
        """Two boxes of one height."""
        width, gap = (WIDTH_MM - 4) / 2, 4
        height = max(self._box_height(box, width) for box in (left, right))
        self.room(height)
        top = self.get_y()
        for box, x in ((left, MARGIN_MM), (right, MARGIN_MM + width + gap)):
            self._box(box, x, top, width, height)
        self.set_xy(MARGIN_MM, top + height + 2)

    def rule(self, length_mm: float) -> None:
        """A line to write on."""
        self.set_draw_color(60)
        self.set_line_width(0.2)
        self.line(MARGIN_MM + 1, self.get_y(), MARGIN_MM + length_mm, self.get_y())
        self.ln(1)

    def room(self, height_mm: float) -> None:
        """Begin a new page where less than this is left on this one."""
        if self.will_page_break(height_mm):
            self.add_page()

    def _box_height(self, box: Box, width: float) -> float:
        self.set_font(FONT, size=_SIZE)
        heights = [
            self.multi_cell(width - 8, LINE_MM, printable(text), dry_run=True, output="HEIGHT", align="L")
            for text in box.lines
        ]
        return 17 + sum(cast(float, height) + 0.8 for height in heights) + _BLANK_MM * len(box.blanks)

    def _box(self, box: Box, x: float, y: float, width: float, height: float) -> None:
        self.set_draw_color(190)
        self.set_line_width(0.2)
        self.rect(x, y, width, height)
        self.set_fill_color(*box.rgb)
        self.rect(x, y, 1.6, height, style="F")
        self.set_xy(x + 4, y + 1.5)
        self.set_font(FONT, size=7.5)
        self.set_text_color(*GREY)
        self.cell(width - 6, LINE_MM, printable(box.heading, 60))
        self.set_xy(x + 4, y + 6)
        self.set_font(FONT, "B", 15)
        self.set_text_color(*box.rgb)
        self.cell(width - 6, 8, printable(box.word, 40))
        self._ticks(box.ticks, x + 4, y + 6)
        self.set_text_color(0)
        self.set_font(FONT, size=_SIZE)
        self.set_y(y + 15)
        for text in box.lines:
            self.set_x(x + 4)
            self.multi_cell(width - 8, LINE_MM, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
            self.set_y(self.get_y() + 0.8)
        for name in box.blanks:
            self._blank(name, x + 4, width - 8)

    def _ticks(self, words: Sequence[str], x: float, y: float) -> None:
        """Squares to tick, each with its word."""
        self.set_draw_color(60)
        self.set_line_width(0.35)
        for word in words:
            self.rect(x, y + 1.8, 4.6, 4.6)
            self.set_xy(x + 6, y)
            text = printable(word, 20)
            self.cell(self.get_string_width(text) + 9, 8, text)
            x = self.get_x()

    def _blank(self, name: str, x: float, width: float) -> None:
        """A name and a line to write on."""
        self.set_x(x)
        text = printable(name, 40)
        self.cell(width, _BLANK_MM - 1, text, new_y=YPos.NEXT)
        self.set_draw_color(120)
        self.set_line_width(0.2)
        self.line(x + self.get_string_width(text) + 3, self.get_y() - 1, x + width, self.get_y() - 1)
        self.set_y(self.get_y() + 1)
