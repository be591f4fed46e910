"""A report in the format asked for."""

from enum import StrEnum
from typing import assert_never

from inspection.language import Language
from inspection.scrap_book.report.value import ScrapReport


class Format(StrEnum):
    """What a report can be written as; the value is the ending of a file's name too."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSON = "json"


def written(report: ScrapReport, file_format: Format, language: Language) -> bytes:
    """The bytes of the file; the same report gives the same bytes. JSON has no language."""
    match file_format:
        case Format.CSV:
            from inspection.scrap_book.report.as_csv import as_csv

            return as_csv(report, language)
        case Format.XLSX:
            from inspection.scrap_book.report.as_xlsx import as_xlsx

            return as_xlsx(report, language)
        case Format.PDF:
            from inspection.scrap_book.report.as_pdf import as_pdf

            return as_pdf(report, language)
        case Format.JSON:
            return report.model_dump_json(indent=2).encode("utf-8") + b"\n"
        case _:
            assert_never(file_format)
