"""Border samples as they are shown: just good beside just bad, a pair for each defect."""

from html import escape

import streamlit as st

from inspection.border_samples import BorderSample, Side, load_border_samples
from inspection.errors import StorageFailed
from inspection.language import Language
from inspection.setup import taught_folder
from inspection.station import Station
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.daily.taught_route import taught_address
from screens.setup.notice import Notice, show
from screens.texts import translator


def border_pairs(station: Station, language: Language) -> None:
    """All pairs of the part; nothing where there are none."""
    _ = translator(language)
    try:
        samples = load_border_samples(taught_folder(station.home, station.recipe.name))
    except StorageFailed as error:
        show(Notice(kind="bad", title=_("The border samples cannot be read."), detail=str(error)), language)
        return
    if not samples.classes:
        return
    st.subheader(_("Border samples"), anchor=False)
    pairs = "".join(
        pair_html(
            capital(class_word(name, language)),
            samples.of(name, Side.JUST_GOOD),
            samples.of(name, Side.JUST_BAD),
            language,
        )
        for name in samples.classes
    )
    st.html(f'<div class="mb-pairs">{pairs}</div>')


def pair_html(title: str, good: BorderSample | None, bad: BorderSample | None, language: Language) -> str:
    """One pair; a side without a picture says so."""
    _ = translator(language)
    sides = (("good", "✓", _("just OK"), good), ("bad", "✕", _("just not OK"), bad))
    seen = "".join(_side(*side, language) for side in sides)
    return f'<section class="mb-pair"><h3>{escape(title)}</h3><div>{seen}</div></section>'


def _side(kind: str, mark: str, words: str, sample: BorderSample | None, language: Language) -> str:
    _ = translator(language)
    none_yet = escape(_("no picture yet"))
    seen = f"<p>{none_yet}</p>"
    if sample is not None:
        seen = f'<img src="{escape(taught_address(sample.picture_sha256))}" alt="{escape(words)}">'
    caption = f'<figcaption><i aria-hidden="true">{mark}</i> {escape(words)}</figcaption>'
    return f'<figure data-kind="{kind}">{seen}{caption}</figure>'
