"""Bring pictures to draw on: from files, from the camera, from what was inspected."""

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from inspection.language import Language, number
from inspection.people import Role
from inspection.station import Station
from screens.components import ASSETS
from screens.host import StationHost
from screens.labelling.taking import GOAL, Taken, begin_taking, taking_of
from screens.live_view import live_view
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.setup.trouble import trouble
from screens.texts import translator

if TYPE_CHECKING:
    from training.labelling.upload import Taken as Brought

FILES: Final = "label_files"
CAMERA: Final = "label_camera"
RECORDS: Final = "label_records"
_TIMES: Final = "label_uploads"
PICTURES: Final = ("jpg", "jpeg", "png")
MOST_FILES: Final = 200
MOST_MB: Final = 50
AT_ONCE: Final = 60
"""Inspections that are fetched with one press; some seconds of work."""
LOOK_AGAIN_S: Final = 1.0


def bringing(host: StationHost, station: Station, language: Language) -> None:
    """The whole section. Raises StorageFailed."""
    _ = translator(language)
    st.html(ASSETS / "bringing.css")
    left, right = st.columns(2)
    with left, st.container(border=True, key="mb_bring_camera"):
        st.subheader(_("Take pictures now"), anchor=False)
        _camera(host, station, language)
    with right, st.container(border=True, key="mb_bring_files"):
        st.subheader(_("Pictures from files"), anchor=False)
        _files(host, station, language)
    with right, st.container(border=True, key="mb_bring_records"):
        st.subheader(_("From what was inspected"), anchor=False)
        show_words(
            _("Parts of which the station was not sure, which the master decided otherwise, and a few at random.")
        )
        show_said(RECORDS, language)
        st.button(
            _("Fetch from inspections"), key="label_fetch", on_click=partial(_fetch, host, station), width="stretch"
        )


def _files(host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    show_words(_("JPEG, PNG, or a zip file with such pictures; at most 50 MB each."))
    show_said(FILES, language)
    times = st.session_state.get(_TIMES, 0)  # new keys, so that the lists are empty again
    of_files, of_folder = f"label_upload_{times}", f"label_folder_{times}"
    st.file_uploader(
        _("Pictures or zip files"),
        key=of_files,
        type=[*PICTURES, "zip"],
        accept_multiple_files=True,
        max_upload_size=MOST_MB,
        on_change=partial(_upload, host, station, of_files),
    )
    st.file_uploader(
        _("A whole folder"),
        key=of_folder,
        type=[*PICTURES],
        accept_multiple_files="directory",
        max_upload_size=MOST_MB,
        on_change=partial(_upload, host, station, of_folder),
    )


def _upload(host: StationHost, station: Station, key: str) -> None:
    files = st.session_state.get(key) or []
    if not files:
        return

    def act() -> Said:
        from training.labelling.upload import take_upload

        book, part = host.label_desk.book, station.recipe.name
        taken = [take_upload(book, part, file.name, file.getvalue()) for file in files[:MOST_FILES]]
        return partial(_said_of_files, taken, len(files[MOST_FILES:]))

    attempt(FILES, act, needed=Role.TRAINEE)
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1


def _said_of_files(taken: list["Brought"], left_out: int, language: Language) -> Notice:
    _ = translator(language)
    refused = [why for one in taken for why in one.refused]
    added, known = sum(one.added for one in taken), sum(one.known for one in taken)
    lines = [_new_words(added, language)]
    if known:
        lines.append(_("Known already: {count}").format(count=number(known, language)))
    if refused:
        lines.append(_("Not taken: {count}").format(count=number(len(refused), language)))
    if left_out:
        lines.append(_("Too many at once, left out: {count}").format(count=number(left_out, language)))
    title = lines.pop(0)
    is_good = not refused and not left_out
    return Notice(
        kind="good" if is_good else "open" if added else "bad",
        title=title,
        text="" if is_good else _("Only whole pictures as JPEG or PNG are taken, and zip files of them."),
        lines=tuple(lines),
        detail="; ".join(refused[:3]),
    )


def _new_words(count: int, language: Language) -> str:
    _ = translator(language)
    if count == 1:
        return _("1 new picture")
    return _("{count} new pictures").format(count=number(count, language)) if count else _("No new picture")


def _fetch(host: StationHost, station: Station) -> None:
    def act() -> Said:
        from training.labelling.sources import take_records

        def picture_bytes(sha256: str) -> bytes:
            return station.picture_bytes(sha256)[0]

        new = take_records(
            host.label_desk.book, station.recipe.name, station.search, picture_bytes, station.overrides_of, AT_ONCE
        )
        return partial(_said_of_records, new)

    attempt(RECORDS, act, needed=Role.TRAINEE)


def _said_of_records(new: int, language: Language) -> Notice:
    return Notice(kind="good" if new else "hint", title=_new_words(new, language))


def _camera(host: StationHost, station: Station, language: Language) -> None:
    show_said(CAMERA, language)
    _counter(host, station, language)
    live_view(station, None, language)


@st.fragment(run_every=LOOK_AGAIN_S)
def _counter(host: StationHost, station: Station, language: Language) -> None:
    """What is to be seen changes with every picture."""
    _ = translator(language)
    taking = taking_of(host)
    state = taking.state if taking is not None else None
    if state is None or not state.is_running:
        if state is not None:
            show(_ended(state, language), language)
        show_words(_("A picture whenever another part lies still. Meanwhile nothing is inspected."))
        words = _("Take {count} pictures").format(count=number(GOAL, language))
        _button(words, "label_take", partial(_begin, host, station), is_first=True)
        return
    far = _("{count} of {goal} taken").format(count=number(state.count, language), goal=number(GOAL, language))
    st.progress(state.count / GOAL, text=far)
    show_words(_("Something moves …") if state.moves else _("Change the part, or take the one that lies there."))
    _button(_("Take this one"), "label_press", partial(_press, host), is_first=True)
    _button(_("Stop"), "label_stop", partial(_end, host), is_first=False)


def _ended(state: Taken, language: Language) -> Notice:
    _ = translator(language)
    if state.error is not None:
        return trouble(state.error, language)
    return Notice(kind="good" if state.count else "hint", title=_new_words(state.count, language))


def _button(words: str, key: str, act: partial[None], *, is_first: bool) -> None:
    st.button(words, key=key, on_click=act, type="primary" if is_first else "secondary", width="stretch")


def _begin(host: StationHost, station: Station) -> None:
    def act() -> None:
        begin_taking(host, station)

    attempt(CAMERA, act, needed=Role.TRAINEE)


def _press(host: StationHost) -> None:
    def act() -> None:
        if (taking := taking_of(host)) is not None:
            taking.press()

    attempt(CAMERA, act, needed=Role.TRAINEE)


def _end(host: StationHost) -> None:
    def act() -> None:
        if (taking := taking_of(host)) is not None:
            taking.stop()

    attempt(CAMERA, act, needed=Role.TRAINEE)
