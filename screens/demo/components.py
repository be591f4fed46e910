"""Hears the station's news, so that the page shows each part at once."""

from collections.abc import Callable

import streamlit as st

from inspection.language import Language
from screens.components import source

_news = st.components.v2.component(
    "mb_demo_news", html='<p class="mb-alarm" role="alert" hidden></p>', js=source("demo_news.js"), isolate_styles=False
)


def news(version: int, language: Language, disconnected: str, *, on_news: Callable[[], None]) -> None:
    """`version` is that of what the page shows; the browser asks for a newer one when there is one."""
    data = {"version": version, "language": language, "disconnected": disconnected}
    _news(key="demo_news", data=data, on_news_change=on_news)
