"""Drawings for other programs and of other programs, as a zip file."""

from functools import partial
from typing import Final

import streamlit as st

from inspection.language import Language
from inspection.people import Role
from inspection.station import Station
from screens.host import StationHost, at_work
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show_words
from screens.texts import translator
from training.data.exchange.transfer import Format
from training.errors import TrainingError
from training.labelling.handing import Handed, hand_in, hand_out
from training.part_exchange.packing import approved_pictures

PLACE: Final = "exchanging_labels"
_TIMES: Final = "learn_labels_times"
_NAMES: Final = {Format.YOLO: "YOLO", Format.COCO: "COCO", Format.CVAT: "CVAT"}


def exchanging_labels(host: StationHost, station: Station, language: Language) -> None:
    """What was drawn and approved goes out; what others drew comes in, to be approved."""
    _ = translator(language)
    st.subheader(_("Drawings of other programs"), anchor=False)
    show_said(PLACE, language)
    part = station.recipe.name
    count = len(approved_pictures(host.label_desk.book, part))
    if count:
        _out(host, part, count, language)
    else:
        show_words(_("No drawing is approved yet, so there is none to hand out."))
    _in(part, language)


def _out(host: StationHost, part: str, count: int, language: Language) -> None:
    _ = translator(language)
    format = st.segmented_control(
        _("Format"), list(Format), default=Format.YOLO, format_func=_NAMES.__getitem__, key="learn_labels_format"
    )
    chosen = format or Format.YOLO
    text = _("Save {count} approved drawings with their pictures: they leave the house")
    with st.container(key="mb_labels_out"):
        st.download_button(
            text.format(count=count),
            data=partial(_handed_out, host, part, chosen),
            file_name=f"{part}-{chosen}.zip",
            mime="application/zip",
            key="learn_labels_out",
            on_click="ignore",
            width="stretch",
        )


def _handed_out(host: StationHost, part: str, format: Format) -> bytes:
    """Is asked for when somebody saves the file; what leaves the house is recorded."""
    data, told = hand_out(host.label_desk.book, part, format)
    if host.station is not None:
        host.station.note("drawings-handed-out", f"{part}: {told.pictures} pictures, {format}")
    return data


def _in(part: str, language: Language) -> None:
    _ = translator(language)
    times = st.session_state.setdefault(_TIMES, 0)  # a new field after every file that was taken
    label = _("Take drawings from a zip file (YOLO, COCO or CVAT)")
    file = st.file_uploader(label, key=f"learn_labels_in_{times}", type=["zip"])
    if file is not None:
        with st.container(key="mb_labels_in"):
            st.button(
                _("Check the drawings and take them"),
                key="learn_labels_take",
                type="primary",
                on_click=attempt,
                args=(PLACE, partial(_take, part, file.getvalue(), times)),
                width="stretch",
            )


def _take(part: str, data: bytes, times: int) -> Said | None:
    """A second click finds that the file was taken already."""
    host = at_work()
    if st.session_state.get(_TIMES) != times:
        return None
    try:
        taken = hand_in(host.label_desk.book, part, data, role=Role.MASTER)
    except TrainingError as error:
        return partial(_said_refused, str(error))
    st.session_state[_TIMES] = times + 1
    if host.station is not None:
        host.station.note("drawings-taken", f"{part}: {taken.pictures} pictures, {taken.format}")
    return partial(_said_taken, taken)


def _said_refused(detail: str, language: Language) -> Notice:
    _ = translator(language)
    title = _("These drawings were refused; nothing was kept of them.")
    return Notice(kind="bad", title=title, text=_("Mend the file where it was made, then try again."), detail=detail)


def _said_taken(taken: Handed, language: Language) -> Notice:
    _ = translator(language)
    title = _("{count} pictures with {places} drawn places are here.").format(count=taken.pictures, places=taken.shapes)
    lines = [_("They stand under Draw and wait for your approval.")]
    if taken.known:
        lines.append(_("{count} of them had been drawn on here: that stays.").format(count=taken.known))
    return Notice(kind="good", title=title, lines=tuple(lines))
