"""Which model judges, which others there are, what each was taught on, and the way back to the one before."""

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from inspection.errors import ModelRefused
from inspection.language import Language, number
from inspection.model_book.active import Active, active_models
from inspection.model_book.listing import ModelEntry, all_entries
from inspection.model_book.telling import card_of, kind_word
from inspection.override import Role as Speaker
from inspection.override import WhyOverridden
from inspection.people import Role
from inspection.wording import class_word
from screens.access import visitor
from screens.host import StationHost, at_work
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.times import moment_text
from screens.system.blocks import show_facts
from screens.texts import translator

PLACE = "system_models"


def models_section(host: StationHost, language: Language) -> None:
    """The models in use first, then the others."""
    _ = translator(language)
    show_said(PLACE, language)
    try:
        entries, slots = all_entries(host.home), active_models(host.home).slots
    except ModelRefused as error:
        show(Notice(kind="bad", title=_("Nobody knows which model is meant to judge"), detail=str(error)), language)
        _way_back("", None, language)
        return
    judging = _judging(host)
    shown = [entry for entry in entries if entry.kind in ("detector", "good-only", "unreadable")]
    for entry in sorted(shown, key=lambda one: (not judging & set(one.slots), not one.slots, one.name)):
        _card(entry, judging, slots, language)
    if any("map50" in entry.figures for entry in shown):
        show_words(
            _(
                "Accuracy: how well a model finds and names defects on pictures that it has never seen. 100 would be "
                "every defect found, none missed, none made up. It holds for pictures like those it was checked on."
            )
        )


def _judging(host: StationHost) -> set[str]:
    recipe = host.station.recipe if host.station else None
    return {slot for slot in (recipe.model, recipe.good_only) if slot} if recipe else set()


def _card(entry: ModelEntry, judging: set[str], slots: Mapping[str, Active], language: Language) -> None:
    _ = translator(language)
    mark = _("judges now") if judging & set(entry.slots) else _("in use") if entry.slots else ""
    since = [slots[slot].since for slot in entry.slots if slot in slots]
    version = _("Version")
    title = entry.name if entry.version is None else f"{entry.name} · {version} {entry.version}"
    show_facts(
        title,
        (
            (_("Kind"), kind_word(entry.kind, language)),
            (_("Judges since"), moment_text(since[0], language) if since else ""),
            (_("Finds"), ", ".join(class_word(name, language) for name in entry.classes)),
            (_("Taught on"), "; ".join(entry.trained_on).replace("`", "")),
            (_("Accuracy"), accuracy(entry.figures, language)),
            (_("Slipped through"), _share(entry.figures, "escape_rate", _("of the bad parts"), language)),
            (_("False alarm"), _share(entry.figures, "false_reject_rate", _("of the good parts"), language)),
            (_("Licence"), entry.licence or ""),
            (_("Problem"), entry.problem or ""),
        ),
        mark,
    )
    if limits := limits_of(card_of(entry.path) or ""):
        with st.expander(_("What {name} cannot do").format(name=entry.name)):
            items = "".join(f"<li>{escape(limit)}</li>" for limit in limits)
            st.html(f'<ul class="mb-limits" lang="en">{items}</ul>')
    for slot in entry.slots:
        if slot in slots and slots[slot].previous is not None and visitor().may(Role.MASTER):
            _way_back(slot, slots[slot], language)


def accuracy(figures: Mapping[str, float], language: Language) -> str:
    """The figure in words; "" where nothing was measured.

    >>> accuracy({"map50": 0.758}, "de")
    '76 von 100'
    """
    _ = translator(language)
    return _("{value} of 100").format(value=round(100 * figures["map50"])) if "map50" in figures else ""


def _share(figures: Mapping[str, float], name: str, of_what: str, language: Language) -> str:
    return f"{number(100 * figures[name], language, 1)} % {of_what}" if name in figures else ""


def limits_of(card: str) -> list[str]:
    """What a model's card says under "Limits", line by line, as plain text.

    >>> limits_of("# Model\\n\\n## Limits\\n\\n- One timber.\\n- Never for **strength**.\\n\\n## More\\n- x")
    ['One timber.', 'Never for strength.']
    """
    _before, found, rest = card.partition("\n## Limits\n")
    lines = rest.partition("\n## ")[0].splitlines() if found else []
    return [line[2:].replace("**", "").replace("`", "") for line in lines if line.startswith("- ")]


def _way_back(slot: str, active: Active | None, language: Language) -> None:
    """Asks for a reason and a second word before anything changes."""
    _ = translator(language)
    before = active.previous.model if active and active.previous else ""
    with st.popover(_("Back to the model before"), key=f"mb_back_{slot or 'all'}"):
        if before:
            show_words(_("From the next part on {model} judges again.").format(model=before))
        st.text_input(_("Why?"), key=f"back_reason_{slot}", max_chars=500)
        yes = _("Yes, go back")
        st.button(yes, key=f"back_{slot}", type="primary", on_click=attempt, args=(PLACE, partial(_go_back, slot)))


def _go_back(slot: str) -> Said:
    reason = " ".join(st.session_state[f"back_reason_{slot}"].split())
    try:
        TypeAdapter(WhyOverridden).validate_python(reason)
    except ValidationError:
        return _said_why_not
    from inspection.model_book.changing import roll_back
    from inspection.model_book.verifying import refuse_unsound
    from inspection.station.model_change import take_up_active_model

    host = at_work()
    change = roll_back(host.home, refuse_unsound, slot or None, role=Speaker.MASTER, reason=reason)
    if host.station is not None:
        take_up_active_model(host.station, change.slot, "model-rolled-back", f"{change}, {Speaker.MASTER}: {reason}")
    return partial(_said_back, change.now.now.model if change.now else change.slot)


def _said_why_not(language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="bad", title=_("Please say why."))


def _said_back(model: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("{model} judges again").format(model=model))
