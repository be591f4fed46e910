"""The quick start of the scale: a picture of a ruler, two points on it, and how far they are apart."""

from functools import partial

import streamlit as st

from inspection.calibration import Calibration, calibrate_by_ruler
from inspection.errors import CalibrationRefused
from inspection.language import Language
from inspection.station import Station
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import Said, attempt, forget
from screens.setup.notice import show, show_todo
from screens.setup.pictures import ShownFrame
from screens.setup.points import PointsData, as_line, drawn, picture_of, points
from screens.setup.scale.found import PLACE, saved, show_found
from screens.setup.trouble import trouble
from screens.setup.typing import number_field, parse_number
from screens.texts import translator

_PICTURE = "ruler_picture"
_POINTS = "ruler_points"
_LENGTH = "ruler_length"


def ruler(host: StationHost, station: Station, language: Language) -> Calibration | None:
    """Take a picture, mark two points, type the length, save. Gives the scale that is not saved yet."""
    _ = translator(language)
    picture: ShownFrame | None = st.session_state.get(_PICTURE)
    left, right = st.columns([3, 2])
    with left:
        if picture is None:
            live_view(station, None, language)
        else:
            _picture(picture, language)
    with right:
        show_todo(1, _("Lay a ruler where the parts will lie."))
        st.button(
            _("Take a picture") if picture is None else _("Take another picture"),
            key="ruler_snap",
            type="primary" if picture is None else "secondary",
            on_click=partial(_snap, host, station),
            width="stretch",
        )
        return None if picture is None else _length(host, station, picture, language)


def _picture(picture: ShownFrame, language: Language) -> None:
    _ = translator(language)
    texts = {
        "first": _("Touch a mark of the ruler."),
        "second": _("Touch a second mark, as far away as you can."),
        "done": _("Drag a point to correct it. The picture can be enlarged."),
        "point": _("Point {number}"),
        "zoom_in": _("larger"),
        "zoom_out": _("smaller"),
        "whole": _("Whole picture"),
        "remove": _("Remove the point"),
    }
    data = PointsData(
        doc=picture.key,
        picture=picture_of(picture, _("Picture of the ruler")),
        shape="line",
        shapes=(),
        texts=texts,
    )
    points(data, key=_POINTS, on_drawn=partial(forget, PLACE))


def _length(host: StationHost, station: Station, picture: ShownFrame, language: Language) -> Calibration | None:
    _ = translator(language)
    show_todo(2, _("Touch two marks of the ruler, as far apart as you can."))
    show_todo(3, _("Enter how far they are apart."))
    number_field(_("Length between the two points in mm"), _LENGTH)
    found: Calibration | None = None
    try:
        found = _calibration(picture)
    except CalibrationRefused as error:
        show(trouble(error, language), language)
    if found is not None:
        show_found(found, station, language)
    st.button(
        _("Save the scale"),
        key="ruler_save",
        type="primary",
        disabled=found is None,
        on_click=partial(_save, host, station),
        width="stretch",
    )
    return found


def _calibration(picture: ShownFrame) -> Calibration | None:
    """The scale by what was marked and typed; None while something is missing. Raises CalibrationRefused."""
    line = as_line(drawn(_POINTS, picture.key))
    length_mm = parse_number(st.session_state.get(_LENGTH, ""))
    if line is None or not length_mm or length_mm <= 0:
        return None
    return calibrate_by_ruler(
        *line, length_mm, camera_id=picture.camera_id, resolution_wh=(picture.width_px, picture.height_px)
    )


def _snap(host: StationHost, station: Station) -> None:
    def act() -> Said | None:
        st.session_state[_PICTURE] = host.desk.pictures.show_frame(station.snap())
        return None

    attempt(PLACE, act)


def _save(host: StationHost, station: Station) -> None:
    """A second click finds no picture any more, or the same scale saved."""
    picture: ShownFrame | None = st.session_state.get(_PICTURE)
    if picture is None:
        return

    def act() -> Said | None:
        calibration = _calibration(picture)
        if calibration is None:
            return None
        host.desk.save_calibration(station, calibration)
        st.session_state.pop(_PICTURE, None)
        return partial(saved, calibration)

    attempt(PLACE, act)
