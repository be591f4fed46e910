"""What the menu says about PINs: logging in and out at its bottom, and a lock at rooms that ask for one."""

from html import escape

import streamlit as st

from inspection.errors import PeopleUnreadable
from inspection.language import Language
from inspection.people.role import Role
from screens.access.components import LogoutData, logout_button
from screens.access.visiting import asked_for, login_address, visitor
from screens.host import at_work
from screens.texts import translator


def may_enter(role: Role) -> bool:
    """Whether whoever looks at the page may enter a room that needs this role."""
    return visitor().may(role)


def locked_link(word: str, address: str, role: Role, language: Language) -> None:
    """A room that asks for a PIN, with a lock: it leads to the login, and from there into the room."""
    why = asked_for(role, language)
    login = login_address(language, f"/{address}?lang={language}")
    st.html(
        f'<a class="mb-menu-link" data-locked="true" href="{escape(login)}" target="_self">'
        f'<span aria-hidden="true">🔒</span><b>{escape(word)}</b><small>{escape(why)}</small></a>'
    )


def login_entry(language: Language) -> None:
    """Log in, or out with the label of the PIN; nothing where nobody has set a PIN."""
    _ = translator(language)
    who = visitor()
    if who.label is not None:
        words = _("Log out ({label})").format(label=who.label)
        logout_button(LogoutData(words=words, no_answer=_("No answer from the station. Press again.")))
    elif _has_pins():
        enter, address = escape(_("Log in")), escape(login_address(language))
        st.html(f'<a class="mb-menu-link" href="{address}" target="_self"><b>{enter}</b></a>')


def _has_pins() -> bool:
    try:
        return bool(at_work().door.people.entries)
    except PeopleUnreadable:
        return True  # the login page says what is wrong
