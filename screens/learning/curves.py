"""How good it has become, as a person reads it: so many of so many defects found, and the way there."""

from html import escape

import streamlit as st

from inspection.language import Language
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.learning.training_words import found_words
from screens.texts import translator
from training.fitting.journal import Finished, Validated


def found_list(look: Validated | Finished, language: Language) -> str:
    """A line a class with a bar, and the false alarms, as HTML; "" for a training that did not count."""
    _ = translator(language)
    rows = [
        f'<li><i aria-hidden="true" style="--share: {round(100 * one.found / one.of) if one.of else 0}%"></i>'
        f"<span>{escape(found_words(name, one.found, one.of, language))}</span></li>"
        for name, one in look.found.items()
    ]
    if not rows:
        return ""
    alarms = look.false_alarms or 0
    said = _("no false alarm") if not alarms else _("false alarms: {count}").format(count=alarms)
    return f'<ul class="mb-found">{"".join(rows)}<li><i></i><span>{escape(said)}</span></li></ul>'


def show_looks(looks: tuple[Validated, ...], language: Language) -> None:
    """What it finds now, and beside it the way there; nothing before it was looked at."""
    _ = translator(language)
    counted = [look for look in looks if look.found]
    if not counted:
        return
    now, way = st.columns(2)
    with now:
        on = escape(_("On pictures that it has not learned from:"))
        st.html(f'<section class="mb-room-card"><p>{on}</p>{found_list(counted[-1], language)}</section>')
    with way:
        if len(counted) > 1:
            _show_curves(counted, language)


def _show_curves(counted: list[Validated], language: Language) -> None:
    """One line a class: the share that was found, over the training."""
    _ = translator(language)
    import altair as alt

    values = [
        {
            "done": round(100 * look.share),
            "found": round(100 * one.found / one.of) if one.of else 0,
            "class": capital(class_word(name, language)),
            "said": found_words(name, one.found, one.of, language),
        }
        for look in counted
        for name, one in look.found.items()
    ]
    whole, quarters = alt.Scale(domain=[0, 100]), alt.Axis(values=[0, 25, 50, 75, 100])
    chart = (
        alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]
        .mark_line(point=alt.OverlayMarkDef(size=60), strokeWidth=3)
        .encode(
            x=alt.X("done:Q", title=_("learned, in percent"), scale=whole, axis=quarters),
            y=alt.Y("found:Q", title=_("found, of 100"), scale=whole, axis=quarters),
            color=alt.Color("class:N", title=None, legend=alt.Legend(orient="top")),
            shape=alt.Shape("class:N", legend=None),
            tooltip=[alt.Tooltip("said:N", title=" ")],
        )
        .properties(height=320)
        .configure_axis(labelFontSize=14, titleFontSize=14)
        .configure_legend(labelFontSize=15)
    )
    st.altair_chart(chart, width="stretch")
