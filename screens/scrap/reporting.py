"""The report to take along: the same parts that are asked for, as a table, a workbook or on paper."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.scrap_book.report import By, Format, scrap_report, written
from screens.scrap.shown import Shown
from screens.scrap.totals import show_totals
from screens.setup.notice import show_words
from screens.texts import translator

_MEDIA: Final[dict[Format, str]] = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
    Format.CSV: "text/csv",
}


def reporting(shown: Shown, language: Language) -> None:
    """The section."""
    _ = translator(language)
    show_totals(shown, language)
    words = {
        By.DAY: _("by day"),
        By.PART: _("by part"),
        By.ORDER: _("by order"),
        By.MACHINE: _("by machine"),
        By.DEFECT: _("by defect"),
    }
    by = st.segmented_control(
        _("Rows of the report"), list(words), default=By.DAY, format_func=lambda one: words[one], key="scrap_report_by"
    )
    labels = {Format.XLSX: _("Workbook (Excel)"), Format.PDF: _("On paper (PDF)"), Format.CSV: _("Table (CSV)")}
    with st.container(key="mb_report", horizontal=True):
        for file_format, label in labels.items():
            st.download_button(
                label,
                data=partial(_written, shown, by or By.DAY, file_format, language),
                file_name=_file_name(shown, by or By.DAY, file_format, language),
                mime=_MEDIA[file_format],
                key=f"scrap_report_{file_format.value}",
                on_click="ignore",
                width="stretch",
            )
    show_words(
        _("The report counts the parts that are chosen above. Groups of fewer than five parts are put together.")
    )


def _written(shown: Shown, by: By, file_format: Format, language: Language) -> bytes:
    """Is asked for when somebody saves the file."""
    return written(scrap_report(shown.everything, shown.asked.question(shown.today), by), file_format, language)


def _file_name(shown: Shown, by: By, file_format: Format, language: Language) -> str:
    _ = translator(language)
    first, last = shown.asked.days(shown.today)
    days = "_".join(day.isoformat() for day in (first, last) if day is not None)
    return "_".join(filter(None, (_("scrap-report"), by.value, days))) + f".{file_format.value}"
