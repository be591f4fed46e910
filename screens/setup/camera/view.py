"""The live picture of the camera step: stripes over what is too bright, a bar for the focus with its best value."""

from collections.abc import Callable

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from screens.components import source
from screens.setup.camera.figures_route import ADDRESS
from screens.texts import translator

KEY = "camera_view"


class ViewData(Closed):
    """Where the figures come from, and every word of the picture."""

    address: str
    texts: dict[str, str]


_view = st.components.v2.component(
    "mb_camera",
    html="""<div class="mb-camera">
      <div class="mb-camera-stage">
        <canvas class="mb-camera-picture" role="img" width="640" height="480"></canvas>
        <canvas class="mb-camera-stripes" aria-hidden="true" width="640" height="480"></canvas>
        <p class="mb-camera-away" role="status"></p>
      </div>
      <div class="mb-camera-focus">
        <div class="mb-camera-row"><p class="mb-camera-sharp"></p><button type="button"></button></div>
        <div class="mb-camera-bar" role="meter" aria-valuemin="0" aria-valuemax="100"><i></i></div>
        <p class="mb-camera-enough"></p>
      </div>
      <p class="mb-camera-light" role="status"><i aria-hidden="true"></i><span></span></p>
    </div>""",
    js=source("camera.js"),
    isolate_styles=False,
)


def camera_view(language: Language, *, on_touched: Callable[[], None]) -> None:
    """The picture; in `on_touched`, `touched()` is the place that was touched."""
    _ = translator(language)
    texts = {
        "title": _("Now under the camera"),
        "away": _("Waiting for a picture …"),
        "sharp": _("Sharpness: {percent} % of the best value"),
        "enough": _("Sharp enough to be judged."),
        "too_little": _("Too blurred to be judged: turn the lens until the bar is longest."),
        "reset": _("Begin anew"),
        "too-dark": _("Too dark: more light, or a longer exposure."),
        "good": _("Brightness: good."),
        "too-bright": _("Too bright: less light, or a shorter exposure."),
        "clipped": _("Stripes: {percent} % of the picture is over-exposed, and no defect can be seen there."),
        "point": "," if language == "de" else ".",
    }
    data = ViewData(address=ADDRESS, texts=texts)
    _view(key=KEY, data=data.model_dump(mode="json"), on_touched_change=on_touched)


def touched() -> tuple[float, float] | None:
    """The place that was touched, as shares 0 to 1 of width and height."""
    state = st.session_state.get(KEY)
    place = None if state is None else state.get("touched")
    return None if not place else (float(place["x"]), float(place["y"]))
