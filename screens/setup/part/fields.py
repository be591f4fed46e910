"""Where the fields of a draft live: in Streamlit's session, under names of their own for every draft.

So a new draft never shows what was typed into the one before.
"""

import time
from typing import Any, Final

import streamlit as st

from inspection.recipe import Recipe

_BASE: Final = "draft_base"
_GENERATION: Final = "draft_generation"
_ASKED_AT: Final = "draft_asked_at"
HASTY_S: Final = 0.5


def begin_with(recipe: Recipe) -> None:
    """From now on all fields are new ones, and the draft begins with this recipe."""
    st.session_state[_GENERATION] = st.session_state.get(_GENERATION, 0) + 1
    st.session_state[_BASE] = recipe


def base() -> Recipe | None:
    """The recipe that the draft began with; None where there is no draft."""
    recipe: Recipe | None = st.session_state.get(_BASE)
    return recipe


def field(name: str) -> str:
    """The name under which a field of this draft lives in the session."""
    return f"draft{st.session_state[_GENERATION]}_{name}"


def value(name: str) -> Any:
    """What stands in a field."""
    return st.session_state[field(name)]


def is_hasty() -> bool:
    """Whether this was asked less than half a second ago: the second half of a double click."""
    now = time.monotonic()
    before: float = st.session_state.get(_ASKED_AT, -HASTY_S)
    st.session_state[_ASKED_AT] = now
    return now - before < HASTY_S


def put(name: str, content: object) -> None:
    """Put something into a field."""
    st.session_state[field(name)] = content
