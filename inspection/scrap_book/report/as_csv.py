"""A report as CSV, to be opened in a spreadsheet or read by a program."""

import csv
import io
from typing import Final

from inspection.language import Language
from inspection.scrap_book.report.table import Cell, Kind, main_table
from inspection.scrap_book.report.value import ScrapReport
from inspection.spreadsheet import harmless

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it, spreadsheets on Windows take ä for two other letters."""


def as_csv(report: ScrapReport, language: Language) -> bytes:
    """The rows of the report and their total, as UTF-8; in German with semicolons and decimal commas, as spreadsheets
    there expect. What is not known is an empty cell. Shares lie between 0 and 1.
    """
    table = main_table(report, language)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    writer.writerow([harmless(column.heading) for column in table.columns])
    kinds = [column.kind for column in table.columns]
    for row in (*table.rows, *([table.total] if table.total else [])):
        writer.writerow([_written(cell, kind, language) for cell, kind in zip(row, kinds, strict=True)])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _written(cell: Cell, kind: Kind, language: Language) -> str:
    match cell:
        case None:
            return ""
        case str():
            return harmless(cell)
        case _ if kind is Kind.SHARE:
            text = f"{cell:.6f}"
        case _ if kind is Kind.MONEY:
            text = f"{int(cell) // 100}.{int(cell) % 100:02}"
        case _:
            text = str(cell)
    return text.replace(".", ",") if language == "de" else text
