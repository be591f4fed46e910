"""The shop's own limits as rows, and what may be there without any."""

from functools import partial

import streamlit as st

from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.finding import Characteristic, Unit
from inspection.language import Language
from inspection.places import find_model
from inspection.station import Station
from inspection.wording import characteristic_word, class_word
from inspection.wording.words import capital
from screens.host import StationHost
from screens.setup.part.draft import OWN_LIMITS, measures_in_mm
from screens.setup.part.fields import base, field
from screens.setup.part.limit_rows import (
    add_row,
    offered,
    remove_row,
    row_characteristic,
    row_field,
    row_numbers,
    unit_of,
)
from screens.setup.typing import text_field
from screens.texts import translator

_WIDTHS = (1, 3, 4, 2, 1, 3, 2)


def limits_form(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    classes = known_classes(station)
    limit_table(OWN_LIMITS, classes, language)
    st.pills(
        _("May be there without any limit"),
        classes,
        selection_mode="multi",
        format_func=partial(_class_label, language=language),
        key=field("accepted"),
        persist_state="session",
    )


def known_classes(station: Station) -> list[str]:
    """What the model can find, and whatever else the recipe names."""
    recipe = base() or station.recipe
    try:
        of_model = load_manifest(find_model(recipe.model, station.home)).classes
    except ModelRefused:
        of_model = ()
    named = (*(limit.class_name for limit in recipe.all_limits), *recipe.accepted)
    return list(dict.fromkeys((*of_model, *named)))


def limit_table(group: str, classes: list[str], language: Language) -> None:
    """The limits of a group, one in a row, and a button for another."""
    _ = translator(language)
    numbers = row_numbers(group)
    if numbers:
        headings = (_("counts"), _("Defect"), _("Measured"), _("Allowed"), "", _("Source"), "")
        with st.container(key=f"mb_limit_head_{group}"):
            for column, heading in zip(st.columns(_WIDTHS), headings, strict=True):
                column.caption(heading)
    for place, number in enumerate(numbers, start=1):
        with st.container(key=f"mb_limit_{group}_{number}"):
            _row(group, place, number, classes, language)
    st.button(_("Add a limit"), key=f"limit_add_{group}", on_click=partial(add_row, group, None, language))


def _row(group: str, place: int, number: int, classes: list[str], language: Language) -> None:
    _ = translator(language)
    in_mm = measures_in_mm()
    on, what, how, bound, unit, source, away = st.columns(_WIDTHS, vertical_alignment="center")
    row = partial(row_field, group, number)
    on.toggle(
        _("Limit {number} counts").format(number=place),
        key=row("on"),
        label_visibility="collapsed",
        persist_state="session",
    )
    what.selectbox(
        _("Defect of limit {number}").format(number=place),
        classes,
        index=None,
        format_func=partial(_class_label, language=language),
        key=row("class_name"),
        label_visibility="collapsed",
        placeholder=_("choose"),
        persist_state="session",
    )
    characteristic = row_characteristic(group, number)
    choices = offered(in_mm=in_mm)
    how.selectbox(
        _("Measured for limit {number}").format(number=place),
        choices if characteristic in choices else (*choices, characteristic),
        format_func=partial(_characteristic_label, language=language),
        key=row("characteristic"),
        label_visibility="collapsed",
        persist_state="session",
    )
    with bound:
        text_field(_("Allowed by limit {number}").format(number=place), row("bound"), hidden=True)
    unit.markdown(_unit_text(unit_of(characteristic, in_mm=in_mm)))
    with source:
        text_field(
            _("Source of limit {number}").format(number=place), row("source"), hidden=True, placeholder=_("own limit")
        )
    away.button(
        _("Remove"), key=f"limit_remove_{group}_{number}", on_click=partial(remove_row, group, number), width="stretch"
    )


def _unit_text(unit: Unit) -> str:
    return "×" if unit is Unit.ONE else str(unit)


def _class_label(class_name: str, language: Language) -> str:
    return capital(class_word(class_name, language))


def _characteristic_label(characteristic: Characteristic, language: Language) -> str:
    """A distance is limited from below."""
    _ = translator(language)
    word = characteristic_word(characteristic, language)
    template = _("{what}, at least") if characteristic is Characteristic.DISTANCE else _("{what}, at most")
    return template.format(what=word)
