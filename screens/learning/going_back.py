"""One step back: the model before judges again, with one click."""

from functools import partial

import streamlit as st

from inspection.errors import ModelRefused
from inspection.language import Language
from inspection.model_book.active import active_models
from inspection.override import Role as Speaker
from screens.host import StationHost, at_work
from screens.learning.candidates import Slot
from screens.setup.acting import Said, attempt
from screens.setup.notice import Notice
from screens.texts import translator


def going_back(slot: Slot, place: str, language: Language) -> None:
    """The button, where there is something to go back to."""
    _ = translator(language)
    if slot.before is None or slot.active is None:
        return
    st.button(
        _("One step back: {model} judges again").format(model=slot.before),
        key=f"learn_back_{slot.name}",
        on_click=attempt,
        args=(place, partial(_go_back, slot.name, slot.active.now.manifest_sha256)),
        width="stretch",
    )


def _go_back(slot: str, seen_sha256: str) -> Said:
    """Back from the model that was on the page; a second click finds another one there, and changes nothing."""
    from inspection.model_book.changing import roll_back
    from inspection.model_book.verifying import refuse_unsound

    host = at_work()
    now = active_models(host.home).slots.get(slot)
    if now is not None and now.now.manifest_sha256 != seen_sha256:
        return partial(_said_back, now.now.model)
    try:
        change = roll_back(host.home, refuse_unsound, slot, role=Speaker.MASTER)
        model = change.now.now.model if change.now else slot
        take_up(host, slot, "model-rolled-back", f"{change}, {Speaker.MASTER}: -")
    except ModelRefused as error:
        return partial(said_refused, str(error))
    return partial(_said_back, model)


def take_up(host: StationHost, slot: str, code: str, detail: str) -> None:
    """Judge by it from the next part on, and record it. Raises ModelRefused."""
    from inspection.station.model_change import take_up_active_model

    if host.station is not None:
        take_up_active_model(host.station, slot, code, detail)


def said_refused(detail: str, language: Language) -> Notice:
    """The change was refused, or the station could not take the model up."""
    _ = translator(language)
    title = _("This model cannot judge now.")
    return Notice(kind="bad", title=title, text=_("The station judges on with the model that it has."), detail=detail)


def _said_back(model: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("{model} judges again").format(model=model))
