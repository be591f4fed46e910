"""The login page: who, then the PIN on large keys. Plain HTML with one script: nothing of Streamlit's is open then."""

import re
from html import escape
from typing import Final
from urllib.parse import quote, urlencode

from inspection.errors import PeopleUnreadable
from inspection.language import Language
from inspection.people.people import Entry, People
from inspection.people.role import Role
from inspection.people.wording import role_word
from screens.door.door import Door, Visitor
from screens.texts import LANGUAGES, translator

_OWN_PAGE: Final = re.compile(r"/(?!/)[\w./-]*(\?[\w=&%.+:-]*)?")


def own_page(asked: str) -> str:
    """Where the login leads to: a page of this server, or the first one.

    >>> own_page("/setup?step=scale"), own_page("//evil.example"), own_page("https://evil.example"), own_page("/login")
    ('/setup?step=scale', '/', '/', '/')
    """
    return asked if _OWN_PAGE.fullmatch(asked) and not asked.startswith("/login") else "/"


def wrong_sentence(language: Language) -> str:
    """The PIN was not the right one."""
    _ = translator(language)
    return _("This PIN is not right.")


def waiting_sentence(wait_s: int, language: Language) -> str:
    """How long the next has to wait."""
    _ = translator(language)
    return _("Too many wrong PINs. Next try in {seconds} s.").format(seconds=wait_s)


def login_html(door: Door, visitor: Visitor, language: Language, asked: str) -> str:
    """The whole page; it leads to the own page `asked`."""
    _ = translator(language)
    leads_to = own_page(asked)
    try:
        people = door.people
    except PeopleUnreadable as error:
        body = _notice(_("Nobody can log in"), _("The file of PINs cannot be read."), str(error))
    else:
        body = _form(people, language) if people.entries else _nobody(door, language)
    title, offline = escape(_("Log in")), escape(_offline(language))
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} · Meisterblick</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/login/icon.png"><link rel="stylesheet" href="/login/login.css">'
        '<script src="/login/login.js" defer></script></head>'
        f'<body data-next="{escape(leads_to)}" data-language="{language}" data-offline="{offline}">'
        f"<header><h1>Meisterblick <small>{title}</small></h1>{_languages(language, leads_to)}</header>"
        f"<main>{_here(visitor, language, leads_to)}{body}</main></body></html>"
    )


def _form(people: People, language: Language) -> str:
    """Field and keys are off until the script is there: sent without it, the PIN would stand in an address."""
    _ = translator(language)
    entries = sorted(people.entries, key=lambda entry: list(Role).index(entry.role))
    tiles = "".join(_tile(entry, language, chosen=len(entries) == 1) for entry in entries)
    keys = "".join(_key(key, key, key) for key in "123456789")
    keys += _key("back", "⌫", _("Delete the last digit")) + _key("0", "0", "0")
    who, enter = escape(_("Who is logging in?")), escape(_("OK"))
    return (
        f'<form id="login" method="post" autocomplete="off"><fieldset><legend>{who}</legend>'
        f'<div class="tiles">{tiles}</div></fieldset>'
        '<div class="pin"><label for="pin">PIN</label><input id="pin" name="pin" type="password" inputmode="none" '
        'autocomplete="off" maxlength="12" pattern="[0-9]*" required disabled><p id="said" role="alert"></p>'
        f'<div class="keys">{keys}<button class="enter" type="submit" disabled>{enter}</button></div></div></form>'
    )


def _tile(entry: Entry, language: Language, *, chosen: bool) -> str:
    role = role_word(entry.role, language)
    below = "" if role == entry.label else f"<small>{escape(role)}</small>"
    checked = " checked" if chosen else ""
    return (
        f'<label class="tile"><input type="radio" name="who" value="{entry.id}" required{checked}>'
        f"<span><b>{escape(entry.label)}</b>{below}</span></label>"
    )


def _key(value: str, face: str, name: str) -> str:
    return f'<button type="button" class="key" data-key="{value}" aria-label="{escape(name)}" disabled>{face}</button>'


def _here(visitor: Visitor, language: Language, leads_to: str) -> str:
    """Who is logged in already, with the way out and the way on."""
    _ = translator(language)
    if visitor.role is None or not visitor.is_logged_in:
        return ""
    now = escape(_("Logged in: {label}").format(label=visitor.label))
    out, back = escape(_("Log out")), escape(_("Back"))
    return (
        f'<section class="here"><p><b>{now}</b></p><div><button type="button" id="logout">{out}</button>'
        f'<a href="{escape(leads_to)}">{back}</a></div></section>'
    )


def _nobody(door: Door, language: Language) -> str:
    _ = translator(language)
    if door.opened:
        how = _("At the station's computer, type: {command}").format(command="meisterblick pin set --role master")
        return _notice(_("No PIN is set yet"), how)
    set_one = escape(_("Set a PIN"))
    link = f'<a href="/system?section=people&amp;lang={language}">{set_one}</a>'
    how = _("At this computer everybody may do everything, until the master sets a PIN.")
    return _notice(_("No PIN is set yet"), how) + f'<div class="on">{link}</div>'


def _notice(title: str, text: str, detail: str = "") -> str:
    small = f"<p><small>{escape(detail)}</small></p>" if detail else ""
    return f'<section class="notice"><h2>{escape(title)}</h2><p>{escape(text)}</p>{small}</section>'


def _languages(chosen: Language, leads_to: str) -> str:
    links = (
        f'<a href="?{escape(urlencode({"lang": language, "next": leads_to}, quote_via=quote))}" lang="{language}" '
        f'aria-current="{str(language == chosen).lower()}">{name}</a>'
        for language, name in LANGUAGES.items()
    )
    return f"<nav>{''.join(links)}</nav>"


def _offline(language: Language) -> str:
    _ = translator(language)
    return _("No connection to the station. Is the program still running?")
