"""The steps of setting up, in the order in which a new station takes them."""

from enum import StrEnum

import streamlit as st

from inspection.language import Language
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


def step_buttons(chosen: Step, language: Language) -> None:
    """One button a step, the chosen one filled."""
    with st.container(key="mb_steps", horizontal=True):
        for number, step in enumerate(Step, start=1):
            st.button(
                f"{number} · {step_word(step, language)}",
                key=f"step_{step}",
                type="primary" if step is chosen else "secondary",
                on_click=go_to,
                args=(step,),
                width="stretch",
            )
