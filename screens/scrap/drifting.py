"""Is the model still right, are the pictures still what they were? Overruled and doubtful parts; light, sharpness."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from inspection.language import Language, number
from inspection.rate import Rate
from inspection.record import PictureLight
from inspection.records.search import Search
from inspection.scrap_book.drift import MIN_VALUES, DriftChart, drift_chart
from inspection.scrap_book.enough import enough_for_share
from inspection.scrap_book.per_class import ClassRates, halves, per_class
from inspection.scrap_book.periods import Comparison, Outcome
from inspection.wording.amounts import percent
from screens.scrap.buckets import Bucket, Unit, buckets, point_word
from screens.scrap.causes import cause_word
from screens.scrap.charts import AMBER, BLUE, GREY, draw, numbers_axis, values
from screens.scrap.sampling import newest, once
from screens.scrap.shown import Shown
from screens.scrap.tables import show_table
from screens.scrap.wording import midnight, of_words
from screens.setup.notice import Notice, show, show_words
from screens.texts import translator

if TYPE_CHECKING:
    import altair as alt

_A_POINT: Final = 6
"""Pictures looked at of each day: their median stands for it."""
_POINTS: Final = 31
_HEAD_PX: Final = 90
_ROW_PX: Final = 40


def drifting(shown: Shown, language: Language) -> None:
    """The section."""
    _ = translator(language)
    st.subheader(_("Is the model still right?"), anchor=False)
    first, second = halves(shown.parts)
    classes = per_class(first, second)
    if not classes:
        show_words(_("No defect was found in this time."))
    else:
        show(_model(classes, language), language)
        _draw_classes(classes, language)
        _classes_table(classes, language)
    st.subheader(_("Are the pictures still the same?"), anchor=False)
    _pictures(shown, language)


def _model(classes: Sequence[ClassRates], language: Language) -> Notice:
    """Which classes have changed from the first half of the time to the second."""
    _ = translator(language)
    worse = [one for one in classes if Outcome.WORSE in (one.overruled.outcome, one.doubtful.outcome)]
    lines = []
    for one in worse:
        name = cause_word(one.cause, language)
        if one.overruled.outcome is Outcome.WORSE:
            lines.append(_("{defect}: the master overrules the station more often.").format(defect=name))
        if one.doubtful.outcome is Outcome.WORSE:
            lines.append(_("{defect}: the station is in doubt more often.").format(defect=name))
    if worse:
        text = _("Look at the newest such parts in the review, draw them, and let the model learn again.")
        return Notice(kind="open", title=_("The model is less sure than before."), text=text, lines=tuple(lines))
    if all(one.overruled.outcome is one.doubtful.outcome is Outcome.TOO_FEW for one in classes):
        return Notice(kind="hint", title=_("Too few parts to say whether the model has changed."))
    return Notice(kind="good", title=_("The model judges as before, as far as so many parts tell."))


def _halves(one: Comparison, language: Language) -> tuple[str, str]:
    """A rate in both halves, each with its n."""

    def said(rate: Rate) -> str:
        if rate.value is None:
            return "–"
        return f"{percent(rate.value, language)} ({of_words(rate, language)})"

    return said(one.before), said(one.after)


def _draw_classes(classes: Sequence[ClassRates], language: Language) -> None:
    """Those of which there are parts enough; a chart of none is no chart."""
    _ = translator(language)
    told = [
        one for one in classes if any(enough_for_share(rate.n) for rate in (one.doubtful.before, one.doubtful.after))
    ]
    if told:
        said = _("How often the station was in doubt, by defect")
        draw(_classes_chart(told, language), said, height_px=_HEAD_PX + _ROW_PX * len(told))


def _classes_chart(classes: Sequence[ClassRates], language: Language) -> "alt.LayerChart | alt.FacetChart":
    """The doubtful share of each class, first and second half beside each other, with its interval."""
    import altair as alt

    _ = translator(language)
    names = (_("first half"), _("second half"))
    rows = [
        {
            "defect": cause_word(one.cause, language),
            "half": name,
            "share": 100 * (rate.value or 0.0),
            "low": 100 * rate.low,
            "high": 100 * rate.high,
            "said": f"{percent(rate.value or 0.0, language)} ({of_words(rate, language)})",
        }
        for one in classes
        for name, rate in zip(names, (one.doubtful.before, one.doubtful.after), strict=True)
        if enough_for_share(rate.n)
    ]
    base = alt.Chart(values(rows)).encode(
        y=alt.Y("defect:N", title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)),
        yOffset=alt.YOffset("half:N", sort=list(names)),
        color=alt.Color(
            "half:N",
            scale=alt.Scale(domain=list(names), range=[GREY, BLUE]),
            legend=alt.Legend(orient="top", title=None),
        ),
        tooltip=[alt.Tooltip("said:N", title=" ")],
    )
    axis = numbers_axis(language, _("in doubt, in percent"))
    rule = base.mark_rule(strokeWidth=5, opacity=0.5).encode(x=alt.X("low:Q", axis=axis), x2="high:Q")
    return alt.layer(rule, base.mark_point(filled=True, size=160, opacity=1).encode(x="share:Q"))


def _classes_table(classes: Sequence[ClassRates], language: Language) -> None:
    _ = translator(language)
    columns = (
        _("Defect"),
        _("Overruled, first half"),
        _("second half"),
        _("In doubt, first half"),
        _("second half"),
    )
    rows = (
        (cause_word(one.cause, language), *_halves(one.overruled, language), *_halves(one.doubtful, language))
        for one in classes
    )
    show_table(_("Is the model still right?"), columns, rows, language)


def _pictures(shown: Shown, language: Language) -> None:
    _ = translator(language)
    show_words(_("Pictures of: {part}").format(part=shown.titles.get(_kind(shown), _kind(shown))))
    unit, points = buckets(shown.parts)
    points = points[-_POINTS:]
    labels = [point_word(point, unit, language) for point in points]
    lights = [_lights(shown, point, unit) for point in points]
    light = drift_chart(labels, [[one.mean_grey for one in of_one] for of_one in lights])
    sharp = drift_chart(labels, [[one.focus for one in of_one if one.focus is not None] for of_one in lights])
    unlike = drift_chart(labels, [[one.unlike for one in of_one if one.unlike is not None] for of_one in lights])
    if light is None and sharp is None:
        show_words(_("Pictures of several days are needed; those of older programs do not say how bright they were."))
        return
    for chart, name in ((light, _("Light")), (sharp, _("Sharpness")), (unlike, _("Distance to the good parts"))):
        if chart is not None:
            _one(chart, name, language)
    show_words(
        _("Up to {count} pictures of each point are looked at; their median stands for it.").format(count=_A_POINT)
    )


def _lights(shown: Shown, point: Bucket, unit: Unit) -> list[PictureLight]:
    """What was measured on the newest pictures of these days. Raises StorageError."""
    from datetime import timedelta

    search = Search(
        part_type=_kind(shown),
        since=midnight(point.first),
        until=midnight(point.last + timedelta(days=1)),
    )
    key = ("light", shown.station.home, search, point.inspected)
    return once(
        key,
        lambda: [
            view.light
            for record in newest(shown.station, search, _A_POINT)
            for view in record.inspection.views
            if view.light is not None
        ],
    )


def _kind(shown: Shown) -> str:
    """One kind of part: another one is darker without any lamp having changed."""
    return shown.asked.part_type or shown.station.recipe.part_type


def _one(chart: DriftChart, name: str, language: Language) -> None:
    """What has changed in a sentence, the chart, the table."""
    _ = translator(language)
    if not chart.is_enough:
        title = _("{what}: too few days to say whether it has changed; at least {count} are needed.")
        show(Notice(kind="hint", title=title.format(what=name, count=MIN_VALUES)), language)
    elif (going_on := chart.going_on) is not None:
        title = _("{what}: not as before since {when}").format(what=name, when=chart.days[going_on.first].label)
        show(
            Notice(kind="open", title=title, text=_("Look at lamp, lens and distance, then do the daily check.")),
            language,
        )
    else:
        show(Notice(kind="good", title=_("{what}: as before").format(what=name)), language)
    draw(_line(chart, name, language), name, height_px=220)
    columns = (_("Time"), name, _("Pictures"))
    decimals = 1 if chart.mean > 1 else 2
    rows = ((day.label, number(day.value, language, decimals), number(day.n, language)) for day in chart.days)
    show_table(name, columns, rows, language)


def _line(chart: DriftChart, name: str, language: Language) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    rows = [
        {"label": day.label, "value": day.value, "low": chart.low, "high": chart.high, "mean": chart.mean}
        for day in chart.days
    ]
    order = [str(row["label"]) for row in rows]
    x = alt.X("label:N", sort=order, title=None, axis=alt.Axis(labelAngle=-40, labelOverlap="greedy"))
    base = alt.Chart(values(rows)).encode(x=x)
    dashed = base.mark_line(strokeDash=[6, 4], color=GREY, strokeWidth=2)
    y = alt.Y("value:Q", axis=numbers_axis(language, name), scale=alt.Scale(zero=False))
    return alt.layer(
        dashed.encode(y="low:Q"),
        dashed.encode(y="high:Q"),
        base.mark_line(color=GREY, strokeWidth=2).encode(y="mean:Q"),
        base.mark_line(color=AMBER, strokeWidth=2, point=alt.OverlayMarkDef(color=AMBER, size=80)).encode(y=y),
    )
