"""Plots of the figures, as PNG. Matplotlib draws without a screen: no global state, no fonts from outside."""

import io
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from inspection.language import Language, catalog
from training.data.health.wording import LOCALE
from training.judging.report import EvaluationReport, SizeBand
from training.judging.telling.words import name_of, percent, sizes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI: Final = 110
COLOUR: Final = "#005fa0"


def rates_chart(report: EvaluationReport, language: Language) -> bytes:
    """The three rates as points with their intervals."""
    from matplotlib.figure import Figure

    _ = catalog(LOCALE, language).gettext
    rates = (report.review_rate, report.false_reject_rate, report.escape_rate)
    names = (_("Ask the master"), _("False alarm"), _("Slipped through"))
    figure = Figure(figsize=(8, 2.2), layout="constrained")
    axes = figure.subplots()
    for row, rate in enumerate(rates):
        if rate.value is not None:
            bounds = [[100 * (rate.value - rate.low)], [100 * (rate.high - rate.value)]]
            axes.errorbar([100 * rate.value], [row], xerr=bounds, fmt="o", color=COLOUR, capsize=5)
            axes.annotate(percent(rate.value, language), (100 * rate.value, row), (0, 8), textcoords="offset points")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.5, len(names) - 0.3)
    axes.set_xlim(left=0)
    axes.set_xlabel("%")
    axes.grid(axis="x", alpha=0.3)
    return _png(figure)


def size_chart(report: EvaluationReport, language: Language) -> bytes:
    """Share found, by class (rows) and band of sizes (columns); a field nobody labelled stays empty."""
    _ = catalog(LOCALE, language).gettext
    bands: dict[float, SizeBand] = {band.from_px: band for band in report.detection_rate}
    columns, rows = sorted(bands), sorted({band.class_name for band in report.detection_rate})
    found = np.full((len(rows), len(columns)), np.nan)
    texts = [["" for _column in columns] for _row in rows]
    for band in report.detection_rate:
        row, column = rows.index(band.class_name), columns.index(band.from_px)
        found[row, column] = band.rate.value
        texts[row][column] = f"{band.rate.count}/{band.rate.n}"
    heads = [sizes(bands[from_px], language) for from_px in columns]
    return _grid(found, texts, [name_of(name, language) for name in rows], heads, _("Size"), "")


def confusion_chart(report: EvaluationReport, language: Language) -> bytes:
    """Labelled (rows) against found (columns); shades are shares of the row."""
    _ = catalog(LOCALE, language).gettext
    names = sorted({name for one in report.confusion for name in (one.labelled, one.found) if name is not None})
    every: list[str | None] = [*names, None]
    counts = np.zeros((len(every), len(every)))
    for one in report.confusion:
        counts[every.index(one.labelled), every.index(one.found)] = one.n
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    texts = [[str(int(count)) if count else "" for count in row] for row in counts]
    words = [name_of(name, language) for name in every]
    return _grid(shares, texts, words, words, _("found as"), _("labelled as"))


def _grid(shades: Any, texts: list[list[str]], rows: list[str], columns: list[str], below: str, beside: str) -> bytes:
    """Fields with a text each, darker for a larger share."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2.6 + 0.8 * len(columns), 1.4 + 0.42 * len(rows)), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shades, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            colour = "white" if shades[row, column] > 0.6 else "black"
            axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=9)
    axes.set_xticks(range(len(columns)), columns, rotation=30, ha="right")
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlabel(below)
    axes.set_ylabel(beside)
    return _png(figure)


def _png(figure: "Figure") -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI)
    return buffer.getvalue()
