"""The page of the daily check: lay down what is shown, press, next."""

from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.daily_check import Quality
from inspection.language import Language
from inspection.people import Role
from inspection.station import Station
from inspection.station.checking_day import check_day, check_known_part
from screens.blocks import banner_html
from screens.components import ASSETS
from screens.daily.border import border_pairs
from screens.daily.standing import CheckView, Item, standing_of
from screens.host import at_work
from screens.language_choice import chosen_language
from screens.live_view import live_view
from screens.pages import Room, page_of, room_word
from screens.room import Hindrances, hindrances, look_again, room_top
from screens.setup.acting import attempt, show_said
from screens.setup.notice import show_state
from screens.setup.steps import Step
from screens.station_view import banner
from screens.texts import translator

PLACE: Final = "daily-room"
_MARKS: Final = {"done": "✓", "open": "○", "failed": "✕"}


def daily() -> None:
    """The whole page."""
    host, language, shown = at_work(), chosen_language(), _what_counts()
    for style in ("setup.css", "daily.css"):
        st.html(ASSETS / style)
    room_top(Room.DAILY, host, language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    look_again(shown, _what_counts)
    if host.station is not None and notice is None:
        _checks(host.station, language)


def _what_counts() -> tuple[Hindrances, tuple[object, ...]]:
    """All that changes what is to be checked: another part, a check in another browser, another day."""
    station = at_work().station
    if station is None:
        return hindrances(), ()
    setup = station.setup
    day = datetime.now().astimezone().date()
    return hindrances(), (setup.recipe_sha256, setup.taught, setup.known, setup.daily, setup.daily_check_required, day)


def _checks(station: Station, language: Language) -> None:
    standing = standing_of(station.setup, datetime.now(UTC), language)
    show_state(standing.kind, standing.words, standing.next_step)
    show_said(PLACE, language)
    left, right = st.columns(2)
    with left:
        live_view(station, None, language)
    with right:
        if not standing.checks:
            _way_to_teaching(language)
        for check in standing.checks:
            _check(check, station, language, is_next=check.item is standing.next_item)
    border_pairs(station, language)


def _way_to_teaching(language: Language) -> None:
    label = f"{room_word(Room.SET_UP, language)} → {room_word(Room.DAILY, language)}"
    with st.container(key="mb_path_go"):
        st.page_link(page_of(Room.SET_UP), label=label, query_params={"lang": language, "step": Step.DAILY.value})


def _check(check: CheckView, station: Station, language: Language, *, is_next: bool) -> None:
    _ = translator(language)
    with st.container(key=f"mb_check_{check.item}", border=True):
        st.html(_check_html(check))
        label = _("It lies there: check") if check.state != "done" else _("Check again")
        st.button(
            label,
            key=f"check_{check.item}",
            type="primary" if is_next else "secondary",
            width="stretch",
            on_click=partial(_act, station, check.item),
        )


def _check_html(check: CheckView) -> str:
    picture = f'<img src="{escape(check.picture)}" alt="">' if check.picture else ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in check.lines)
    return (
        f'<div class="mb-check" data-state="{check.state}"><i aria-hidden="true">{_MARKS[check.state]}</i>'
        f"<div><h2>{escape(check.title)}</h2><p>{escape(check.lay)}</p>"
        f'<p class="mb-check-said">{escape(check.said)}</p>{f"<ul>{lines}</ul>" if lines else ""}</div>{picture}</div>'
    )


def _act(station: Station, item: Item) -> None:
    def act() -> None:  # what came out is said by the page itself
        match item:
            case Item.REFERENCE:
                check_day(station)
            case Item.BAD:
                check_known_part(station, Quality.BAD)
            case Item.GOOD:
                check_known_part(station, Quality.GOOD)

    attempt(PLACE, act, needed=Role.OPERATOR)
