"""Which part of the picture is judged, and how the part is found on it."""

from functools import partial

import streamlit as st

from inspection.language import Language
from inspection.station import Station
from inspection.station.setting_up import teach_golden_part
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import Said, attempt
from screens.setup.notice import Notice
from screens.setup.part.areas import areas_on, keep_drawn
from screens.setup.part.draft import begin, drafted
from screens.setup.part.fields import base, field, value
from screens.setup.part.problem import DraftProblem, field_word
from screens.setup.part.saving import PLACE
from screens.setup.pictures import ShownFrame
from screens.setup.points import PointsData, drawn, picture_of, points
from screens.setup.typing import number_field
from screens.texts import translator

_SHOWN = "area_picture"
_GOLDEN = "area_golden"
_POINTS = "area_points"


def area_form(host: StationHost, station: Station, language: Language) -> None:
    """The picture to draw on, on the left; how the part is found, on the right."""
    left, right = st.columns([2, 1])
    picture = _picture(host, station)
    with left:
        if picture is None:
            live_view(station, None, language)
        else:
            _areas(picture, language)
    with right:
        _snap_button(host, station, picture, language)
        _position(language)
        _golden(host, station, language)


def _picture(host: StationHost, station: Station) -> ShownFrame | None:
    """The golden picture where one was taught: areas are drawn on it and move with the part. Else one just taken."""
    golden = station.setup.golden
    if golden is None or value("align") == "none":
        return st.session_state.get(_SHOWN)
    kept = st.session_state.get(_GOLDEN)
    if kept is None or kept[0] != golden.sha256 or host.desk.pictures.find(kept[1].key) is None:
        kept = st.session_state[_GOLDEN] = (golden.sha256, host.desk.pictures.show(golden.pixels, station.camera_id))
    shown: ShownFrame = kept[1]
    return shown


def _areas(picture: ShownFrame, language: Language) -> None:
    _ = translator(language)
    texts = {
        "first": _("Nothing is drawn: the whole picture is judged."),
        "corner": _("Touch the corners one after the other."),
        "close": _("Go on, or touch the first corner again to finish."),
        "done": _("Touch an area's corner to move it. The picture can be enlarged."),
        "point": _("Corner {number}"),
        "zoom_in": _("larger"),
        "zoom_out": _("smaller"),
        "whole": _("Whole picture"),
        "remove": _("Remove the corner"),
        "remove_area": _("Remove the area"),
        "begin_in": _("Judge an area"),
        "begin_out": _("Leave an area out"),
        "finish": _("Finish the area"),
    }
    doc = f"{picture.key}:{field('areas')}"
    data = PointsData(
        doc=doc,
        picture=picture_of(picture, _("Picture of the part")),
        shape="areas",
        shapes=areas_on(picture.resolution_wh),
        texts=texts,
    )
    points(data, key=_POINTS, on_drawn=partial(_keep, doc, picture.resolution_wh))


def _keep(doc: str, resolution_wh: tuple[int, int]) -> None:
    shapes = drawn(_POINTS, doc)
    if shapes is not None:
        keep_drawn(shapes, resolution_wh)


def _snap_button(host: StationHost, station: Station, picture: ShownFrame | None, language: Language) -> None:
    _ = translator(language)
    if station.setup.golden is not None and value("align") != "none":
        return
    st.button(
        _("Take a picture") if picture is None else _("Take another picture"),
        key="area_snap",
        on_click=partial(_snap, host, station),
        width="stretch",
    )


def _snap(host: StationHost, station: Station) -> None:
    def act() -> Said | None:
        st.session_state[_SHOWN] = host.desk.pictures.show_frame(station.snap())
        return None

    attempt(PLACE, act)


def _position(language: Language) -> None:
    _ = translator(language)
    ways = {"none": _("it always lies alike"), "features": _("outline and edges"), "marker": _("printed marker")}
    st.radio(
        _("How the part is found"),
        list(ways),
        format_func=ways.__getitem__,
        key=field("align"),
        persist_state="session",
    )
    if value("align") == "none":
        return
    if value("align") == "marker":
        st.selectbox(
            _("Kind of marker"),
            ("4x4-50", "5x5-100", "6x6-250", "april-36h11"),
            key=field("dictionary"),
            persist_state="session",
        )
        number_field(field_word("marker_id", language), field("marker_id"))
    shift, turn = st.columns(2)
    with shift:
        number_field(_("{field} up to, in %").format(field=field_word("max_shift", language)), field("max_shift"))
    with turn:
        number_field(_("{field} up to, in °").format(field=field_word("max_turn", language)), field("max_turn"))


def _golden(host: StationHost, station: Station, language: Language) -> None:
    """Teaching makes a version, so what was changed in the draft has to be saved first."""
    _ = translator(language)
    if value("align") == "none":
        return
    taught = station.setup.golden is not None
    st.button(
        _("Take this part as the golden part") if not taught else _("Take this part as the new golden part"),
        key="golden_teach",
        type="secondary" if taught else "primary",
        disabled=_is_changed(),
        on_click=partial(_teach, host, station, station.recipe.version, language),
        width="stretch",
    )
    if _is_changed():
        st.caption(_("Save your changes first, then lay a good part under the camera."))


def _is_changed() -> bool:
    try:
        return drafted() != base()
    except DraftProblem:
        return True


def _teach(host: StationHost, station: Station, version: int, language: Language) -> None:
    """`version` is that on the page, so that a double click teaches once."""

    def act() -> Said:
        host.desk.once(f"golden {station.recipe.name} {version}", lambda: teach_golden_part(station))
        begin(station.recipe, language)
        return partial(_taught, station.recipe.version)

    attempt(PLACE, act)


def _taught(version: int, language: Language) -> Notice:
    _ = translator(language)
    title = _("The golden part is taught: version {version} looks for it on every picture.").format(version=version)
    return Notice(kind="good", title=title)
