"""From findings and recipe to verdict and reasons. Pure: the same findings and recipe, the same answer.

Three outcomes a limit can have (after ISO 14253-1): inside even when the measurement errs by its expanded uncertainty,
outside even then, and between, where the master decides. A finding whose score lies in the doubtful band can make the
master decide, but never fails a part by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from inspection.finding import Characteristic, Finding, Measurement, Unit
from inspection.limit import Limit
from inspection.recipe import Recipe
from inspection.sums import Quantity, sum_within_100_mm, summed
from inspection.verdict import Code, Elsewhere, Reason, Verdict

_SEVERITY = {
    Code.LIMIT_EXCEEDED: Verdict.FAIL,
    Code.NEAR_LIMIT: Verdict.REVIEW,
    Code.DOUBTFUL: Verdict.REVIEW,
    Code.NEEDS_GAUGE: Verdict.REVIEW,
    Code.CUT_BY_EDGE: Verdict.REVIEW,
    Code.NO_LIMIT_FOR_CLASS: Verdict.REVIEW,
    Code.WITHIN_LIMIT: Verdict.PASS,
    Code.NOTHING_FOUND: Verdict.PASS,
}
_ORDER = list(Verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """The best grade whose limits a part surely keeps, None below the last; and what keeps it from each better one."""

    grade: str | None
    missed: tuple[Reason, ...]


UNGRADED = Grading(grade=None, missed=())


def decide(findings: Sequence[Finding], recipe: Recipe) -> tuple[Verdict, tuple[Reason, ...]]:
    """Hold every finding against the recipe's limits; the verdict is that of the worst reason, which comes first.

    Findings below their class's `ignored_below` score are left out. The order of the findings does not matter.
    """
    seen = _seen(findings, recipe)
    reasons = [reason for limit in recipe.applied for reason in _held_against(limit, seen, recipe)]
    known = {limit.class_name for limit in recipe.applied} | set(recipe.accepted)
    unknown = {finding.detection.class_name for finding in seen} - known
    reasons += [Reason(code=Code.NO_LIMIT_FOR_CLASS, class_name=name) for name in sorted(unknown)]
    if not reasons:
        reasons = [Reason(code=Code.NOTHING_FOUND)]
    reasons.sort(key=lambda reason: -_ORDER.index(_SEVERITY[reason.code]))
    return _SEVERITY[reasons[0].code], tuple(reasons)


def grade(findings: Sequence[Finding], recipe: Recipe) -> Grading:
    """Sort into the best grade whose limits are kept beyond doubt: a grade is claimed only where it is proven."""
    seen = _seen(findings, recipe)
    missed: list[Reason] = []
    for candidate in recipe.grades:
        limits = [limit.model_copy(update={"level": candidate.name}) for limit in candidate.limits if limit.switched_on]
        against = [reason for limit in limits for reason in _held_against(limit, seen, recipe)]
        worst = max(against, key=lambda reason: _ORDER.index(_SEVERITY[reason.code]), default=None)
        if worst is None or _SEVERITY[worst.code] is Verdict.PASS:
            return Grading(grade=candidate.name, missed=tuple(missed))
        missed.append(worst)
    return Grading(grade=None, missed=tuple(missed))


def lowest_grade(grades: Sequence[str | None], recipe: Recipe) -> str | None:
    """The grade of a part from those of its views: none when one view has none."""
    order = [graded.name for graded in recipe.grades]
    if not order or any(name is None for name in grades):
        return None
    return max((name for name in grades if name is not None), key=order.index, default=None)


def _seen(findings: Sequence[Finding], recipe: Recipe) -> list[Finding]:
    return [finding for finding in findings if not recipe.ignores(finding.detection)]


def _held_against(limit: Limit, seen: Sequence[Finding], recipe: Recipe) -> list[Reason]:
    """The reasons that one limit gives: none without a finding of its class, else one, of the worst."""
    of_class = [finding for finding in seen if finding.detection.class_name == limit.class_name]
    if not of_class:
        return []
    clear_from = recipe.band(limit.class_name).clear_from

    def is_clear(finding: Finding) -> bool:
        return finding.detection.score >= clear_from

    match limit.characteristic:
        case Characteristic.DEPTH:
            reason = Reason(code=Code.NEEDS_GAUGE, **_of(limit))
        case Characteristic.COUNT | Characteristic.SHARE_OF_LENGTH | Characteristic.SUM_PER_100_MM:
            reason = _of_sum(limit, list(filter(is_clear, of_class)), of_class)
        case _:
            reason = max((_of_one(limit, one, doubtful=not is_clear(one)) for one in of_class), key=_how_bad)
    if reason.code is not Code.WITHIN_LIMIT and limit.other_levels:
        elsewhere = tuple(_elsewhere(other, seen, recipe) for other in limit.other_levels)
        reason = reason.model_copy(update={"elsewhere": elsewhere})
    return [reason]


def _of_one(limit: Limit, finding: Finding, *, doubtful: bool) -> Reason:
    """One finding against a limit. A distance is not there where a defect has no neighbour."""
    measured = _measured(finding, limit.characteristic)
    if measured is None:
        if limit.characteristic is Characteristic.DISTANCE:
            return Reason(code=Code.WITHIN_LIMIT, **_of(limit))
        raise ValueError(f"{limit.class_name}: {limit.characteristic} was not measured")
    if measured.unit is not limit.unit:
        raise ValueError(f"{limit.class_name}: measured in {measured.unit}, limit in {limit.unit}")
    quantity = Quantity.of(measured)
    code = _outcome(quantity, limit)
    if code is Code.WITHIN_LIMIT and finding.cut and limit.lower is None:
        code = Code.CUT_BY_EDGE
    if code is not Code.WITHIN_LIMIT and doubtful:
        code = Code.DOUBTFUL
    return _reason(code, limit, quantity)


def _of_sum(limit: Limit, clear: Sequence[Finding], of_class: Sequence[Finding]) -> Reason:
    """A sum over a class: what is clear can fail the part, what is doubtful can only make the master decide."""
    sure, every = _sum(limit, clear), _sum(limit, of_class)
    code = _outcome(sure, limit)
    cut = limit.characteristic is not Characteristic.COUNT and any(finding.cut for finding in of_class)
    if code is Code.WITHIN_LIMIT and _outcome(every, limit) is code and cut:
        return _reason(Code.CUT_BY_EDGE, limit, sure)
    if code is Code.LIMIT_EXCEEDED or _outcome(every, limit) is code:
        return _reason(code, limit, sure)
    return _reason(Code.DOUBTFUL, limit, every)


def _sum(limit: Limit, findings: Sequence[Finding]) -> Quantity:
    match limit.characteristic:
        case Characteristic.COUNT:
            return Quantity.exactly(len(findings))
        case Characteristic.SUM_PER_100_MM:
            return sum_within_100_mm(findings)
        case _:
            return summed(findings, limit.characteristic)


def _outcome(quantity: Quantity, limit: Limit) -> Code:
    """Comparisons are written so that a value that is no number never lies within the limit."""
    low = min(quantity.low, quantity.value - limit.guard_band)
    high = max(quantity.high, quantity.value + limit.guard_band)
    if limit.lower is not None:
        if low >= limit.lower:
            return Code.WITHIN_LIMIT
        return Code.NEAR_LIMIT if high >= limit.lower else Code.LIMIT_EXCEEDED
    assert limit.upper is not None
    if high <= limit.upper:
        return Code.WITHIN_LIMIT
    return Code.NEAR_LIMIT if low <= limit.upper else Code.LIMIT_EXCEEDED


def _elsewhere(other: Limit, seen: Sequence[Finding], recipe: Recipe) -> Elsewhere:
    """What another level of the norm says of the same findings."""
    codes = [reason.code for reason in _held_against(other, seen, recipe)]
    return Elsewhere(
        level=other.level or other.source,
        limit=other.bound or 0,
        unit=None if other.unit is Unit.ONE else other.unit,
        verdict=Verdict.worst(_SEVERITY[code] for code in codes),
    )


def _measured(finding: Finding, characteristic: Characteristic) -> Measurement | None:
    return next((found for found in finding.measurements if found.characteristic is characteristic), None)


def _how_bad(reason: Reason) -> tuple[int, float, float]:
    value = reason.value if reason.value is not None else 0.0
    signed = -value if reason.bound == "lower" else value
    return _ORDER.index(_SEVERITY[reason.code]), signed, reason.uncertainty or 0.0


def _reason(code: Code, limit: Limit, quantity: Quantity) -> Reason:
    return Reason(code=code, value=quantity.value, uncertainty=quantity.uncertainty, **_of(limit))


def _of(limit: Limit) -> dict[str, object]:
    """What a reason repeats of its limit."""
    return {
        "class_name": limit.class_name,
        "characteristic": limit.characteristic,
        "limit": limit.bound,
        "bound": "upper" if limit.lower is None else "lower",
        "guard_band": limit.guard_band or None,
        "unit": None if limit.unit is Unit.ONE else limit.unit,
        "source": limit.source,
        "clause": limit.clause,
        "level": limit.level,
        "formula": limit.formula,
    }
