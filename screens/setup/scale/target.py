"""The exact scale: pictures of the printed target, tilted to all sides, the last with it where the parts lie."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.calibration import TARGETS, Calibration, Target, calibration_lines, covered, target_pdf
from inspection.calibration.by_target import MIN_FIELD, MIN_VIEWS
from inspection.errors import CalibrationRefused
from inspection.language import Language, number
from inspection.station import Station
from screens.host import StationHost
from screens.live_view import live_view
from screens.setup.acting import Said, attempt, forget
from screens.setup.notice import Notice, show, show_picture, show_todo, show_words
from screens.setup.scale.found import PLACE, saved, show_found
from screens.setup.scale.target_round import (
    Round,
    begin_anew,
    calculated,
    drop_newest,
    found_scale,
    keep_round,
    present_round,
    with_picture,
)
from screens.setup.trouble import trouble
from screens.setup.typing import number_field, parse_number
from screens.texts import translator

_RULER: Final = "target_ruler"
_CROSS: Final = "target_cross"
_HALF: Final = "target_half"


def target(host: StationHost, station: Station, language: Language) -> Calibration | None:
    """Print, measure the print, take pictures, save. Gives the scale that is not saved yet."""
    _ = translator(language)
    taken = present_round()
    left, right = st.columns(2)
    with left:
        live_view(station, None, language)
    with right:
        st.session_state.setdefault(_HALF, "print")
        halves = {"print": _("Print and measure"), "take": _("Take pictures")}
        half = st.segmented_control(
            _("Print or take pictures"),
            list(halves),
            format_func=halves.__getitem__,
            key=_HALF,
            required=True,
            label_visibility="collapsed",
            width="stretch",
            persist_state="session",
        )
        if half == "print":
            _print(language)
            return None
        found = _result(host, station, taken, language)
        _views(host, station, taken, language)
        return found


def _print(language: Language) -> None:
    _ = translator(language)
    show_todo(1, _("Print the target at 100 %, glue it onto something flat and stiff."))
    chosen = st.selectbox(
        _("Choose one that fills a third of the picture or more."),
        range(len(TARGETS)),
        index=2,
        format_func=partial(_target_label, language=language),
        key="target_kind",
        persist_state="session",
    )
    sheet = TARGETS[chosen]
    st.download_button(
        _("Open the sheet as PDF"),
        data=partial(target_pdf, sheet),
        file_name=f"meisterblick-{sheet.paper}-{sheet.square_mm:g}mm.pdf",
        mime="application/pdf",
        key="target_pdf",
        on_click="ignore",
        width="stretch",
    )
    show_todo(2, _("Measure both printed lines with a steel rule."))
    along, across = st.columns(2)
    with along:
        number_field(_("lengthways, in mm"), _RULER)
    with across:
        number_field(_("crossways, in mm"), _CROSS)
    st.button(_("Go on: take pictures"), key="target_go_on", on_click=_go_on, type="primary", width="stretch")


def _go_on() -> None:
    st.session_state[_HALF] = "take"


def _target_label(index: int, language: Language) -> str:
    _ = translator(language)
    sheet: Target = TARGETS[index]
    width, height = sheet.size_mm
    return _("{paper}, squares of {square} mm: {width} × {height} mm").format(
        paper=sheet.paper.upper(),
        square=number(sheet.square_mm, language),
        width=number(width, language),
        height=number(height, language),
    )


def _views(host: StationHost, station: Station, taken: Round, language: Language) -> None:
    _ = translator(language)
    enough = len(taken.views) + 1 >= MIN_VIEWS
    show_todo(3, _("Hold the target under the camera: tilt it to each side, bring it into each corner."))
    st.button(
        _("Take picture {number}").format(number=len(taken.views) + 1),
        key="target_snap",
        type="secondary" if enough else "primary",
        on_click=partial(_snap, host, station, is_last=False),
        width="stretch",
    )
    if taken.all_views:
        picture, words = st.columns([1, 2])
        with picture:
            if taken.shown is not None:
                show_picture(taken.shown.address)
        with words:
            show_words(_progress(taken, language))
            st.button(_("Drop the newest picture"), key="target_drop", on_click=_drop, width="stretch")
    show_todo(4, _("Lay the target flat where the parts will lie, and take the last picture."))
    st.button(
        _("Take the last picture and calculate"),
        key="target_last",
        type="primary" if enough else "secondary",
        on_click=partial(_snap, host, station, is_last=True),
        width="stretch",
    )


def _progress(taken: Round, language: Language) -> str:
    """How many pictures, how much of the field, and what is still wanted."""
    _ = translator(language)
    share = covered(taken.all_views)
    words = _("Pictures: {count}. The target has been in {percent} % of the field (green).").format(
        count=len(taken.views), percent=number(round(100 * share), language)
    )
    if len(taken.views) + 1 < MIN_VIEWS:
        wanted = _("Before the last one, {count} more are wanted.").format(count=MIN_VIEWS - 1 - len(taken.views))
    elif share < MIN_FIELD:
        wanted = _("Bring it into the corners where it has not been yet.")
    else:
        wanted = _("That is enough for the last picture.")
    return f"{words} {wanted}"


def _result(host: StationHost, station: Station, taken: Round, language: Language) -> Calibration | None:
    _ = translator(language)
    if taken.last is None:
        return None
    ruler_mm, cross_mm = (parse_number(st.session_state.get(key, "")) for key in (_RULER, _CROSS))
    if ruler_mm is None:
        title = _("Enter how long the printed line is that runs lengthways: see “Print and measure”.")
        show(Notice(kind="bad", title=title), language)
        return None
    with st.spinner(_("Calculating …")):
        answer = calculated(ruler_mm, cross_mm)
    if isinstance(answer, CalibrationRefused):
        show(trouble(answer, language), language)
        return None
    show_found(answer, station, language)
    st.button(
        _("Save the scale"), key="target_save", type="primary", on_click=partial(_save, host, station), width="stretch"
    )
    show(Notice(kind="hint", title=_("What was measured"), lines=calibration_lines(answer, language)), language)
    return answer


def _snap(host: StationHost, station: Station, *, is_last: bool) -> None:
    def act() -> Said | None:
        taken = present_round()
        token = f"target {taken.key} {len(taken.all_views)} {is_last}"  # a double click is one picture
        keep_round(
            host.desk.once(token, lambda: with_picture(taken, station.snap(), host.desk.pictures, is_last=is_last))
        )
        return None

    attempt(PLACE, act)


def _drop() -> None:
    forget(PLACE)
    drop_newest()


def _save(host: StationHost, station: Station) -> None:
    """A second click finds no pictures any more, or the same scale saved."""
    calibration = found_scale()
    if calibration is None:
        return

    def act() -> Said:
        host.desk.save_calibration(station, calibration)
        begin_anew()
        st.session_state[_HALF] = "print"
        return partial(saved, calibration)

    attempt(PLACE, act)
