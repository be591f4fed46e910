"""The scrap rate as a chart with limits: what is chance, and what has become worse or better."""

from typing import TYPE_CHECKING

from inspection.language import Language, number
from inspection.scrap_book.p_chart import PChart, p_chart
from inspection.scrap_book.runs import signals
from inspection.wording.amounts import percent
from screens.scrap.buckets import Unit, buckets, point_word
from screens.scrap.charts import BLUE, GREY, RED, draw, numbers_axis, values
from screens.scrap.rate_words import reading, signal_notices
from screens.scrap.shown import Shown
from screens.scrap.tables import show_table
from screens.scrap.totals import show_totals
from screens.setup.notice import show, show_words
from screens.texts import translator

if TYPE_CHECKING:
    import altair as alt

_FEWEST_POINTS = 2


def rate(shown: Shown, language: Language) -> None:
    """The section."""
    _ = translator(language)
    show_totals(shown, language)
    unit, points = buckets(shown.parts)
    if len(points) < _FEWEST_POINTS:
        show_words(_("For a chart parts of several days are needed."))
        return
    chart = p_chart(
        [point_word(point, unit, language) for point in points],
        [point.scrapped for point in points],
        [point.inspected for point in points],
    )
    for notice in signal_notices(signals(chart), points, unit, shown.today, language):
        show(notice, language)
    draw(_chart(chart, language), reading(chart, language))
    _table(chart, unit, language)
    show_words(_how_to_read(language))


def _chart(chart: PChart, language: Language) -> "alt.LayerChart | alt.FacetChart":
    """Limits as steps that follow n, the mean as a line, points beyond the limits red and of another shape."""
    import altair as alt

    _ = translator(language)
    inside, beyond = _("within the usual range"), _("outside the usual range")
    rows = [
        {
            "place": number_,
            "label": point.label,
            "share": 100 * (point.share or 0),
            "low": 100 * point.low,
            "high": 100 * point.high,
            "mean": 100 * (chart.mean or 0),
            "kind": beyond if point.beyond else inside,
            "said": _point_words(point.label, point.count, point.n, language),
            "limits": f"{percent(point.low, language)} – {percent(point.high, language)}",
        }
        for number_, point in enumerate(chart.points)
    ]
    order = [str(row["label"]) for row in rows]
    x = alt.X("label:N", sort=order, title=None, axis=alt.Axis(labelAngle=-40, labelOverlap="greedy"))
    base = alt.Chart(values(rows)).encode(x=x)
    step = base.mark_line(interpolate="step", strokeDash=[6, 4], color=GREY, strokeWidth=2)
    axis = numbers_axis(language, _("scrap, in percent"))
    shares = base.encode(
        y=alt.Y("share:Q", axis=axis),
        tooltip=[alt.Tooltip("said:N", title=" "), alt.Tooltip("limits:N", title=_("usual range"))],
    )
    colours = alt.Scale(domain=[inside, beyond], range=[BLUE, RED])
    legend = alt.Legend(orient="top", title=None)
    return alt.layer(
        step.encode(y="high:Q"),
        step.encode(y="low:Q"),
        base.mark_line(color=GREY, strokeWidth=2).encode(y="mean:Q"),
        shares.mark_line(color=BLUE, strokeWidth=2),
        shares.mark_point(filled=True, size=110, opacity=1).encode(
            color=alt.Color("kind:N", scale=colours, legend=legend),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=[inside, beyond], range=["circle", "diamond"])),
        ),
    )


def _point_words(label: str, count: int, n: int, language: Language) -> str:
    _ = translator(language)
    return _("{when}: {count} of {n}").format(when=label, count=number(count, language), n=number(n, language))


def _table(chart: PChart, unit: Unit, language: Language) -> None:
    _ = translator(language)
    when = {Unit.DAY: _("Day"), Unit.WEEK: _("Week"), Unit.MONTH: _("Month")}[unit]
    beyond = _("outside the usual range")
    columns = (when, _("Scrap"), _("Parts"), _("Share"), _("Usual range"), _("95 % interval"))
    rows = (
        (
            point.label,
            number(point.count, language),
            number(point.n, language),
            percent(point.share or 0, language) + (f" · {beyond}" if point.beyond else ""),
            f"{percent(point.low, language)} – {percent(point.high, language)}",
            f"{percent(point.rate.low, language)} – {percent(point.rate.high, language)}",
        )
        for point in chart.points
    )
    show_table(_("Scrap rate"), columns, rows, language)


def _how_to_read(language: Language) -> str:
    _ = translator(language)
    return _(
        "Between the dashed lines a point moves by chance alone; they are wide where few parts were inspected. "
        "Days with fewer than five parts are joined."
    )
