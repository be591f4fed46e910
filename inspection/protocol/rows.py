"""What stands in a protocol's tables: which finding, how large, against which limit, with what result. Pure."""

from collections.abc import Sequence
from typing import Literal

from inspection.closed import Closed
from inspection.finding import Characteristic, Finding, Measurement, Unit
from inspection.language import Language, catalog
from inspection.recipe_book.describing import bound_text, source_word
from inspection.record import ViewResult
from inspection.sums import COVERAGE_FACTOR
from inspection.verdict import Code, Reason
from inspection.wording import LOCALE, characteristic_word, class_and_clause, class_word, quantity
from inspection.wording.words import capital

Kind = Literal["fail", "review", "within"]
Zone = Literal["inside", "between", "outside"]

_KINDS: dict[Code, Kind] = {
    Code.LIMIT_EXCEEDED: "fail",
    Code.NEAR_LIMIT: "review",
    Code.DOUBTFUL: "review",
    Code.NEEDS_GAUGE: "review",
    Code.NO_LIMIT_FOR_CLASS: "review",
}
_USUAL = (Characteristic.DIAMETER, Characteristic.LENGTH, Characteristic.AREA, Characteristic.POSITION)
_OF_ALL = frozenset({Characteristic.COUNT, Characteristic.SHARE_OF_LENGTH, Characteristic.SUM_PER_100_MM})


class LimitRow(Closed):
    """A reason as a row: `numbers` are those of the findings that it is about."""

    numbers: str
    defect: str
    characteristic: str
    measured: str
    limit: str
    source: str
    result: str


def limit_rows(view: ViewResult, first: int, language: Language) -> tuple[LimitRow, ...]:
    """The reasons of a view that are about a defect; its findings are numbered from `first` on."""
    return tuple(_limit_row(reason, view, first, language) for reason in view.reasons if reason.class_name is not None)


def finding_table(
    view: ViewResult, first: int, language: Language
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headings and rows of all findings, numbered from `first` on: class, score, usual sizes, what is limited besides.

    A column that would be empty is left out.

    The record has every measured value; on paper stand those that say how large a defect is and where, and those that a
    limit is about.
    """
    _ = catalog(LOCALE, language).gettext
    limited = {(reason.class_name, reason.characteristic) for reason in (*view.reasons, *view.grade_missed)}
    heads = (_("No."), _("Defect"), _("Score"), *(capital(characteristic_word(usual, language)) for usual in _USUAL))
    rows, besides = [], []
    for number, finding in enumerate(view.findings, first):
        name = finding.detection.class_name
        sizes = {found.characteristic: _size(found, language) for found in finding.measurements}
        score = f"{round(100 * finding.detection.score)}\N{NO-BREAK SPACE}%"
        rows.append(
            (str(number), capital(class_word(name, language)), score, *(sizes.get(usual, "") for usual in _USUAL))
        )
        besides.append(
            "; ".join(
                f"{characteristic_word(kind, language)} {size}"
                for kind, size in sizes.items()
                if kind not in _USUAL and (name, kind) in limited
            )
        )
    columns = [*zip(heads, zip(*rows, strict=True), strict=True)] if rows else []
    filled = [(head, cells) for head, cells in (*columns, (_("Besides"), tuple(besides))) if any(cells)]
    return tuple(head for head, _cells in filled), tuple(zip(*(cells for _head, cells in filled), strict=True))


def kind_of(finding: Finding, reasons: Sequence[Reason]) -> Kind:
    """What a finding did to the verdict of its view."""
    kinds = {_kind(reason, finding) for reason in reasons if finding.detection.class_name == reason.class_name}
    return "fail" if "fail" in kinds else "review" if "review" in kinds else "within"


def zone_of(value: float, uncertainty: float | None, reason: Reason) -> Zone:
    """Where a value lies beside the reason's limit, by more than the guard band or within it (ISO 14253-1)."""
    band = guard_band(uncertainty, reason)
    limit = reason.limit if reason.limit is not None else 0.0
    above, below = value - band > limit, value + band <= limit
    if reason.bound == "lower":
        above, below = value + band < limit, value - band >= limit
    return "outside" if above else "inside" if below else "between"


def guard_band(uncertainty: float | None, reason: Reason) -> float:
    """The limit's own guard band, or the expanded uncertainty where that is more."""
    return max(COVERAGE_FACTOR * (uncertainty or 0.0), reason.guard_band or 0.0)


def result_word(code: Code, language: Language) -> str:
    """What came out of holding something against a limit."""
    _ = catalog(LOCALE, language).gettext
    match code:
        case Code.WITHIN_LIMIT:
            return _("kept")
        case Code.LIMIT_EXCEEDED:
            return _("not kept")
        case Code.NEAR_LIMIT:
            return _("too near to the limit")
        case Code.DOUBTFUL:
            return _("not sure")
        case Code.NEEDS_GAUGE:
            return _("measure with the gauge")
        case Code.NO_LIMIT_FOR_CLASS:
            return _("no limit")
        case _:
            return code


def _limit_row(reason: Reason, view: ViewResult, first: int, language: Language) -> LimitRow:
    about = [number for number, finding in enumerate(view.findings, first) if _is_the_one(reason, finding)]
    measured = "" if reason.value is None else quantity(reason.value, reason.unit, language, reason.uncertainty)
    return LimitRow(
        numbers=ranges(about),
        defect=capital(class_and_clause(reason.class_name or "?", reason.clause, language)),
        characteristic=characteristic_word(reason.characteristic, language) if reason.characteristic else "",
        measured=measured,
        limit=_limit(reason, language),
        source=source_word(reason.source, language) if reason.source else "",
        result=result_word(reason.code, language),
    )


def _limit(reason: Reason, language: Language) -> str:
    if reason.limit is None or reason.characteristic is None:
        return ""
    unit = Unit(reason.unit) if reason.unit else Unit.ONE
    characteristic = Characteristic(reason.characteristic)
    return bound_text(reason.limit, reason.bound, unit, characteristic, reason.formula, language)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers as people write them.

    >>> ranges([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7, 8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _measured(finding: Finding, reason: Reason) -> Measurement | None:
    return next((found for found in finding.measurements if found.characteristic == reason.characteristic), None)


def _is_the_one(reason: Reason, finding: Finding) -> bool:
    """Whether the reason's numbers are those of this finding, or of all of its class."""
    if finding.detection.class_name != reason.class_name:
        return False
    if reason.characteristic is None or reason.value is None or reason.characteristic in _OF_ALL:
        return True
    measured = _measured(finding, reason)
    return measured is not None and measured.value == reason.value


def _kind(reason: Reason, finding: Finding) -> Kind:
    """What one reason says of a finding of its class: it names the worst, and others may be beyond the limit, too."""
    kind = _KINDS.get(reason.code, "within")
    measured = _measured(finding, reason)
    if reason.value is None or reason.limit is None or reason.characteristic in _OF_ALL or measured is None:
        return kind
    match zone_of(measured.value, measured.uncertainty, reason):
        case "inside":
            return "within"
        case "between":
            return "within" if kind == "within" else "review"
        case "outside":
            return kind


def _size(measured: Measurement, language: Language) -> str:
    unit = None if measured.unit is Unit.ONE else measured.unit
    return quantity(measured.value, unit, language, measured.uncertainty)
