"""For the master: teach the parts of known quality, take border samples."""

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from inspection.border_samples import Side, load_border_samples
from inspection.daily_check import Quality
from inspection.errors import StorageFailed
from inspection.language import Language
from inspection.setup import taught_folder
from inspection.station import Station
from inspection.station.checking_day import (
    forget_known,
    remove_border_sample,
    take_border_sample,
    teach_known_part,
)
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.daily.border import border_pairs
from screens.daily.taught_route import taught_address
from screens.setup.acting import Said, attempt, show_said
from screens.setup.notice import Notice, show_words
from screens.setup.part.limits_form import known_classes
from screens.setup.times import day_text
from screens.texts import translator

KNOWN: Final = "known-parts"
BORDER: Final = "border-samples"
_CLASS: Final = "border_class"


def known_parts_form(station: Station, language: Language) -> None:
    """Two parts that are laid down every morning: one must come out as not OK, one as OK."""
    _ = translator(language)
    st.subheader(_("Parts of known quality"), anchor=False)
    show_words(_("A part with a defect and a good one, kept for this only. They show when the station has gone blind."))
    show_said(KNOWN, language)
    for quality, column in zip(Quality, st.columns(2), strict=True):
        with column, st.container(border=True, key=f"mb_known_{quality}"):
            _known(quality, station, language)


def border_form(station: Station, language: Language) -> None:
    """Take the pictures of just good and just bad, for each defect."""
    _ = translator(language)
    st.subheader(_("Take border samples"), anchor=False)
    show_words(_("Of each defect a part that is just OK, and one that is just not OK: so all judge alike."))
    show_said(BORDER, language)
    classes = known_classes(station)
    chosen = st.pills(
        _("Defect"),
        classes,
        format_func=lambda name: capital(class_word(name, language)),
        key=_CLASS,
        default=classes[0] if classes else None,
        required=True,
        label_visibility="collapsed",
    )
    if chosen is not None:
        for side, column in zip(Side, st.columns(2), strict=True):
            with column:
                words = _("This is just OK") if side is Side.JUST_GOOD else _("This is just not OK")
                _button(words, f"border_{side}", partial(_take, station, chosen, side))
                if _has(station, chosen, side):
                    _button(_("Remove the picture"), f"border_forget_{side}", partial(_remove, station, chosen, side))
    border_pairs(station, language)


def _known(quality: Quality, station: Station, language: Language) -> None:
    _ = translator(language)
    bad, part = quality is Quality.BAD, station.setup.known.of(quality)
    title = _("Known bad part: must be not OK") if bad else _("Known good part: must be OK")
    if part is None:
        missing = escape(_("not taught yet"))
        st.html(f'<div class="mb-known"><h3>{escape(title)}</h3><p>{missing}</p></div>')
    else:
        taught = _("taught on {day}").format(day=day_text(part.taught_at, language))
        picture = escape(taught_address(part.picture_sha256))
        st.html(
            f'<div class="mb-known"><h3>{escape(title)}</h3><img src="{picture}" alt=""><p>{escape(taught)}</p></div>'
        )
    words = _("This is the bad part") if bad else _("This is the good part")
    _button(words, f"known_{quality}", partial(_teach, station, quality))
    if part is not None:
        _button(_("Check without this part"), f"known_forget_{quality}", partial(_forget, station, quality))


def _button(label: str, key: str, act: partial[None]) -> None:
    st.button(label, key=key, on_click=act, width="stretch")


def _teach(station: Station, quality: Quality) -> None:
    def act() -> Said:
        teach_known_part(station, quality)
        return _taught

    attempt(KNOWN, act)


def _forget(station: Station, quality: Quality) -> None:
    attempt(KNOWN, partial(forget_known, station, quality))


def _take(station: Station, class_name: str, side: Side) -> None:
    def act() -> None:
        take_border_sample(station, class_name, side)

    attempt(BORDER, act)


def _remove(station: Station, class_name: str, side: Side) -> None:
    attempt(BORDER, partial(remove_border_sample, station, class_name, side))


def _has(station: Station, class_name: str, side: Side) -> bool:
    try:
        return load_border_samples(taught_folder(station.home, station.recipe.name)).of(class_name, side) is not None
    except StorageFailed:  # said where the pairs are shown
        return False


def _taught(language: Language) -> Notice:
    _ = translator(language)
    return Notice(kind="good", title=_("Taught. Mark the part, and keep it clean and safe."))
