"""The component on which a person marks a length or areas of a picture. Plain JavaScript in `assets/`."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from inspection.closed import Closed
from screens.components import source
from screens.setup.pictures import ShownFrame

XY = tuple[float, float]


class Picture(Closed):
    """A picture by its address, with its size in pixels."""

    address: str
    width_px: int
    height_px: int
    description: str


class Drawn(Closed):
    """A line or an area; `points` are in pixels of the picture."""

    kind: Literal["line", "in", "out"]
    points: tuple[XY, ...]


class PointsData(Closed):
    """`doc` names what is drawn on: the same name keeps a person's work, a new one begins with `shapes`."""

    doc: str
    picture: Picture
    shape: Literal["line", "areas"]
    shapes: tuple[Drawn, ...]
    texts: dict[str, str]


_points = st.components.v2.component(
    "mb_points",
    html='<div class="mb-points"></div>',
    js=source("shapes.js", "zooming.js", "loupe.js", "points.js"),
    isolate_styles=False,
)


def points(data: PointsData, *, key: str, on_drawn: Callable[[], None]) -> None:
    """The picture to draw on; in `on_drawn`, `drawn(key, doc)` is what was drawn."""
    _points(key=key, data=data.model_dump(mode="json"), on_drawn_change=on_drawn)


def drawn(key: str, doc: str) -> tuple[Drawn, ...] | None:
    """What is drawn on the picture `doc`; None where nobody has touched it."""
    state = st.session_state.get(key)
    answer = None if state is None else state.get("drawn")
    if not answer or answer["doc"] != doc:
        return None
    return tuple(Drawn.model_validate(shape) for shape in answer["shapes"])


def picture_of(shown: ShownFrame, description: str) -> Picture:
    """A frame as the component shows it."""
    return Picture(address=shown.address, width_px=shown.width_px, height_px=shown.height_px, description=description)


def as_line(shapes: Sequence[Drawn] | None) -> tuple[XY, XY] | None:
    """The two ends of a line; None before both are set."""
    if not shapes or len(shapes[0].points) != 2:
        return None
    return shapes[0].points[0], shapes[0].points[1]
