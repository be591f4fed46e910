"""Step 8, test parts: five parts one after the other; is the verdict right each time?"""

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from inspection.station.progress import TEST_PARTS, Trial
from inspection.station.trying import begin_again, say_of_part, trial_now, try_part
from inspection.wording import sentence, verdict_word
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import attempt, show_said
from screens.setup.notice import show_picture, show_state, show_words
from screens.setup.trial.shown import TriedPart, tried_part
from screens.texts import translator

PLACE: Final = "trial"


def trial_step(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    _ = translator(language)
    trial = trial_now(station)
    _state(trial, language)
    show_said(PLACE, language)
    left, right = st.columns(2)
    with left:
        _try_button(trial, host, station, language)
        live_view(station, None, language)
    with right:
        _last(trial, host.desk.tried, station, language)
    st.html(f'<ol class="mb-trial">{"".join(_row_html(trial, place, language) for place in range(TEST_PARTS))}</ol>')
    if trial.parts:
        st.button(_("Begin again with five parts"), key="trial_again", on_click=partial(_again, station))


def _state(trial: Trial, language: Language) -> None:
    _ = translator(language)
    count = len(trial.parts)
    if trial.passed:
        show_state("good", _("All {count} verdicts were right.").format(count=count), _("The station may be used."))
    elif trial.is_complete:
        words = _("{right} of {count} verdicts were right.").format(right=trial.right, count=count)
        todo = _("Look at light, limits and model again, then try five parts anew.")
        show_state("bad", words, todo)
    elif trial.awaits_word is not None:
        show_state("open", _("Is this verdict right?"), _("Say so on the right, then lay the next part."))
    else:
        words = _("Test part {number} of {count}: lay it under the camera.").format(number=count + 1, count=TEST_PARTS)
        show_state("open", words, _("Take good ones and bad ones. Nothing of it counts as inspected."))


def _try_button(trial: Trial, host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    st.button(
        _("Judge this part (space bar)"),
        key="trial_go",
        type="primary",
        shortcut="Space",
        disabled=trial.awaits_word is not None or len(trial.parts) >= TEST_PARTS,
        on_click=partial(_try, host, station),
        width="stretch",
    )


def _last(trial: Trial, tried: TriedPart | None, station: Station, language: Language) -> None:
    """The part that was tried last, and the question."""
    _ = translator(language)
    if not trial.parts:
        show_words(_("Here verdict, reason and picture come up, and you say whether that is right."))
        return
    place = len(trial.parts) - 1
    part = trial.parts[place]
    st.html(f'<p class="mb-trial-verdict" role="status">{escape(verdict_word(part.verdict, language))}</p>')
    with st.container(key="mb_trial_word", horizontal=True):
        for label, key, is_right in ((_("right"), "trial_right", True), (_("not right"), "trial_wrong", False)):
            st.button(
                label.capitalize(),
                key=key,
                type="primary" if part.is_right is is_right else "secondary",
                on_click=partial(_say, place, is_right, station),
                width="stretch",
            )
    if tried is None or tried.place != place or tried.verdict is not part.verdict:
        return
    for said in dict.fromkeys(sentence(reason, language) for reason in tried.reasons):
        show_words(said)
    if tried.picture is not None:
        show_picture(tried.picture.address)


def _row_html(trial: Trial, place: int, language: Language) -> str:
    _ = translator(language)
    title = escape(_("Test part {number}").format(number=place + 1))
    if place >= len(trial.parts):
        to_come = escape(_("still to come"))
        return f"<li><b>{title}</b>{to_come}</li>"
    part = trial.parts[place]
    if part.is_right is None:
        word, right = _("right?"), ""
    else:
        word, right = (_("right"), "true") if part.is_right else (_("not right"), "false")
    mark = {"true": "✓ ", "false": "✗ "}.get(right, "")
    verdict = escape(verdict_word(part.verdict, language))
    return f'<li data-right="{right}"><b>{title}</b>{verdict} · {mark}{escape(word)}</li>'


def _try(host: StationHost, station: Station) -> None:
    def act() -> None:
        place = len(trial_now(station).parts)
        judged = try_part(station)
        if judged is not None:
            host.desk.tried = tried_part(place, judged, host.desk.pictures)

    attempt(PLACE, act)


def _say(place: int, is_right: bool, station: Station) -> None:
    attempt(PLACE, lambda: _said(place, station, is_right=is_right))


def _said(place: int, station: Station, *, is_right: bool) -> None:
    say_of_part(station, place, is_right=is_right)


def _again(station: Station) -> None:
    attempt(PLACE, partial(begin_again, station))
