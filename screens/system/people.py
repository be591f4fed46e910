"""Who may log in: PINs are set, changed and removed by the master; nobody's name is needed."""

import uuid
from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from inspection.errors import InspectionError, PinRefused
from inspection.language import Language
from inspection.people import Entry, PinProblem, Role, add_pin, change_pin, problem_sentence, remove_pin, role_word
from inspection.people.problem import refused
from screens.access import visitor
from screens.access.visiting import login_address
from screens.host import StationHost, at_work
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.times import day_text
from screens.texts import translator

PLACE = "system_people"
_TOKEN, _CHANGING, _REMOVING = "people_token", "people_changing", "people_removing"


def people_section(host: StationHost, language: Language) -> None:
    """Who is logged in here, who may log in, and for the master the forms."""
    _ = translator(language)
    _who_is_here(language)
    try:
        people = host.door.people
    except InspectionError as error:
        show(Notice(kind="bad", title=_("The file of PINs cannot be read."), detail=str(error)), language)
        return
    show_said(PLACE, language)
    if not people.entries:
        show_words(_("At this computer everybody may do everything, until the master sets a PIN."))
    is_master = visitor().may(Role.MASTER)
    for entry in people.entries:
        _row(entry, language, is_master=is_master)
    if is_master:
        _add_form(language, first=not people.entries)


def _who_is_here(language: Language) -> None:
    _ = translator(language)
    who = visitor()
    if who.label is not None:
        text, link = _("Logged in here: {label}").format(label=who.label), _("Log out, or somebody else")
    elif who.role is Role.OPERATOR:
        text, link = _("Nobody is logged in here: this is for inspecting."), _("Log in")
    else:
        return
    address = escape(login_address(language))
    st.html(f'<p class="mb-here"><b>{escape(text)}</b><a href="{address}" target="_self">{escape(link)}</a></p>')


def _row(entry: Entry, language: Language, *, is_master: bool) -> None:
    _ = translator(language)
    since = _("PIN since {day}").format(day=day_text(entry.set_at, language))
    label, role = escape(entry.label), escape(role_word(entry.role, language))
    with st.container(key=f"mb_row_{entry.id}", horizontal=True):
        st.html(f'<p class="mb-entry"><b>{label}</b><span>{role} · {escape(since)}</span></p>')
        if is_master:
            change, remove = _("Change PIN"), _("Remove")
            st.button(change, key=f"change_{entry.id}", on_click=_open, args=(_CHANGING, entry.id), width="content")
            st.button(remove, key=f"remove_{entry.id}", on_click=_open, args=(_REMOVING, entry.id), width="content")
    if is_master and st.session_state.get(_CHANGING) == entry.id:
        with st.form("change_pin"):
            _pin_fields(language)
            act = partial(_change, entry.id)
            st.form_submit_button(_("Save the new PIN"), type="primary", on_click=_do, args=(act,))
    if is_master and st.session_state.get(_REMOVING) == entry.id:
        show_words(_("Remove “{label}”? Whoever is logged in by it is logged out.").format(label=entry.label))
        with st.container(horizontal=True):
            act = partial(_remove, entry.id)
            st.button(_("Yes, remove"), key="really_remove", type="primary", on_click=_do, args=(act,))
            st.button(_("No"), key="not_remove", on_click=_open, args=(_REMOVING, ""))


def _add_form(language: Language, *, first: bool) -> None:
    _ = translator(language)
    title = _("Set the master's PIN") if first else _("One more PIN")
    with st.expander(title, expanded=first), st.form("add_pin"):
        roles = [Role.MASTER] if first else list(Role)
        st.segmented_control(
            _("May do"),
            roles,
            default=roles[0],
            format_func=lambda role: role_word(role, language),
            key="pin_role",
            required=True,
        )
        show_words(_("Operators inspect. Trainees also look at review and system. The master decides and sets up."))
        st.text_input(_("Label at the login, e.g. Master 2 (no person's name)"), key="pin_label", max_chars=24)
        _pin_fields(language)
        act = partial(_add, language)
        st.form_submit_button(_("Set a PIN"), type="primary", on_click=_do, args=(act,))


def _pin_fields(language: Language) -> None:
    _ = translator(language)
    left, right = st.columns(2)
    left.text_input(_("New PIN, 4 to 12 digits"), type="password", key="pin_once", autocomplete="new-password")
    right.text_input(_("The same once more"), type="password", key="pin_twice", autocomplete="new-password")


def _open(which: str, entry_id: str) -> None:
    for one in (_CHANGING, _REMOVING):
        st.session_state.pop(one, None)
    st.session_state[which] = entry_id
    st.session_state[_TOKEN] = uuid.uuid4().hex


def _do(act: Callable[[], Said]) -> None:
    """Only the master, and once for a click however often it is made."""

    def once() -> Said:
        try:
            said = at_work().desk.once(st.session_state.setdefault(_TOKEN, uuid.uuid4().hex), act)
        except PinRefused as error:
            return partial(_said_refused, error.problem)
        for one in (_CHANGING, _REMOVING, _TOKEN):
            st.session_state.pop(one, None)
        return said

    attempt(PLACE, once)


def _typed_pin() -> str:
    once, twice = st.session_state["pin_once"], st.session_state["pin_twice"]
    if once != twice:
        raise refused(PinProblem.NOT_THE_SAME_TWICE)
    return str(once)


def _add(language: Language) -> Said:
    role = st.session_state["pin_role"]
    label = st.session_state["pin_label"].strip() or role_word(role, language)
    return partial(_said_set, add_pin(at_work().home, role, label, _typed_pin()).label)


def _change(entry_id: str) -> Said:
    return partial(_said_set, change_pin(at_work().home, entry_id, _typed_pin()).label)


def _remove(entry_id: str) -> Said:
    return partial(_said_removed, remove_pin(at_work().home, entry_id).label)


def _said_set(label: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("PIN set: {label}").format(label=label))


def _said_removed(label: str, language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("PIN removed: {label}").format(label=label))


def _said_refused(problem: PinProblem, language: Language) -> Notice:
    return Notice(kind="bad", title=problem_sentence(problem, language))
