"""How far setting up is: all steps with their state, and the next one as a large button."""

from html import escape

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from screens.host import StationHost
from screens.pages import Room, page_of
from screens.setup.notice import show_state
from screens.setup.path.standing import MARKS, StepStanding, is_finished, next_step, standings, state_word
from screens.setup.steps import Step, go_to, step_word
from screens.texts import translator

_GROUPS = ((Step.CAMERA, Step.SCALE), (Step.KIND, Step.AREA, Step.PART, Step.MODEL))
"""What belongs together; the others try out what was set."""


def overview(host: StationHost, station: Station, language: Language) -> None:
    """The section."""
    all_steps = standings(host, station, language)
    following = next_step(all_steps)
    _state(all_steps, following, language)
    with st.container(key="mb_path_go", horizontal=True):
        _go(all_steps, following, language)
    st.html(f'<div class="mb-path">{_groups_html(all_steps, language)}</div>')


def _state(all_steps: tuple[StepStanding, ...], following: Step | None, language: Language) -> None:
    _ = translator(language)
    if not is_finished(all_steps):
        todo = _("Every step can be left and taken up again, also tomorrow.")
        show_state("open", _("So far is the set-up."), todo)
    elif following is not None:
        show_state("good", _("Done: parts can be inspected."), _("What is marked with ? is still worth a look."))
    else:
        show_state("good", _("Done: parts can be inspected."), _("Come back when camera, part or model change."))


def _go(all_steps: tuple[StepStanding, ...], following: Step | None, language: Language) -> None:
    _ = translator(language)
    if is_finished(all_steps):
        st.page_link(page_of(Room.INSPECT), label=_("Done – to inspecting"), query_params={"lang": language})
    if following is not None:
        template = _("Go on with step {number}: {step}")
        st.button(
            template.format(number=following.number, step=step_word(following, language)),
            key="path_next",
            type="secondary" if is_finished(all_steps) else "primary",
            on_click=go_to,
            args=(following,),
        )


def _groups_html(all_steps: tuple[StepStanding, ...], language: Language) -> str:
    _ = translator(language)
    basis, part = _GROUPS
    rest = tuple(step for step in Step if step not in (*basis, *part))
    groups = ((_("The bench"), basis), (_("The part"), part), (_("Trying it out"), rest))
    by_step = {standing.step: standing for standing in all_steps}
    return "".join(
        f"<section><h2>{escape(title)}</h2><ol>{''.join(_row_html(by_step[step], language) for step in steps)}</ol>"
        "</section>"
        for title, steps in groups
    )


def _row_html(standing: StepStanding, language: Language) -> str:
    mark = MARKS[standing.state] or "–"
    name = f"{standing.step.number} · {step_word(standing.step, language)}"
    return (
        f'<li data-step="{standing.step}" data-state="{standing.state}"><i aria-hidden="true">{mark}</i>'
        f"<div><b>{escape(name)}</b> <em>{escape(state_word(standing.state, language))}</em>"
        f"<p>{escape(standing.words)}</p></div></li>"
    )
