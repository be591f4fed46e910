"""The steps of setting up, in the order in which a new station takes them."""

from enum import StrEnum

import streamlit as st

from inspection.language import Language
from screens.texts import translator

STEP = "setup_step"
OVERVIEW = "path"
"""What stands in the address instead of a step: how far setting up is."""


class Step(StrEnum):
    """A section of the page; the value stands in its address."""

    CAMERA = "camera"
    SCALE = "scale"
    KIND = "kind"
    AREA = "area"
    PART = "part"
    MODEL = "model"
    DAILY = "daily"
    TRIAL = "trial"
    REPEAT = "repeat"
    CARDS = "cards"

    @property
    def number(self) -> int:
        """Its place on the path, from 1."""
        return list(Step).index(self) + 1


def step_word(step: Step, language: Language) -> str:
    """What the step is called."""
    _ = translator(language)
    return {
        Step.CAMERA: _("Camera"),
        Step.SCALE: _("Scale"),
        Step.KIND: _("Part"),
        Step.AREA: _("Area"),
        Step.PART: _("Limits"),
        Step.MODEL: _("Model"),
        Step.DAILY: _("Daily check"),
        Step.TRIAL: _("Test parts"),
        Step.REPEAT: _("Repeatability"),
        Step.CARDS: _("Defect cards"),
    }[step]


def chosen_step() -> Step | None:
    """The step that is shown, at first the one in the page's address; None for how far setting up is."""
    if STEP not in st.session_state:
        asked = st.query_params.get("step")
        st.session_state[STEP] = Step(asked) if asked in set(Step) else None
    chosen: Step | None = st.session_state[STEP]
    return chosen


def go_to(step: Step | None) -> None:
    """Show another step; None for how far setting up is."""
    st.session_state[STEP] = step
    st.query_params["step"] = step or OVERVIEW
