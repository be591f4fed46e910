"""All steps at the top of the page, each with its state; at the end of a step the way to the next."""

import streamlit as st

from inspection.language import Language
from screens.setup.path.standing import MARKS, StepStanding
from screens.setup.steps import OVERVIEW, Step, go_to, step_word
from screens.texts import translator


def step_buttons(chosen: Step | None, all_steps: tuple[StepStanding, ...], language: Language) -> None:
    """One button a step, the chosen one filled, with the sign of its state; first the one to the overview."""
    _ = translator(language)
    with st.container(key="mb_steps", horizontal=True):
        _button(_("Overview"), None, chosen)
        for standing in all_steps:
            label = f"{standing.step.number} · {step_word(standing.step, language)} {MARKS[standing.state]}"
            _button(label.strip(), standing.step, chosen)


def onward(step: Step, language: Language) -> None:
    """The button to the next step; after the last one to the overview."""
    _ = translator(language)
    after = next((other for other in Step if other.number == step.number + 1), None)
    with st.container(key="mb_onward", horizontal=True, horizontal_alignment="right"):
        if after is None:
            label = _("On to the overview")
        else:
            label = _("On to step {number}: {step}").format(number=after.number, step=step_word(after, language))
        st.button(label, key="setup_onward", on_click=go_to, args=(after,))


def _button(label: str, step: Step | None, chosen: Step | None) -> None:
    st.button(
        label,
        key=f"step_{step or OVERVIEW}",
        type="primary" if step is chosen else "secondary",
        on_click=go_to,
        args=(step,),
    )
