"""The parts of a page that is too long for one screen: a row of large buttons, and one part shown below it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import streamlit as st

from inspection.language import Language

Part = TypeVar("Part", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections(Generic[Part]):
    """Every member of `kind` is a part of the page called `page`, the first one is shown first.

    `word` says what a part is called. The one that is shown stands in the page's address, as `parameter`.
    """

    page: str
    kind: type[Part]
    word: Callable[[Part, Language], str]
    parameter: str = "section"

    @property
    def chosen(self) -> Part:
        """The one that is shown; at first the one in the page's address."""
        if self._kept not in st.session_state:
            asked, every = st.query_params.get(self.parameter), list(self.kind)
            st.session_state[self._kept] = next((one for one in every if one.value == asked), every[0])
        chosen: Part = st.session_state[self._kept]
        return chosen

    def buttons(self, language: Language) -> None:
        """One large button each, the one that is shown filled."""
        with st.container(key="mb_tabs", horizontal=True):
            for section in self.kind:
                st.button(
                    self.word(section, language),
                    key=f"{self._kept}_{section}",
                    type="primary" if section is self.chosen else "secondary",
                    on_click=self.go_to,
                    args=(section,),
                    width="stretch",
                )

    def go_to(self, section: Part) -> None:
        """Show another one."""
        st.session_state[self._kept] = section
        st.query_params[self.parameter] = section

    @property
    def _kept(self) -> str:
        return f"{self.page}_section"
