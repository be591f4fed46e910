"""The same part again and again: what changed, and what to make of it."""

import pytest

from inspection.decide import decide
from inspection.finding import Detection, Finding
from inspection.record import Inspection, ViewResult
from inspection.repeatability import Judgement, repeatability
from inspection.verdict import Code, Reason, Verdict
from tests.inspection.found import found
from tests.inspection.test_decide import RECIPE


def inspected(*findings: Finding) -> Inspection:
    verdict, reasons = decide(findings, RECIPE)
    return inspection(verdict, reasons, findings)


def inspection(verdict: Verdict, reasons: tuple[Reason, ...], findings: tuple[Finding, ...] = ()) -> Inspection:
    view = ViewResult(
        view="top", picture=None, exposure=None, findings=findings, verdict=verdict, reasons=reasons, timings_ms={}
    )
    return Inspection(
        record_id="0" * 32,
        source="bench",
        part_type="weld",
        recipe="weld",
        recipe_version=1,
        judge=None,
        software_version="0",
        views=(view,),
        verdict=verdict,
        reasons=reasons,
    )


def pores(*sizes_mm: float, expanded_mm: float = 0.1) -> list[Inspection]:
    return [inspected(found("pore", size, expanded_mm=expanded_mm)) for size in sizes_mm]


def test_a_part_that_stays_what_it_is() -> None:
    seen = repeatability(pores(0.50, 0.52, 0.49, 0.51))
    assert (seen.judgement, seen.flips, seen.times) == (Judgement.STEADY, 0, 4)
    assert seen.verdicts == {Verdict.PASS: 4}
    [pore] = seen.spreads
    assert pore.seen == 4
    assert pore.mean == pytest.approx(0.505)
    assert pore.extent == pytest.approx(0.03)
    assert pore.deviation == pytest.approx(0.0129, abs=1e-4)
    assert pore.stated_uncertainty == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("sizes_mm", "expanded_mm", "judgement", "flips"),
    [
        pytest.param((0.5, 0.5, 0.8), 0.05, Judgement.SPREAD, 0, id="the size jumps, the verdict stays"),
        pytest.param((0.88, 0.93, 0.88), 0.1, Judgement.AT_THE_LIMIT, 1, id="once too near to the limit"),
        pytest.param((0.8, 1.3, 0.8, 1.3), 0.1, Judgement.UNSTEADY, 2, id="in order and not, in turn"),
    ],
)
def test_what_is_made_of_it(sizes_mm: tuple[float, ...], expanded_mm: float, judgement: Judgement, flips: int) -> None:
    seen = repeatability(pores(*sizes_mm, expanded_mm=expanded_mm))
    assert (seen.judgement, seen.flips) == (judgement, flips)


def test_a_picture_that_cannot_be_judged_comes_first() -> None:
    dark = inspection(Verdict.NOT_JUDGED, (Reason(code=Code.TOO_DARK, value=3, limit=25),))
    assert repeatability([*pores(0.5, 0.5), dark]).judgement is Judgement.NOT_JUDGED


def at(x: float, class_name: str = "pore") -> Finding:
    pore = found(class_name, 0.5)
    return pore.model_copy(update={"detection": Detection(class_name=class_name, score=0.9, xyxy=(x, 10, x + 10, 20))})


def test_defects_are_told_apart_by_class_and_place() -> None:
    runs = [inspected(at(10), at(100)), inspected(at(101), at(11)), inspected(at(12)), inspected(at(10, "stain"))]
    assert sorted(spread.seen for spread in repeatability(runs).spreads) == [2, 3]


def test_one_inspection_compares_with_nothing() -> None:
    with pytest.raises(ValueError, match="at least two"):
        repeatability(pores(0.5))
