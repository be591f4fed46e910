"""What a part costs, filled in by the master: material and minutes, from which scrap becomes euros."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.people import Role
from inspection.scrap_book.costs import Costs, PartCost, load_costs, save_costs
from inspection.station import Station
from inspection.station.choosing import parts_to_choose
from inspection.wording.amounts import euros
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.host import StationHost
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show_words
from screens.setup.typing import parse_number, text_field, written
from screens.texts import translator

PLACE: Final = "scrap_costs"
_HOUR: Final = "scrap_cost_hour"
_FIELDS: Final = ("material", "minutes", "rework")
_CENTS: Final = 100
_MOST: Final = 1_000_000.0
"""Euros or minutes; more is a slip of the hand."""


def costs(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    if not visitor().may(Role.MASTER):
        st.html(asked_for_html(Role.MASTER, language))
        return
    known = load_costs(host.home)
    recipes = {recipe.part_type: recipe.title(language) for recipe in (*parts_to_choose(host.home), station.recipe)}
    show_said(PLACE, language)
    show_words(_("A part that is scrapped costs its material and the minutes of work in it; rework costs its minutes."))
    with st.container(key="mb_costs"):
        hour = written(known.hour_cents / _CENTS, language) if known.hour_cents else ""
        text_field(_("An hour of work, in euros"), _HOUR, hour)
        for part_type in sorted({*recipes, *known.parts}, key=lambda name: recipes.get(name, name)):
            _part(part_type, recipes.get(part_type, part_type), known, language)
        kinds = tuple(sorted({*recipes, *known.parts}))
        st.button(
            _("Save the costs"),
            key="scrap_costs_save",
            type="primary",
            on_click=attempt,
            args=(PLACE, partial(_save, host, kinds)),
        )
    show_words(
        _("What was said of a part keeps the cost of that day. What nobody has spoken about is counted with these.")
    )


def _part(part_type: str, title: str, known: Costs, language: Language) -> None:
    _ = translator(language)
    cost = known.parts.get(part_type)
    first = ("", "", "")
    if cost is not None:
        said = (cost.material_cents / _CENTS, cost.minutes, cost.rework_minutes)
        material, minutes, rework = (written(value, language) for value in said)
        first = (material, minutes, rework)
    labels = (_("Material, in euros"), _("Work until here, in minutes"), _("Rework, in minutes"))
    with st.container(key=f"mb_cost_{_plain(part_type)}", horizontal=True):
        st.html(f"<h3>{_escaped(title)}</h3>")
        for label, field, value in zip(labels, _FIELDS, first, strict=True):
            text_field(label, _key(part_type, field), value)
    if cost is not None and known.hour_cents:
        from inspection.disposition import Fate

        scrap, rework_cents = known.of(part_type, Fate.SCRAP), known.of(part_type, Fate.REWORK)
        text = _("A scrapped one costs {scrap}, rework {rework}.")
        show_words(text.format(scrap=euros(scrap or 0, language), rework=euros(rework_cents or 0, language)))


def _save(host: StationHost, kinds: tuple[str, ...]) -> Said:
    """Everything, or nothing where a field says no number."""
    hour = _number(_HOUR)
    fields = {kind: [_number(_key(kind, field)) for field in _FIELDS] for kind in kinds}
    if hour is None or any(value is None for values in fields.values() for value in values):
        return _said_wrong
    parts = {
        kind: PartCost(material_cents=_cents(values[0]), minutes=values[1] or 0, rework_minutes=values[2] or 0)
        for kind, values in fields.items()
        if any(st.session_state.get(_key(kind, field), "").strip() for field in _FIELDS)
    }
    save_costs(host.home, Costs(hour_cents=_cents(hour), parts=parts))
    if host.station is not None:
        host.station.note("costs-changed", ", ".join(sorted(parts)) or "none")
    return _said_saved


def _number(key: str) -> float | None:
    """What stands in the field; nothing is 0, and None is no number at all."""
    typed = st.session_state.get(key, "").strip().removesuffix("€").strip()
    value = parse_number(typed) if typed else 0.0
    return value if value is not None and 0 <= value <= _MOST else None


def _cents(euros_: float | None) -> int:
    return round((euros_ or 0) * _CENTS)


def _said_saved(language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("The costs are saved."))


def _said_wrong(language: Language) -> Notice:
    _ = translator(language)
    text = _("Each field takes a number that is not below 0, such as 12.50, or nothing.")
    return Notice(kind="bad", title=_("Not saved: one of the fields is no number."), text=text)


def _key(part_type: str, field: str) -> str:
    return f"scrap_cost_{part_type}_{field}"


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in name)


def _escaped(text: str) -> str:
    from html import escape

    return escape(text)
