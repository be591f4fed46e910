"""Grades that the shop sorts its parts into, best first, each with its limits."""

from functools import partial

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from screens.host import StationHost
from screens.setup.notice import show_words
from screens.setup.part.draft import grade_group
from screens.setup.part.fields import is_hasty, put, value
from screens.setup.part.limit_rows import begin_rows
from screens.setup.part.limits_form import known_classes, limit_table
from screens.setup.part.problem import grade_word
from screens.texts import translator

_NAMES = "ABCDEFGH"


def grades_form(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    names: list[str] = value("grades")
    if not names:
        show_words(_("Parts are not sorted into grades. A part that misses the last grade is not in order."))
    classes = known_classes(station)
    for name in names:
        st.subheader(grade_word(name, language), anchor=False)
        limit_table(grade_group(name), classes, language)
    with st.container(horizontal=True):
        free = next((name for name in _NAMES if name not in names), None)
        if free is not None:
            label = _("Add grade {name}").format(name=free)
            st.button(label, key=f"grade_add_{free}", on_click=partial(_add, free, language))
        if names:
            label = _("Remove grade {name}").format(name=names[-1])
            st.button(label, key=f"grade_remove_{names[-1]}", on_click=partial(_remove, names[-1]))


def _add(name: str, language: Language) -> None:
    if name not in value("grades"):
        put("grades", [*value("grades"), name])
        begin_rows(grade_group(name), (), language)


def _remove(name: str) -> None:
    if is_hasty():
        return
    put("grades", [one for one in value("grades") if one != name])
