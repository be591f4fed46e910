"""From findings and recipe to verdict and reasons. Pure: the same findings and recipe, the same answer.

Three outcomes a limit can have (after ISO 14253-1): inside by more than the guard band, outside by more than the guard
band, and between, where the master decides. A finding whose score lies in the doubtful band can make the master
decide, but never fails a part by itself.
"""

from collections.abc import Sequence

from inspection.finding import Characteristic, Finding, Unit
from inspection.recipe import Limit, Recipe
from inspection.verdict import Code, Reason, Verdict

_SEVERITY = {
    Code.LIMIT_EXCEEDED: Verdict.FAIL,
    Code.NEAR_LIMIT: Verdict.REVIEW,
    Code.DOUBTFUL: Verdict.REVIEW,
    Code.NO_LIMIT_FOR_CLASS: Verdict.REVIEW,
    Code.WITHIN_LIMIT: Verdict.PASS,
    Code.NOTHING_FOUND: Verdict.PASS,
}


def decide(findings: Sequence[Finding], recipe: Recipe) -> tuple[Verdict, tuple[Reason, ...]]:
    """Hold every finding against the recipe's limits; the verdict is that of the worst reason, which comes first.

    Findings below their class's `ignored_below` score are left out. The order of the findings does not matter.
    """
    seen = [
        finding
        for finding in findings
        if not finding.detection.score < recipe.band(finding.detection.class_name).ignored_below
    ]
    reasons = [reason for limit in recipe.limits for reason in _held_against(limit, seen, recipe)]
    limited = {limit.class_name for limit in recipe.limits}
    unlimited = {finding.detection.class_name for finding in seen} - limited - set(recipe.accepted)
    reasons += [Reason(code=Code.NO_LIMIT_FOR_CLASS, class_name=name) for name in sorted(unlimited)]
    if not reasons:
        reasons = [Reason(code=Code.NOTHING_FOUND)]
    order = list(Verdict)
    reasons.sort(key=lambda reason: -order.index(_SEVERITY[reason.code]))
    return _SEVERITY[reasons[0].code], tuple(reasons)


def _held_against(limit: Limit, seen: Sequence[Finding], recipe: Recipe) -> list[Reason]:
    """The reasons that one limit gives: one for a count, else the worst of all findings of its class."""
    of_class = [finding for finding in seen if finding.detection.class_name == limit.class_name]
    if not of_class:
        return []
    clear_from = recipe.band(limit.class_name).clear_from

    if limit.characteristic is Characteristic.COUNT:
        clear = sum(finding.detection.score >= clear_from for finding in of_class)
        code = _outcome(clear, limit)
        if code is Code.LIMIT_EXCEEDED or _outcome(len(of_class), limit) is Code.WITHIN_LIMIT:
            return [_reason(code, limit, clear, None)]
        return [_reason(Code.DOUBTFUL, limit, len(of_class), None)]

    reasons = []
    for finding in of_class:
        value, uncertainty = _value(finding, limit)
        code = _outcome(value, limit)
        if code is not Code.WITHIN_LIMIT and finding.detection.score < clear_from:
            code = Code.DOUBTFUL
        reasons.append(_reason(code, limit, value, uncertainty))
    order = list(Verdict)
    return [max(reasons, key=lambda reason: (order.index(_SEVERITY[reason.code]), reason.value))]


def _outcome(value: float, limit: Limit) -> Code:
    """Comparisons are written so that a value that is no number never lies within the limit."""
    if value <= limit.upper - limit.guard_band:
        return Code.WITHIN_LIMIT
    if value <= limit.upper + limit.guard_band:
        return Code.NEAR_LIMIT
    return Code.LIMIT_EXCEEDED


def _value(finding: Finding, limit: Limit) -> tuple[float, float]:
    """The measured value that the limit is about, with its uncertainty.

    Raises ValueError when the finding was not measured so, or in another unit: that is a mistake in the program.
    """
    for measurement in finding.measurements:
        if measurement.characteristic is limit.characteristic:
            if measurement.unit is not limit.unit:
                raise ValueError(f"{limit.class_name}: measured in {measurement.unit}, limit in {limit.unit}")
            return measurement.value, measurement.uncertainty
    raise ValueError(f"{limit.class_name}: {limit.characteristic} was not measured")


def _reason(code: Code, limit: Limit, value: float, uncertainty: float | None) -> Reason:
    return Reason(
        code=code,
        class_name=limit.class_name,
        characteristic=limit.characteristic,
        value=value,
        uncertainty=uncertainty,
        limit=limit.upper,
        unit=None if limit.unit is Unit.ONE else limit.unit,
        source=limit.source,
    )
