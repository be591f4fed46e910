"""Pictures of good parts from the camera: the master lays them there, so each stands approved in the book at once."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final
from weakref import WeakKeyDictionary

import streamlit as st

from camera.frame import Frame
from inspection.language import Language
from inspection.people import Role
from inspection.pictures import keep
from inspection.station import Station
from screens.host import StationHost
from screens.labelling.taking import GOAL, Taking
from screens.labelling.taking import taking_of as taking_for_drawing
from screens.live_view import live_view
from screens.setup.acting import attempt
from screens.setup.notice import Notice, show, show_words
from screens.setup.trouble import trouble
from screens.texts import translator
from training.labelling.book import LabelBook
from training.labelling.drawing import State

PLACE: Final = "learn_good_parts"
_LOOK_AGAIN_S: Final = 0.5
_TAKING: Final[WeakKeyDictionary[StationHost, Taking]] = WeakKeyDictionary()
_BEGINNING: Final = threading.Lock()


def taking(host: StationHost, station: Station, language: Language) -> None:
    """The live picture, and what takes pictures of what lies there."""
    live_view(station, None, language)
    job = _TAKING.get(host)
    is_running = job is not None and job.state.is_running
    follow = st.fragment(_counter, run_every=_LOOK_AGAIN_S if is_running else None)
    follow(host, station, language, was_running=is_running)


def keep_good(book: LabelBook, part: str, frame: Frame) -> None:
    """Write into the book that there is no defect on this picture. Raises StorageFailed."""
    picture = book.add_picture(part, keep(frame)[0].data)
    if not book.history(part, picture.sha256):
        book.draw(part, picture.sha256, (), based_on=0, role=Role.MASTER, state=State.APPROVED)


def _counter(host: StationHost, station: Station, language: Language, *, was_running: bool) -> None:
    _ = translator(language)
    job = _TAKING.get(host)
    if job is not None and job.state.is_running:
        count = job.state.count
        st.progress(count / GOAL, _("{count} of {goal} taken").format(count=count, goal=GOAL))
        show_words(_("Nothing is inspected meanwhile. Change the part, or take the one that lies there."))
        with st.container(horizontal=True):
            _button(_("Take this one"), "learn_press", job.press, is_first=True)
            _button(_("Stop"), "learn_stop_taking", job.stop, is_first=False)
        return
    if was_running:
        st.rerun(scope="app")
    if job is not None and job.state.error is not None:
        show(trouble(job.state.error, language), language)
    other = taking_for_drawing(host)
    if other is not None and other.state.is_running:
        show(Notice(kind="open", title=_("Pictures are just being taken for drawing.")), language)
        return
    words = _("Take {count} good parts one after the other").format(count=GOAL)
    _button(words, "learn_take_many", partial(_begin, host, station), is_first=True)
    show_words(_("A picture whenever another part lies still. Meanwhile nothing is inspected."))
    _button(_("Only this one"), "learn_take_good", partial(_take_one, host, station), is_first=False)


def _button(words: str, key: str, act: Callable[[], None], *, is_first: bool) -> None:
    st.button(
        words,
        key=key,
        on_click=attempt,
        args=(PLACE, act),
        type="primary" if is_first else "secondary",
        width="stretch",
    )


def _begin(host: StationHost, station: Station) -> None:
    with _BEGINNING:
        running = _TAKING.get(host)
        if running is None or not running.state.is_running:
            _TAKING[host] = Taking(station, partial(keep_good, host.label_desk.book, station.recipe.name))


def _take_one(host: StationHost, station: Station) -> None:
    keep_good(host.label_desk.book, station.recipe.name, station.snap())
