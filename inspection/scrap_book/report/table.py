"""The tables of a report: columns that know what they hold, so that every format writes the same in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inspection.language import Language, catalog
from inspection.scrap_book.report.value import By, Row, ScrapReport
from inspection.scrap_book.report.words import by_word, remark_word, row_name
from inspection.wording import LOCALE

Cell = str | int | float | None
"""A share is a number from 0 to 1, money whole cents; None where there is no figure."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A heading and the kind of what stands below it."""

    heading: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells, one for each column; `total` stands below them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None


def main_table(report: ScrapReport, language: Language) -> Table:
    """The rows of the report and their total."""
    _ = catalog(LOCALE, language).gettext
    columns = (
        Column(heading=by_word(report.by, language), kind=Kind.TEXT),
        Column(heading=_("Parts with a fate"), kind=Kind.COUNT),
        Column(heading=_("good"), kind=Kind.COUNT),
        Column(heading=_("rework"), kind=Kind.COUNT),
        Column(heading=_("scrap"), kind=Kind.COUNT),
        Column(heading=_("open"), kind=Kind.COUNT),
        Column(heading=_("assumed"), kind=Kind.COUNT),
        Column(heading=_("Scrap rate"), kind=Kind.SHARE),
        Column(heading=_("95 % from"), kind=Kind.SHARE),
        Column(heading=_("95 % to"), kind=Kind.SHARE),
        Column(heading=_("usual from"), kind=Kind.SHARE),
        Column(heading=_("usual to"), kind=Kind.SHARE),
        Column(heading=_("Cost in euros"), kind=Kind.MONEY),
        Column(heading=_("Parts of unknown cost"), kind=Kind.COUNT),
        Column(heading=_("Remarks"), kind=Kind.TEXT),
    )
    total = _cells(report.total, _("Total"), report, language)
    rows = tuple(_cells(row, row_name(row, report.by, language), report, language) for row in report.rows)
    return Table(columns=columns, rows=rows, total=total)


def defect_table(report: ScrapReport, language: Language) -> Table:
    """Classes of defects with the parts they cost, and their share of all parts lost, added up."""
    _ = catalog(LOCALE, language).gettext
    columns = (
        Column(heading=by_word(By.DEFECT, language), kind=Kind.TEXT),
        Column(heading=_("Parts lost"), kind=Kind.COUNT),
        Column(heading=_("scrap"), kind=Kind.COUNT),
        Column(heading=_("rework"), kind=Kind.COUNT),
        Column(heading=_("Share of parts lost"), kind=Kind.SHARE),
        Column(heading=_("added up"), kind=Kind.SHARE),
        Column(heading=_("Cost in euros"), kind=Kind.MONEY),
        Column(heading=_("Parts of unknown cost"), kind=Kind.COUNT),
    )
    counts = [(row.scrap or 0) + (row.rework or 0) for row in report.defects]
    lost, upto, rows = sum(counts), 0, []
    for row, count in zip(report.defects, counts, strict=True):
        upto += count
        name = row_name(row, By.DEFECT, language)
        shares = (count / lost, upto / lost) if lost else (None, None)
        rows.append((name, count, row.scrap, row.rework, *shares, row.cost_cents, row.cost_unknown))
    return Table(columns=columns, rows=tuple(rows))


def _cells(row: Row, name: str, report: ScrapReport, language: Language) -> tuple[Cell, ...]:
    rate = row.scrap_rate
    remarks = [remark_word(remark, row, report, language) for remark in row.remarks]
    return (
        name,
        row.n,
        row.good,
        row.rework,
        row.scrap,
        row.open,
        row.assumed,
        None if rate is None else rate.value,
        None if rate is None else rate.low,
        None if rate is None else rate.high,
        row.usual_low,
        row.usual_high,
        row.cost_cents,
        row.cost_unknown,
        "; ".join(remarks),
    )


def kept(table: Table, headings: Sequence[int]) -> Table:
    """Some of the columns, by their place."""

    def some(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        return tuple(cells[place] for place in headings)

    return Table(
        columns=tuple(table.columns[place] for place in headings),
        rows=tuple(some(row) for row in table.rows),
        total=None if table.total is None else some(table.total),
    )
