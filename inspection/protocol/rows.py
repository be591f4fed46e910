"""What stands in a protocol's tables: which finding, how large, against which limit, with what result. Pure."""

from collections.abc import Sequence
from typing import Literal

from inspection.closed import Closed
from inspection.finding import Characteristic, Finding, Measurement, Unit
from inspection.language import Language, catalog
from inspection.recipe_book.describing import bound_text, source_word
from inspection.record import ViewResult
from inspection.verdict import Code, Reason
from inspection.wording import LOCALE, characteristic_word, class_and_clause, class_word, quantity

Kind = Literal["fail", "review", "within"]

_KINDS: dict[Code, Kind] = {
    Code.LIMIT_EXCEEDED: "fail",
    Code.NEAR_LIMIT: "review",
    Code.DOUBTFUL: "review",
    Code.NEEDS_GAUGE: "review",
    Code.NO_LIMIT_FOR_CLASS: "review",
}
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


class FindingRow(Closed):
    """A finding as a row, with everything that was measured on it."""

    number: str
    defect: str
    score: str
    sizes: str


def limit_rows(view: ViewResult, first: int, language: Language) -> tuple[LimitRow, ...]:
    """The reasons of a view that are about a defect; its findings are numbered from `first` on."""
    return tuple(_limit_row(reason, view, first, language) for reason in view.reasons if reason.class_name is not None)


def finding_rows(findings: Sequence[Finding], first: int, language: Language) -> tuple[FindingRow, ...]:
    """Every finding, numbered from `first` on."""
    return tuple(
        FindingRow(
            number=str(number),
            defect=class_word(finding.detection.class_name, language),
            score=f"{round(100 * finding.detection.score)}\N{NO-BREAK SPACE}%",
            sizes="; ".join(_size(measured, language) for measured in finding.measurements),
        )
        for number, finding in enumerate(findings, first)
    )


def kind_of(finding: Finding, reasons: Sequence[Reason]) -> Kind:
    """What a finding did to the verdict of its view."""
    kinds = {_KINDS[reason.code] for reason in reasons if reason.code in _KINDS and _is_about(reason, finding)}
    return "fail" if "fail" in kinds else "review" if "review" in kinds else "within"


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
        defect=class_and_clause(reason.class_name or "?", reason.clause, language),
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


def _is_about(reason: Reason, finding: Finding) -> bool:
    """Whether a reason speaks of this finding as well: it names the worst, and others may be beyond the limit, too."""
    if finding.detection.class_name != reason.class_name:
        return False
    measured = _measured(finding, reason)
    if reason.value is None or reason.limit is None or reason.characteristic in _OF_ALL or measured is None:
        return _is_the_one(reason, finding)
    if reason.bound == "lower":
        return measured.value <= max(reason.value, reason.limit)
    return measured.value >= min(reason.value, reason.limit)


def _size(measured: Measurement, language: Language) -> str:
    unit = None if measured.unit is Unit.ONE else measured.unit
    value = quantity(measured.value, unit, language, measured.uncertainty)
    return f"{characteristic_word(measured.characteristic, language)} {value}"
