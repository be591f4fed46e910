"""Who looks at the page that Streamlit is running."""

import time
from html import escape
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from inspection.language import Language
from inspection.people.role import Role
from screens.door.door import Visitor
from screens.door.throttle import is_loopback
from screens.host import at_work
from screens.language_choice import chosen_language
from screens.texts import translator


def visitor() -> Visitor:
    """Who looks at this page; to be asked anew in every run, because a session may end meanwhile."""
    return at_work().door.visitor(st.context.cookies.to_dict(), is_local=is_at_the_station())


def is_at_the_station() -> bool:
    """Whether this page is open at the station's own computer."""
    address = st.context.ip_address  # None for this computer itself; under AppTest nobody is connected at all
    return not isinstance(address, str) or is_loopback(address)


def needs(role: Role) -> bool:
    """Whether the visitor may go on; where not, the page says whose PIN is asked for, and leads to the login."""
    if visitor().may(role):
        return True
    from screens.components import ASSETS, page_language
    from screens.menu import menu

    language = chosen_language()
    st.html(ASSETS / "rooms.css")
    page_language(language)
    with st.container(key="mb_top", horizontal=True):
        st.html('<header class="mb-head"><h1>Meisterblick</h1></header>')
        menu(language)
    st.html(asked_for_html(role, language))
    return False


def asked_for_html(role: Role, language: Language) -> str:
    """A large notice with one link."""
    _ = translator(language)
    why, enter, address = _("With the right PIN this page opens."), _("Enter PIN"), login_address(language)
    return (
        f'<section class="mb-asked-for"><h2>{escape(asked_for(role, language))}</h2><p>{escape(why)}</p>'
        f'<a href="{escape(address)}" target="_self">{escape(enter)}</a></section>'
    )


def asked_for(role: Role, language: Language) -> str:
    """Whose PIN is asked for.

    >>> asked_for(Role.MASTER, "de")
    'Hier ist der Meister gefragt'
    """
    _ = translator(language)
    return {
        Role.OPERATOR: _("Please log in"),
        Role.TRAINEE: _("This is for trainees and the master"),
        Role.MASTER: _("The master is asked for here"),
    }[role]


def login_address(language: Language, leads_to: str | None = None) -> str:
    """The login, which leads to this page of the station, or back to the one that is shown."""
    if leads_to is None:
        leads_to = urlsplit(st.context.url or "/").path or "/"
        if query := urlencode(st.query_params.to_dict()):
            leads_to += f"?{query}"
    return f"/login?lang={language}&next={quote(leads_to, safe='')}"


def watch_session() -> None:
    """Load the page anew in the browser once the visitor's session is over; nothing for who is not logged in."""
    who = visitor()
    if who.role is None or who.ends_at_s is None:
        return
    from screens.access.components import SessionData, session_watch

    session_watch(SessionData(role=who.role.value, ends_in_s=max(0, round(who.ends_at_s - time.time()))))
