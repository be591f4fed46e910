"""What is on the operator's page: now under the camera and trigger on one side, verdict and why on the other."""

from collections.abc import Collection, Mapping
from html import escape

import streamlit as st

from inspection.cards import repeated
from inspection.cards.rising import Rising
from inspection.language import Language
from inspection.override import Override
from inspection.record import InspectionRecord
from inspection.station import Station, StationState
from screens import components
from screens.access.visiting import login_address
from screens.arithmetic import arithmetic_html
from screens.blocks import banner_html, with_commands
from screens.defect_card import card_html, card_of
from screens.host import StationHost, at_work
from screens.inspecting.alarm import advice_words, rising_card, rising_watch
from screens.inspecting.bar import bar
from screens.inspecting.taking_back import taking_back
from screens.language_choice import chosen_language
from screens.live_view import live_view
from screens.masters_word import masters_word
from screens.menu import menu
from screens.part_view import part_view, small_part
from screens.station_view import Banner, Sign, banner, counts, signs
from screens.texts import translator

CHOSEN = "chosen_part"

Words = Mapping[str, Override]
"""The master's word that counts, by the part's record id."""


@st.fragment
def panel() -> None:
    """The whole page. It is run again when the station rings, and when somebody touches something."""
    host = at_work()
    version = host.version  # read before anything that is shown, so that a change meanwhile is newer
    language = chosen_language()
    station = host.station
    state = station.state() if station else None
    st.html(components.ASSETS / "inspecting.css")
    with st.container(key="mb_top", horizontal=True):
        st.html(_top_html(host, state, language))
        menu(language)
    if (notice := banner(host.phase, language)) is not None:
        st.html(banner_html(notice, language))
    records = station.newest() if station else ()
    words = _masters_words(station, records)
    withdrawn = station.withdrawn([record.inspection.record_id for record in records]) if station else frozenset()
    shown = _chosen(records)
    again = _again(records, withdrawn) if shown is not None and shown is records[0] else None
    risen = rising_watch(station).last_known() if station is not None and shown is not None else None
    with st.container(key="mb_stage"):
        with st.container(key="mb_job"):
            bar(station, host.part_watch, language)
        with st.container(key="mb_now"):
            live_view(station, notice, language)
        with st.container(key="mb_go"):
            _trigger(version, enabled=notice is None, language=language)
        with st.container(key="mb_verdict"):
            advice = advice_words(station, shown, again, risen, language)
            _result(records, shown, words, withdrawn, notice, advice, language)
        with st.container(key="mb_last"):
            _last_parts(state, records, shown, words, withdrawn, language)
        with st.container(key="mb_more"):  # the last: what is opened there grows downwards
            _behind_it(records, shown, withdrawn, again, risen, language)


def _trigger(version: int, *, enabled: bool, language: Language) -> None:
    """Where parts trigger the camera there is nothing to press: it says so."""
    _ = translator(language)
    by_part = _parts_trigger()
    texts = {
        "inspect": _("The camera triggers") if by_part else _("Inspect"),
        "busy": _("Inspecting …"),
        "hint": _("Each part at the sensor is inspected by itself") if by_part else _("Space bar · F8 · foot switch"),
        "disconnected": _("No connection to the station. Is the program still running? This page keeps trying."),
        "locked": _("Not inspected. Please log in"),
        "login": _("Log in"),
        "refused": _("Not inspected. Press again; if it stays like this, call the master."),
    }
    login = login_address(language, "/")
    data = components.TriggerData(
        version=version, enabled=enabled and not by_part, language=language, login=login, texts=texts
    )
    components.trigger(data, on_news=_nothing)


def _parts_trigger() -> bool:
    station = at_work().station
    return station is not None and station.camera_triggers


def _masters_words(station: Station | None, records: tuple[InspectionRecord, ...]) -> Words:
    """The words that count; the station has those of the last parts at hand."""
    given = station.overrides_of([record.inspection.record_id for record in records]) if station else {}
    return {about: words[0].override for about, words in given.items()}


def _result(
    records: tuple[InspectionRecord, ...],
    shown: InspectionRecord | None,
    words: Words,
    withdrawn: Collection[str],
    notice: Banner | None,
    advice: str,
    language: Language,
) -> None:
    """While the station is stopped no verdict is shown: it would be taken for that of the part at hand."""
    _ = translator(language)
    texts = {
        "title": _("No part inspected yet"),
        "how": _("Each part at the sensor is inspected by itself")
        if _parts_trigger()
        else _("Put a part under the camera and press the space bar."),
        "no_picture": _("No picture"),
        "back": _("Back to the last part"),
        "enlarge": _("Show the picture large"),
        "larger": _("larger"),
        "smaller": _("smaller"),
        "whole": _("Whole picture"),
        "close": _("Close"),
    }
    if notice is not None:
        shown = None
        texts |= {"title": _("Not inspected"), "how": notice.title}
    part = None
    if shown is not None:
        about = shown.inspection.record_id
        is_newest, is_withdrawn = shown is records[0], about in withdrawn
        part = part_view(shown, language, is_newest=is_newest, word=words.get(about), is_withdrawn=is_withdrawn)
    data = components.ResultData(part=part, advice=advice if part else "", texts=texts)
    components.result(data, on_back=_back_to_last)


