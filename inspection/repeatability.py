"""Does the station say the same of the same part again? Verdicts and sizes of many inspections, compared."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, stdev
from typing import Final

from inspection.finding import Characteristic, Detection, Finding, Unit
from inspection.record import Inspection
from inspection.sums import COVERAGE_FACTOR
from inspection.verdict import Verdict

TIMES: Final = 25
SAME_DEFECT_IOU: Final = 0.3
"""Boxes of one class that overlap by so much are the same defect, seen again."""


class Judgement(StrEnum):
    """What to make of it."""

    STEADY = "steady"
    """The verdict never changed, and sizes spread no more than they are said to be uncertain."""
    AT_THE_LIMIT = "at-the-limit"
    """The verdict changed only between one answer and "ask the master": the part lies at a limit, or in doubt."""
    SPREAD = "spread"
    """The verdict never changed, but a size spreads more than it is said to be uncertain."""
    UNSTEADY = "unsteady"
    """The verdict changed between in order and not: camera, light or part moved, or the model wavers."""
    NOT_JUDGED = "not-judged"
    """Some pictures could not be judged at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """One defect over all inspections: `seen` times of all; `mean`, `deviation` (standard) and `extent` (largest minus
    smallest) of its size in `unit`, beside the standard uncertainty that the station states."""

    class_name: str
    characteristic: Characteristic
    unit: Unit
    seen: int
    mean: float
    deviation: float
    extent: float
    stated_uncertainty: float

    @property
    def as_stated(self) -> bool:
        """Whether the size spreads no more than stated."""
        return self.extent <= 2 * COVERAGE_FACTOR * self.stated_uncertainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatability:
    """The same part inspected `times` times. `flips` counts the verdicts that are not the most frequent one."""

    times: int
    verdicts: dict[Verdict, int]
    flips: int
    spreads: tuple[Spread, ...]
    judgement: Judgement


@dataclass(slots=True)
class _Again:
    """A defect, and every time that it was seen."""

    first: Detection
    findings: list[Finding] = field(default_factory=list)


def repeatability(inspections: Sequence[Inspection]) -> Repeatability:
    """Compare inspections of the same part, which lay still. Raises ValueError for fewer than two."""
    if len(inspections) < 2:
        raise ValueError(f"at least two inspections are needed to compare; got {len(inspections)}")
    verdicts = Counter(inspection.verdict for inspection in inspections)
    spreads = tuple(
        spread
        for view in range(len(inspections[0].views))
        for again in _matched([inspection.views[view].findings for inspection in inspections])
        if (spread := _spread(again)) is not None
    )
    return Repeatability(
        times=len(inspections),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict if verdicts[verdict]},
        flips=len(inspections) - max(verdicts.values()),
        spreads=spreads,
        judgement=_judgement(verdicts, spreads),
    )


def _judgement(verdicts: Counter[Verdict], spreads: Sequence[Spread]) -> Judgement:
    if verdicts[Verdict.NOT_JUDGED]:
        return Judgement.NOT_JUDGED
    if verdicts[Verdict.PASS] and verdicts[Verdict.FAIL]:
        return Judgement.UNSTEADY
    if len(verdicts) > 1:
        return Judgement.AT_THE_LIMIT
    return Judgement.STEADY if all(spread.as_stated for spread in spreads) else Judgement.SPREAD


def _matched(runs: Sequence[Sequence[Finding]]) -> list[_Again]:
    """Findings of all runs, those of the same defect together."""
    defects: list[_Again] = []
    for findings in runs:
        free = list(defects)
        for finding in findings:
            same = max(free, key=lambda one: _overlap(one.first, finding.detection), default=None)
            if same is None or _overlap(same.first, finding.detection) < SAME_DEFECT_IOU:
                same = _Again(first=finding.detection)
                defects.append(same)
            else:
                free.remove(same)
            same.findings.append(finding)
    return defects


def _overlap(one: Detection, other: Detection) -> float:
    """Intersection over union; 0 for another class."""
    if one.class_name != other.class_name:
        return 0.0
    (ax1, ay1, ax2, ay2), (bx1, by1, bx2, by2) = one.xyxy, other.xyxy
    shared = max(0.0, min(ax2, bx2) - max(ax1, bx1)) * max(0.0, min(ay2, by2) - max(ay1, by1))
    return shared / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared)


def _spread(again: _Again) -> Spread | None:
    """None for a defect that was seen once: one value spreads nowhere."""
    line = again.first.class_name == "crack"
    wanted = Characteristic.LENGTH if line else Characteristic.DIAMETER
    sizes = [
        measured for finding in again.findings for measured in finding.measurements if measured.characteristic is wanted
    ]
    if len(sizes) < 2:
        return None
    values = [size.value for size in sizes]
    return Spread(
        class_name=again.first.class_name,
        characteristic=wanted,
        unit=sizes[0].unit,
        seen=len(sizes),
        mean=fmean(values),
        deviation=stdev(values),
        extent=max(values) - min(values),
        stated_uncertainty=fmean(size.uncertainty for size in sizes),
    )
