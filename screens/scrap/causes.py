"""Which defects cost the most: the few that are worth looking at first, by parts or by euros."""

from typing import TYPE_CHECKING

import streamlit as st

from inspection.language import Language, number
from inspection.scrap_book.pareto import By, Cause, Pareto, pareto
from inspection.wording import class_word
from inspection.wording.amounts import euros, percent
from inspection.wording.words import capital
from screens.scrap.charts import AMBER, BLUE, GREY, draw, numbers_axis, values
from screens.scrap.shown import Shown
from screens.scrap.tables import show_table
from screens.setup.notice import Notice, show, show_words
from screens.texts import translator

if TYPE_CHECKING:
    import altair as alt

_SHOWN = 10
"""So many bars; the table has all."""


def causes(shown: Shown, language: Language) -> None:
    """The section."""
    _ = translator(language)
    by = _chosen(language)
    ranked = pareto(shown.parts, by)
    if not ranked.causes:
        show_words(_("No part was scrapped or reworked in this time."))
        return
    if by is By.COST and not ranked.cost_cents:
        show(Notice(kind="open", title=_("No cost is known: fill it in under Costs.")), language)
        return
    show(_first(ranked, language), language)
    draw(_chart(ranked, language), _reading(ranked, language))
    _table(ranked, language)


def cause_word(cause: str | None, language: Language) -> str:
    """The defect at the start of a line."""
    _ = translator(language)
    return _("no defect named") if cause is None else capital(class_word(cause, language))


def _chosen(language: Language) -> By:
    _ = translator(language)
    words = {By.COUNT: _("by parts"), By.COST: _("by euros")}
    chosen = st.segmented_control(
        _("Order"),
        list(By),
        default=By.COUNT,
        format_func=lambda one: words[one],
        key="scrap_by",
        label_visibility="collapsed",
    )
    return chosen or By.COUNT


def _first(ranked: Pareto, language: Language) -> Notice:
    """What is worth most, or that it is too early to say."""
    _ = translator(language)
    if not ranked.is_enough:
        title = _("Too few parts for an order that means something: {count} so far.")
        return Notice(kind="hint", title=title.format(count=number(ranked.count, language)))
    worst = ranked.causes[0]
    name, share = cause_word(worst.cause, language), percent(worst.share, language)
    if ranked.by is By.COST:
        title = _("{defect} costs most: {amount}, that is {share} of all costs.")
        title = title.format(defect=name, amount=euros(worst.cost_cents, language), share=share)
    else:
        title = _("{defect} comes most often: {count} of {n} parts that were scrapped or reworked, that is {share}.")
        count, n = number(worst.count, language), number(ranked.count, language)
        title = title.format(defect=name, count=count, n=n, share=share)
    return Notice(kind="hint", title=title)


def _amount(cause: Cause, by: By) -> float:
    return cause.count if by is By.COUNT else cause.cost_cents / 100


def _chart(ranked: Pareto, language: Language) -> "alt.LayerChart | alt.FacetChart":
    """Bars from the largest down, and over them the line of what they add up to."""
    import altair as alt

    _ = translator(language)
    rows = [
        {
            "defect": cause_word(cause.cause, language),
            "amount": _amount(cause, ranked.by),
            "upto": 100 * cause.cumulative,
            "said": _said(cause, ranked.by, language),
        }
        for cause in ranked.causes[:_SHOWN]
    ]
    order = [str(row["defect"]) for row in rows]
    x = alt.X("defect:N", sort=order, title=None, axis=alt.Axis(labelAngle=-30, labelOverlap=False, labelLimit=160))
    base = alt.Chart(values(rows)).encode(x=x, tooltip=[alt.Tooltip("said:N", title=" ")])
    title = _("parts") if ranked.by is By.COUNT else _("euros")
    bars = base.mark_bar(color=BLUE).encode(y=alt.Y("amount:Q", axis=numbers_axis(language, title, tickMinStep=1)))
    numbers = base.mark_text(dy=-8, fontSize=15, fontWeight="bold", color=GREY).encode(y="amount:Q", text="said:N")
    upto = alt.Y("upto:Q", scale=alt.Scale(domain=[0, 100]), axis=numbers_axis(language, _("together, in percent")))
    line = base.mark_line(color=AMBER, strokeWidth=3, point=alt.OverlayMarkDef(color=AMBER, size=80)).encode(y=upto)
    both: alt.LayerChart = alt.layer(alt.layer(bars, numbers), line).resolve_scale(y="independent")
    return both


def _said(cause: Cause, by: By, language: Language) -> str:
    return number(cause.count, language) if by is By.COUNT else euros(cause.cost_cents, language)


def _table(ranked: Pareto, language: Language) -> None:
    _ = translator(language)
    columns = (_("Defect"), _("Scrap"), _("Rework"), _("Cost"), _("Share"), _("together"))
    rows = (
        (
            cause_word(cause.cause, language),
            number(cause.scrap, language),
            number(cause.rework, language),
            _cost(cause, language),
            percent(cause.share, language),
            percent(cause.cumulative, language),
        )
        for cause in ranked.causes
    )
    show_table(_("Defects"), columns, rows, language)


def _cost(cause: Cause, language: Language) -> str:
    _ = translator(language)
    if cause.cost_unknown == cause.count:
        return _("unknown")
    said = euros(cause.cost_cents, language)
    if not cause.cost_unknown:
        return said
    return _("{cost}, {count} unknown").format(cost=said, count=number(cause.cost_unknown, language))


def _reading(ranked: Pareto, language: Language) -> str:
    _ = translator(language)
    said = _("Defects of {count} parts that were scrapped or reworked, the most frequent first: {defects}")
    if ranked.by is By.COST:
        said = _("Defects of {count} parts that were scrapped or reworked, the dearest first: {defects}")
    named = ", ".join(
        f"{cause_word(cause.cause, language)} {_said(cause, ranked.by, language)}" for cause in ranked.causes[:_SHOWN]
    )
    return said.format(count=number(ranked.count, language), defects=named)
