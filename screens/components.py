"""The page's own components: live picture, trigger, result, strip of the last parts. Plain JavaScript in `assets/`."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from screens.part_view import Count, PartView, SmallPart

ASSETS = Path(__file__).parent / "assets"


def source(*names: str) -> str:
    """JavaScript files of `assets/`, one after the other."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


class LiveData(Closed):
    """Words beside the live picture; `words`, `advice` and `detail` are shown where there is no picture."""

    title: str
    words: str
    advice: str
    detail: str


class TriggerData(Closed):
    """`version` is that of what the page shows; the component asks for a newer one when there is one."""

    version: int
    enabled: bool
    language: Language
    login: str
    texts: dict[str, str]


class ResultData(Closed):
    """The part to show; the texts `title` and `how` where there is none.

    `advice` is what to try first where the same defect came again and again.
    """

    part: PartView | None
    advice: str = ""
    texts: dict[str, str]


class PartsData(Closed):
    """The last parts, newest first, and the counters; `counted` says of what."""

    title: str
    counted: str
    number: str
    parts: tuple[SmallPart, ...]
    counts: tuple[Count, ...]
    shown: int


_live = st.components.v2.component(
    "mb_live",
    html="""<figure class="mb-live" data-live="false">
      <canvas id="live" role="img" width="640" height="480"></canvas>
      <div class="mb-no-live" role="status"><b></b><span></span><small></small></div>
      <figcaption></figcaption>
    </figure>""",
    js=source("live.js"),
    isolate_styles=False,
)
_trigger = st.components.v2.component(
    "mb_trigger",
    html="""<div class="mb-go">
      <button type="button" id="trigger"><span class="mb-go-label"></span><span class="mb-go-hint"></span></button>
      <p class="mb-alarm" role="alert" hidden></p>
    </div>""",
    js=source("shapes.js", "text_field.js", "trigger.js"),
    isolate_styles=False,
)
_result = st.components.v2.component(
    "mb_result",
    html='<div class="mb-result"></div>',
    js=source("shapes.js", "marks.js", "zooming.js", "closer.js", "result.js"),
    isolate_styles=False,
)
_parts = st.components.v2.component(
    "mb_parts", html='<div class="mb-parts"></div>', js=source("shapes.js", "parts.js"), isolate_styles=False
)
_language = st.components.v2.component("mb_language", js=source("language.js"), isolate_styles=False)


def page_language(language: Language) -> None:
    """Tell the browser which language the page is in."""
    _language(key="page_language", data={"language": language})


def live(data: LiveData) -> None:
    """The picture under the camera, moving."""
    _live(key="live", data=data.model_dump(mode="json"))


def trigger(data: TriggerData, *, on_news: Callable[[], None]) -> None:
    """The trigger button, which also hears Space and F8 everywhere on the page, and the station's news."""
    _trigger(key="trigger", data=data.model_dump(mode="json"), on_news_change=on_news)


def result(data: ResultData, *, on_back: Callable[[], None]) -> None:
    """Verdict, reasons, picture with what was found; from an earlier part a button leads `back` to the last one."""
    _result(key="result", data=data.model_dump(mode="json"), on_back_change=on_back)


def parts(data: PartsData, *, on_chosen: Callable[[], None]) -> None:
    """The strip; in `on_chosen`, `chosen_part()` is the number of the part that was touched."""
    _parts(key="parts", data=data.model_dump(mode="json"), on_chosen_change=on_chosen)


def chosen_part() -> int:
    """Number of the part that was touched in the strip."""
    chosen: int = st.session_state["parts"].chosen
    return chosen
