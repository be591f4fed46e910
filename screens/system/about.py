"""The station's own language; what this program is; the papers about it."""

import sys
from datetime import date
from functools import partial
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import streamlit as st

from inspection.language import Language
from inspection.people import Role
from inspection.station.settings import load_settings, save_settings
from screens.access import visitor
from screens.host import StationHost
from screens.setup.acting import attempt, show_said
from screens.setup.notice import show_words
from screens.system.blocks import show_facts
from screens.texts import LANGUAGES, translator

PLACE = "system_language"


def language_section(host: StationHost, language: Language) -> None:
    """What the station speaks by itself; every browser chooses its own language in the menu."""
    _ = translator(language)
    show_words(_("In this language the station speaks by itself: its commands, and what they print."))
    show_words(_("Every browser chooses its own language in the menu."))
    now = load_settings(host.home).language

    def keep() -> None:
        def act() -> None:
            chosen = st.session_state["station_language"]
            if chosen is not None:
                save_settings(host.home, load_settings(host.home).model_copy(update={"language": chosen}))

        attempt(PLACE, act)

    st.segmented_control(
        _("Language of the station"),
        list(LANGUAGES),
        default=now,
        format_func=lambda code: LANGUAGES[code],
        key="station_language",
        on_change=keep,
        disabled=not visitor().may(Role.MASTER),
    )
    show_said(PLACE, language)


def about_section(host: StationHost, language: Language) -> None:
    """Version, licence, where its source is, where the data are."""
    _ = translator(language)
    version, licence, source = _program()
    show_facts(
        "Meisterblick",
        (
            (_("Version"), version),
            (_("Licence"), licence),
            (_("Source code"), source),
            (_("Data folder"), str(host.home)),
            ("Python", sys.version.split()[0]),
        ),
    )
    show_words(_("Everybody who uses this station may have its source code, change it and pass it on."))
    _papers(host, language)


def _papers(host: StationHost, language: Language) -> None:
    """Made when the button is pressed: it takes seconds."""
    _ = translator(language)
    st.subheader(_("Papers on data protection and AI"), anchor=False)
    show_words(_("What is stored and how long, what the station is for, its models, who decides."))
    show_words(_("People are not judged."))
    st.download_button(
        _("Save the papers"),
        data=partial(_packed, host.home, language),
        file_name=_("meisterblick-papers.zip"),
        mime="application/zip",
        key="papers",
        on_click="ignore",
        width="stretch",
    )


def _packed(home: Path, language: Language) -> bytes:
    from inspection.papers import papers_zip

    return papers_zip(home, language, date.today())


def _program() -> tuple[str, str, str]:
    """Version, licence, and where the source is: the project's address, else the folder it runs from."""
    folder = str(Path(__file__).parents[2])
    try:
        said = metadata("meisterblick")
    except PackageNotFoundError:
        return "", "AGPL-3.0-or-later", folder
    urls = [url.split(",")[-1].strip() for url in said.get_all("Project-URL") or ()]
    return said["Version"], "AGPL-3.0-or-later", urls[0] if urls else folder
