"""The part of the page on which people draw: `assets/labelling*.js` asks the station by itself."""

from typing import Final, Literal

import streamlit as st

from inspection.closed import Closed
from inspection.language import Language
from inspection.people.role import Role
from inspection.station import Station
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.access import visitor
from screens.access.visiting import login_address
from screens.components import source
from screens.host import StationHost
from screens.labelling.queue import known_classes
from screens.labelling.words import all_texts, questions

Mode = Literal["draw", "approve"]
SCRIPTS: Final = (
    "shapes.js",
    "text_field.js",
    "labelling_shapes.js",
    "labelling_dialog.js",
    "labelling_drawn.js",
    "labelling_view.js",
    "labelling_work.js",
    "labelling_stage.js",
    "labelling_saving.js",
    "labelling_strip.js",
    "labelling_side.js",
    "labelling_compare.js",
    "labelling_notes.js",
    "labelling_keys.js",
    "labelling_acts.js",
    "labelling_handing.js",
    "labelling.js",
)


class LabelData(Closed):
    """What the component is told; all else it asks for. `class_words` are names of classes in words."""

    part: str
    mode: Mode
    language: Language
    login: str
    may_approve: bool
    class_words: dict[str, str]
    texts: dict[str, str | dict[str, str | tuple[str, ...]]]


def label_data(host: StationHost, station: Station, mode: Mode, language: Language) -> LabelData:
    """What it is told now. Raises StorageFailed."""
    part = station.recipe.name
    names = dict.fromkeys((*known_classes(station), *host.label_desk.book.classes(part)))
    return LabelData(
        part=part,
        mode=mode,
        language=language,
        login=login_address(language),
        may_approve=visitor().may(Role.MASTER),
        class_words={name: capital(class_word(name, language)) for name in names},
        texts={**all_texts(language), **questions(language)},
    )


_labelling = st.components.v2.component(
    "mb_labelling", html='<div class="mb-label"></div>', js=source(*SCRIPTS), isolate_styles=False
)


def labelling(host: StationHost, station: Station, mode: Mode, language: Language) -> None:
    """Strip, picture, buttons. Raises StorageFailed."""
    data = label_data(host, station, mode, language)
    _labelling(key=f"labelling_{mode}", data=data.model_dump(mode="json"))
