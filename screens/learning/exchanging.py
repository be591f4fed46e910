"""The section in which a whole part goes to another workshop as one file, or comes from one; drawings, too."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import streamlit as st

from inspection.errors import ModelRefused, RecipeRefused
from inspection.language import Language
from inspection.people import Role
from inspection.places import find_model
from inspection.station import Station
from screens.access import visitor
from screens.access.visiting import asked_for_html
from screens.components import ASSETS
from screens.host import StationHost, at_work
from screens.learning.exchanging_labels import exchanging_labels
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show, show_words
from screens.texts import translator
from training.errors import PartRefused
from training.labelling.drawing import LabelPicture
from training.part_exchange.packing import approved_pictures, licence_of, pack
from training.part_exchange.parcel import SUFFIX
from training.part_exchange.taking import TakenPart, take_part

PLACE: Final = "exchanging"
SHOWN: Final = 12
"""So many approved pictures are offered, the newest first."""
_TIMES: Final = "learn_part_times"
_COLUMNS: Final = 6


def exchanging(host: StationHost, station: Station, language: Language) -> None:
    """Out, in, and drawings of other programs."""
    _ = translator(language)
    for style in ("setup.css", "exchanging.css"):
        st.html(ASSETS / style)
    if not visitor().may(Role.MASTER):
        st.html(asked_for_html(Role.MASTER, language))
        return
    show_said(PLACE, language)
    _out(host, station, language)
    _in(language)
    exchanging_labels(host, station, language)


def _out(host: StationHost, station: Station, language: Language) -> None:
    _ = translator(language)
    st.subheader(_("Hand this part on"), anchor=False)
    name = station.recipe.name
    try:
        folder = find_model(station.recipe.model, host.home)
        licence = licence_of(folder)
    except ModelRefused as error:
        show(Notice(kind="bad", title=_("This part has no model that can be handed on."), detail=str(error)), language)
        return
    text = _("One file with the recipe, the model {model} and its card. Licence of the model: {licence}.")
    show_words(text.format(model=folder.name, licence=licence))
    chosen = _chosen_pictures(host, name, language)
    if chosen:
        title = _("With this file {count} pictures of your parts leave the house.").format(count=len(chosen))
        show(Notice(kind="open", title=title, text=_("Whoever has the file can look at them.")), language)
    with st.container(key="mb_hand_on"):
        st.download_button(
            _("Save the part as a file"),
            data=partial(_packed, host, name, tuple(chosen)),
            file_name=f"{name}{SUFFIX}",
            mime="application/octet-stream",
            key="learn_part_out",
            on_click="ignore",
            width="stretch",
        )


def _chosen_pictures(host: StationHost, part: str, language: Language) -> list[str]:
    """None at first: a picture leaves the house only where the master ticks it."""
    _ = translator(language)
    offered = approved_pictures(host.label_desk.book, part)[:SHOWN]
    if not offered or not st.toggle(_("Choose pictures that go along"), key="learn_with_pictures"):
        return []
    chosen = []
    with st.container(key="mb_pictures_out"):
        for first in range(0, len(offered), _COLUMNS):
            columns = st.columns(_COLUMNS)
            for number, (column, picture) in enumerate(zip(columns, offered[first:], strict=False), first + 1):
                with column:
                    if _tick(part, picture, number, language):
                        chosen.append(picture.sha256)
    return chosen


def _tick(part: str, picture: LabelPicture, number: int, language: Language) -> bool:
    _ = translator(language)
    address = f"/api/labels/{part}/pictures/{picture.sha256}/small"
    st.html(f'<img class="mb-out-picture" src="{address}" alt="">')
    ticked: bool = st.checkbox(_("Picture {number}").format(number=number), key=f"learn_out_{picture.sha256}")
    return ticked


def _packed(host: StationHost, part: str, pictures: tuple[str, ...]) -> bytes:
    """Is asked for when somebody saves the file; what leaves the house is recorded."""
    packed = pack(part, host.home, host.label_desk.book, pictures)
    if host.station is not None:
        models = ", ".join(model.name for model in packed.parcel.models)
        host.station.note("part-handed-on", f"{part}: {models}, {len(pictures)} pictures")
    return packed.data


def _in(language: Language) -> None:
    _ = translator(language)
    st.subheader(_("Take a part from another workshop"), anchor=False)
    text = _("Everything in the file is checked before anything is kept. It judges nothing before you choose it.")
    show_words(text)
    show_words(_("The check says that the file is whole, not who made it: take files only from people you know."))
    times = st.session_state.setdefault(_TIMES, 0)  # a new field after every file that was taken
    file = st.file_uploader(_("File of a part"), key=f"learn_part_in_{times}", type=[SUFFIX.removeprefix(".")])
    if file is not None:
        with st.container(key="mb_take_part"):
            st.button(
                _("Check it and take it"),
                key="learn_part_take",
                type="primary",
                on_click=attempt,
                args=(PLACE, partial(_take, file.getvalue(), times)),
                width="stretch",
            )


def _take(data: bytes, times: int) -> Said | None:
    """A second click finds that the file was taken already."""
    host = at_work()
    if st.session_state.get(_TIMES) != times:
        return None
    try:
        with TemporaryDirectory() as beside:
            archive = Path(beside) / f"came{SUFFIX}"
            archive.write_bytes(data)
            taken = take_part(archive, host.home, host.label_desk.book)
    except (PartRefused, RecipeRefused) as error:
        return partial(_said_refused, str(error))
    st.session_state[_TIMES] = times + 1
    if host.station is not None:
        detail = f"{taken.part} (there: {taken.part_there}): {', '.join(taken.models)}, {taken.pictures} pictures"
        host.station.note("part-taken", detail)
    return partial(_said_taken, taken)


def _said_refused(detail: str, language: Language) -> Notice:
    _ = translator(language)
    title, text = _("This file was refused; nothing was kept of it."), _("Have it made again by a workshop you trust.")
    return Notice(kind="bad", title=title, text=text, detail=detail)


def _said_taken(taken: TakenPart, language: Language) -> Notice:
    _ = translator(language)
    title = _("The part {part} is here, with the model {model}.").format(part=taken.part, model=", ".join(taken.models))
    lines = [_("Look at its limits, then choose it under Set up.")]
    if taken.part != taken.part_there:
        lines.append(
            _("There was a part of that name already: there it is called {name}.").format(name=taken.part_there)
        )
    if taken.pictures:
        text = _("{count} pictures came along; they stand under Draw and wait for your approval.")
        lines.append(text.format(count=taken.pictures))
    return Notice(kind="good", title=title, lines=tuple(lines))