def _again(records: tuple[InspectionRecord, ...], withdrawn: Collection[str]) -> str | None:
    """The defect that came again and again on the parts that count."""
    return repeated([record for record in records if record.inspection.record_id not in withdrawn])


def _behind_it(
    records: tuple[InspectionRecord, ...],
    shown: InspectionRecord | None,
    withdrawn: Collection[str],
    again: str | None,
    risen: Rising | None,
    language: Language,
) -> None:
    """The master's word; the card of the defect; the numbers; the paper.

    And taking back, which is always about the last part.

    The form of the word is always the first: where it stood at another place it would lose what is being written.
    """
    _ = translator(language)
    if shown is None:
        return
    card = card_of(shown, again, at_work().home, language)
    if again is None and risen is not None and (station := at_work().station) is not None:
        card = rising_card(risen, station, language) or card
    places = st.columns([3, 3, 4, 2, 3])  # always the same, so that what is open stays open with the next part
    with places[0]:
        masters_word(shown, records[0].sequence, language)
    nothing = _("There is nothing to mend on this part.")
    often = again is not None or risen is not None
    template = _("{defect} again and again: what to do?") if often else _("{defect}: why, and what to do?")
    # always there: the browser keeps every expander that was ever taken off the page
    with places[2].expander(template.format(defect=card.text.title) if card else _("Why, and what to do?")):
        st.html(card_html(card, language) if card else f"<p>{escape(nothing)}</p>")
    with places[1].expander(_("Numbers and times")):
        st.html(arithmetic_html(shown, language))
    address = f"/api/protocols/{shown.inspection.record_id}?lang={language}"
    places[3].link_button(_("Test report (PDF)"), address, width="stretch")
    with places[4]:
        taking_back(records[0], language, is_withdrawn=records[0].inspection.record_id in withdrawn)


def _last_parts(
    state: StationState | None,
    records: tuple[InspectionRecord, ...],
    shown: InspectionRecord | None,
    words: Words,
    withdrawn: Collection[str],
    language: Language,
) -> None:
    _ = translator(language)
    order = state.job.order if state else None
    parts = []
    for record in records:
        about = record.inspection.record_id
        parts.append(small_part(record, language, words.get(about), is_withdrawn=about in withdrawn))
    data = components.PartsData(
        title=_("The last parts"),
        counted=_("Today") if order is None else _("Order {order}").format(order=order),
        number=_("Entry {number}"),
        parts=tuple(parts),
        counts=counts(state.order_counts if state else {}, language),
        shown=shown.sequence if shown else 0,
    )
    components.parts(data, on_chosen=_choose)


def _choose() -> None:
    """Remember the touched part, and which was the newest then: with a newer one the choice is over."""
    station = at_work().station
    newest = station.newest(1) if station else ()
    if newest:
        st.session_state[CHOSEN] = (components.chosen_part(), newest[0].sequence)


def _chosen(records: tuple[InspectionRecord, ...]) -> InspectionRecord | None:
    if not records:
        return None
    sequence, newest = st.session_state.get(CHOSEN, (0, 0))
    if newest == records[0].sequence:
        return next((record for record in records if record.sequence == sequence), records[0])
    return records[0]


def _back_to_last() -> None:
    st.session_state.pop(CHOSEN, None)


def _nothing() -> None:
    """News make the fragment run again; that is all."""


def _top_html(host: StationHost, state: StationState | None, language: Language) -> str:
    light = host.part_watch.state.light if host.part_watch else None
    shown = signs(state, light, language) if state else ()
    part = escape(host.station.recipe.title(language)) if host.station else ""
    items = "".join(_sign_html(sign) for sign in shown)
    return (
        f'<header class="mb-head"><h1>Meisterblick <small>{part}</small></h1><ul class="mb-signs">{items}</ul></header>'
    )


def _sign_html(sign: Sign) -> str:
    mark, words = ("✓" if sign.good else "!"), f"<b>{escape(sign.name)}:</b> {escape(sign.words)}"
    if sign.advice:
        words += f". <em>{with_commands(sign.advice)}</em>"
    return f'<li data-good="{str(sign.good).lower()}"><i aria-hidden="true">{mark}</i><span>{words}</span></li>'
