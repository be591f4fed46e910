"""The report on scrap: one value, written as CSV, workbook, PDF or JSON. The same records give the same bytes."""

from inspection.scrap_book.report.building import scrap_report
from inspection.scrap_book.report.value import By, Remark, Row, ScrapReport
from inspection.scrap_book.report.writing import Format, written

__all__ = ["By", "Format", "Remark", "Row", "ScrapReport", "scrap_report", "written"]
