"""The steps of setting up, in the order in which a new station takes them."""

from enum import StrEnum

import streamlit as st

from inspection.language import Language
from inspection.setup import Setup
from inspection.verdict import Code
from screens.texts import translator

STEP = "setup_step"


class Step(StrEnum):
    """A section of the page; the value stands in its address."""

    SCALE = "scale"
    PART = "part"
    DAILY = "daily"
    REPEAT = "repeat"
    CARDS = "cards"


def step_word(step: Step, language: Language) -> str:
    """What the step is called."""
    _ = translator(language)
    return {
        Step.SCALE: _("Scale"),
        Step.PART: _("Part and limits"),
        Step.DAILY: _("Daily check"),
        Step.REPEAT: _("Repeatability"),
        Step.CARDS: _("Defect cards"),
    }[step]


def chosen_step() -> Step:
    """The step that is shown; at first the one in the page's address."""
    if STEP not in st.session_state:
        asked = st.query_params.get("step")
        st.session_state[STEP] = Step(asked) if asked in set(Step) else Step.SCALE
    chosen: Step = st.session_state[STEP]
    return chosen


def go_to(step: Step) -> None:
    """Show another step."""
    st.session_state[STEP] = step
    st.query_params["step"] = step


_OF_CODE: dict[Code, Step] = {
    Code.NOT_CALIBRATED: Step.SCALE,
    Code.CALIBRATION_DOES_NOT_FIT: Step.SCALE,
    Code.LIMIT_TOO_FINE: Step.SCALE,
    Code.GOLDEN_MISSING: Step.PART,
    Code.DAILY_CHECK_FAILED: Step.DAILY,
    Code.DAILY_CHECK_DUE: Step.DAILY,
}


def hindering(setup: Setup) -> Step | None:
    """The step to be seen to before anything can be judged; None where nothing hinders."""
    obstacles = setup.obstacles(setup.calibrated_wh or (1, 1))
    return _OF_CODE.get(obstacles[0].code) if obstacles else None


def step_buttons(chosen: Step, hindering: Step | None, language: Language) -> None:
    """One button a step, the chosen one filled; the one that hinders with an exclamation mark."""
    with st.container(key="mb_steps", horizontal=True):
        for number, step in enumerate(Step, start=1):
            mark = "! " if step is hindering else ""
            st.button(
                f"{mark}{number} · {step_word(step, language)}",
                key=f"step_{step}",
                type="primary" if step is chosen else "secondary",
                on_click=go_to,
                args=(step,),
                width="stretch",
            )
