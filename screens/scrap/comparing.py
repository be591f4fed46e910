"""Before and after: whether a change in the shop has helped, or whether it may be chance."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from inspection.language import Language, number
from inspection.rate import Rate
from inspection.scrap_book.enough import GROUP
from inspection.scrap_book.facts import PartFacts
from inspection.scrap_book.periods import Comparison, Outcome, before_after
from inspection.wording.amounts import percent
from screens.scrap.charts import BLUE, draw, numbers_axis, values
from screens.scrap.shown import Shown
from screens.scrap.tables import show_table
from screens.scrap.wording import midnight, share_words
from screens.setup.notice import Notice, Standing, show
from screens.setup.times import day_text
from screens.texts import translator

if TYPE_CHECKING:
    import altair as alt

LENGTHS: Final = (7, 14, 30, 91)
_FIRST: Final = 14
_KINDS: Final[dict[Outcome, Standing]] = {
    Outcome.BETTER: "good",
    Outcome.WORSE: "bad",
    Outcome.CHANCE: "hint",
    Outcome.TOO_FEW: "open",
}


def comparing(shown: Shown, language: Language) -> None:
    """The section. Both periods are as long as chosen; the second one ends today at the latest."""
    _ = translator(language)
    day, length = _chosen(shown, language)
    before = _between(shown, day - timedelta(days=length), day)
    after = _between(shown, day, min(day + timedelta(days=length), shown.today + timedelta(days=1)))
    if min(len(before), len(after)) < GROUP:
        text = _("Choose another day or a longer time.")
        show(Notice(kind="open", title=_("There are too few parts to compare."), text=text), language)
        return
    found = before_after(before, after)
    show(verdict(found, language), language)
    names = (
        _("{count} days before").format(count=length),
        _("from {day} on").format(day=day_text(day, language)),
    )
    draw(_chart(found, names, language), _reading(found, names, language), height_px=200)
    _table(found, names, language)


def verdict(found: Comparison, language: Language) -> Notice:
    """Better, worse, or not to be told from chance; with both shares and the difference."""
    _ = translator(language)
    title = {
        Outcome.BETTER: _("It has become better, and that is hardly chance."),
        Outcome.WORSE: _("It has become worse, and that is hardly chance."),
        Outcome.CHANCE: _("The difference may well be chance."),
        Outcome.TOO_FEW: _("Too few parts to say whether it has changed."),
    }[found.outcome]
    lines = [
        _("Before: {share}").format(share=share_words(found.before, language)),
        _("After: {share}").format(share=share_words(found.after, language)),
    ]
    if found.difference is not None:
        lines.append(_difference(found, language))
    if found.outcome is not Outcome.TOO_FEW:
        lines.append(_by_chance(found.p, language))
    return Notice(kind=_KINDS[found.outcome], title=title, lines=tuple(lines))


def _difference(found: Comparison, language: Language) -> str:
    _ = translator(language)
    said = _("Change: {difference} percentage points, probably between {low} and {high}.")
    points = (found.difference or 0.0, found.low, found.high)
    difference, low, high = (_signed(100 * value, language) for value in points)
    return said.format(difference=difference, low=low, high=high)


def _signed(value: float, language: Language) -> str:
    text = f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")
    return text if language == "en" else text.replace(".", ",")


def _by_chance(p: float, language: Language) -> str:
    """Fisher's p as people say it."""
    _ = translator(language)
    rare = 0.01
    if p < rare:
        return _("By chance alone so large a difference would come up less than once in 100 such comparisons.")
    said = _("By chance alone so large a difference would come up about {count} times in 100 such comparisons.")
    return said.format(count=round(100 * p))


def _chosen(shown: Shown, language: Language) -> tuple[date, int]:
    _ = translator(language)
    form = "DD.MM.YYYY" if language == "de" else "DD/MM/YYYY"
    with st.container(key="mb_compare", horizontal=True):
        day = st.date_input(
            _("Changed on"),
            value=shown.today - timedelta(days=_FIRST),
            max_value=shown.today,
            format=form,
            key="scrap_changed_on",
        )
        length = st.selectbox(
            _("Look at so many days before and after"),
            LENGTHS,
            index=LENGTHS.index(_FIRST),
            format_func=lambda days: _("{count} days").format(count=days),
            key="scrap_compare_days",
        )
    return (day if isinstance(day, date) else shown.today), length


def _between(shown: Shown, first: date, end: date) -> PartFacts:
    """Parts of these days (`end` is not in it), with all the other filters."""
    question = shown.asked.question(shown.today).model_copy(update={"since": midnight(first), "until": midnight(end)})
    return shown.everything.where(question.mask(shown.everything))


def _chart(found: Comparison, names: tuple[str, str], language: Language) -> "alt.LayerChart | alt.FacetChart":
    """Both shares as points with their intervals."""
    import altair as alt

    _ = translator(language)
    rows = [_row(name, rate, language) for name, rate in zip(names, (found.before, found.after), strict=True)]
    base = alt.Chart(values(rows)).encode(
        y=alt.Y("name:N", sort=list(names), title=None, axis=alt.Axis(labelLimit=260)),
        tooltip=[alt.Tooltip("said:N", title=" ")],
    )
    axis = numbers_axis(language, _("scrap, in percent"))
    line = base.mark_rule(strokeWidth=6, color=BLUE, opacity=0.45).encode(
        x=alt.X("low:Q", axis=axis, scale=alt.Scale(zero=True)), x2="high:Q"
    )
    point = base.mark_point(filled=True, size=260, color=BLUE, opacity=1).encode(x="share:Q")
    return alt.layer(line, point)


def _row(name: str, rate: Rate, language: Language) -> dict[str, str | float]:
    return {
        "name": name,
        "share": 100 * (rate.value or 0.0),
        "low": 100 * rate.low,
        "high": 100 * rate.high,
        "said": share_words(rate, language),
    }


def _reading(found: Comparison, names: tuple[str, str], language: Language) -> str:
    both = zip(names, (found.before, found.after), strict=True)
    return "; ".join(f"{name}: {share_words(rate, language)}" for name, rate in both)


def _table(found: Comparison, names: tuple[str, str], language: Language) -> None:
    _ = translator(language)
    columns = (_("Time"), _("Scrap"), _("Parts"), _("Share"), _("95 % interval"))
    rows = (
        (
            name,
            number(rate.count, language),
            number(rate.n, language),
            percent(rate.value or 0.0, language),
            f"{percent(rate.low, language)} – {percent(rate.high, language)}",
        )
        for name, rate in zip(names, (found.before, found.after), strict=True)
    )
    show_table(_("Before and after"), columns, rows, language)
