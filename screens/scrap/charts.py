"""How charts of the scrap book look: drawn by the browser from numbers of this page, nothing is fetched for them."""

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from inspection.language import Language

if TYPE_CHECKING:
    import altair as alt

RED: Final = "#d1343f"
AMBER: Final = "#c98500"
BLUE: Final = "#2f7fc4"
GREY: Final = "#7d8b98"
"""Each stands off white and off black alike by 3 : 1 and more."""
HEIGHT_PX: Final = 340


def values(rows: list[dict[str, Any]]) -> "alt.Data":
    """Rows for a chart."""
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def numbers_axis(language: Language, title: str, **more: Any) -> "alt.Axis":
    """An axis whose numbers have the comma of the language."""
    import altair as alt

    labels = "replace(datum.label, '.', ',')" if language == "de" else "datum.label"
    return alt.Axis(title=title, labelExpr=labels, **more)


def draw(chart: "alt.Chart | alt.LayerChart | alt.FacetChart", said: str, *, height_px: int = HEIGHT_PX) -> None:
    """Put a chart on the page; `said` is what a screen reader says of it, the table beside it says the rest."""
    drawn = (
        chart.properties(height=height_px, description=said)
        .configure_axis(labelFontSize=14, titleFontSize=14, labelLimit=200)
        .configure_legend(labelFontSize=15, titleFontSize=14, labelLimit=400)
    )
    st.altair_chart(drawn, width="stretch")
