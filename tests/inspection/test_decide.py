"""What `decide` promises: a table of worked cases, and properties that hold for every input."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.decide import decide, grade, lowest_grade
from inspection.finding import Characteristic, Finding, Measurement, Unit
from inspection.limit import Limit
from inspection.recipe import Grade, Recipe
from inspection.scale import MillimetreScale
from inspection.score_band import ScoreBand
from inspection.verdict import Code, Verdict
from tests.inspection.found import found, measurement

SCALE = MillimetreScale(mm_per_px=0.1, relative_uncertainty=0.01)
SHARE = Characteristic.SHARE_OF_LENGTH
RECIPE = Recipe(
    name="weld",
    version=1,
    part_type="weld",
    model="weld",
    scale=SCALE,
    default_band=ScoreBand(ignored_below=0.25, clear_from=0.5),
    limits=(
        Limit(class_name="crack", characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="ISO 5817"),
        Limit(
            class_name="pore",
            characteristic=Characteristic.DIAMETER,
            upper=1.0,
            unit=Unit.MM,
            guard_band=0.1,
            source="ISO 5817",
        ),
        Limit(class_name="pore", characteristic=Characteristic.COUNT, upper=3, unit=Unit.ONE, source="shop"),
        Limit(class_name="gap", characteristic=SHARE, upper=5, unit=Unit.PERCENT, source="shop"),
        Limit(class_name="gap", characteristic=Characteristic.SUM_PER_100_MM, upper=4, unit=Unit.MM, source="shop"),
        Limit(class_name="gap", characteristic=Characteristic.DISTANCE, lower=8, unit=Unit.MM, source="shop"),
    ),
    accepted=("stain",),
)


def pore(size_mm: float, *, score: float = 0.9, expanded_mm: float = 0) -> Finding:
    return found("pore", size_mm, score=score, expanded_mm=expanded_mm)


@pytest.mark.parametrize(
    ("findings", "verdict", "code"),
    [
        pytest.param([], Verdict.PASS, Code.NOTHING_FOUND, id="a clean bead"),
        pytest.param([found("stain")], Verdict.PASS, Code.NOTHING_FOUND, id="an accepted class"),
        pytest.param([pore(0.5)], Verdict.PASS, Code.WITHIN_LIMIT, id="pore 0.5 mm, 1.0 allowed"),
        pytest.param([pore(0.9)], Verdict.PASS, Code.WITHIN_LIMIT, id="at the inner edge of the limit's guard band"),
        pytest.param([pore(0.95)], Verdict.REVIEW, Code.NEAR_LIMIT, id="inside the guard band"),
        pytest.param([pore(1.1)], Verdict.REVIEW, Code.NEAR_LIMIT, id="at the outer edge of the guard band"),
        pytest.param([pore(1.15)], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="pore 1.15 mm"),
        pytest.param([pore(0.8, expanded_mm=0.2)], Verdict.PASS, Code.WITHIN_LIMIT, id="inside even if it errs by U"),
        pytest.param([pore(0.85, expanded_mm=0.2)], Verdict.REVIEW, Code.NEAR_LIMIT, id="U is the wider guard band"),
        pytest.param([pore(1.2, expanded_mm=0.2)], Verdict.REVIEW, Code.NEAR_LIMIT, id="outside by no more than U"),
        pytest.param([pore(1.25, expanded_mm=0.2)], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="outside even so"),
        pytest.param([pore(3, score=0.3)], Verdict.REVIEW, Code.DOUBTFUL, id="a large pore, doubtful"),
        pytest.param([pore(0.5, score=0.3)], Verdict.PASS, Code.WITHIN_LIMIT, id="a small pore, doubtful"),
        pytest.param([pore(0.5)] * 3, Verdict.PASS, Code.WITHIN_LIMIT, id="as many pores as allowed"),
        pytest.param([pore(0.5)] * 4, Verdict.FAIL, Code.LIMIT_EXCEEDED, id="one pore too many"),
        pytest.param(
            [pore(0.5)] * 3 + [pore(0.5, score=0.3)], Verdict.REVIEW, Code.DOUBTFUL, id="perhaps one too many"
        ),
        pytest.param([found("crack")], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="a crack is not permitted"),
        pytest.param([found("crack", score=0.3)], Verdict.REVIEW, Code.DOUBTFUL, id="perhaps a crack"),
        pytest.param([found("crack", score=0.2)], Verdict.PASS, Code.NOTHING_FOUND, id="below the band: no finding"),
        pytest.param([found("rust")], Verdict.REVIEW, Code.NO_LIMIT_FOR_CLASS, id="a class nobody gave a limit"),
        pytest.param([pore(0.95), found("crack")], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="the worst counts"),
    ],
)
def test_worked_cases(findings: list[Finding], verdict: Verdict, code: Code) -> None:
    got, reasons = decide(findings, RECIPE)
    assert (got, reasons[0].code) == (verdict, code)


def test_a_reason_shows_its_arithmetic() -> None:
    _, reasons = decide([pore(1.4, expanded_mm=0.2)], RECIPE)
    worst = reasons[0]
    assert (worst.class_name, worst.characteristic, worst.unit, worst.limit) == ("pore", "diameter", "mm", 1.0)
    assert worst.value == pytest.approx(1.4)
    assert worst.uncertainty == pytest.approx(0.1)


def test_a_value_that_is_no_number_never_passes() -> None:
    nan = Measurement.model_construct(
        characteristic=Characteristic.DIAMETER, value=math.nan, uncertainty=0.0, unit=Unit.MM
    )
    unmeasured = Finding.model_construct(detection=found("pore").detection, measurements=(nan,))
    try:
        verdict, _ = decide([unmeasured], RECIPE)
    except ValueError:
        return  # refused by the reason's own model: the main path records NOT_JUDGED
    assert verdict is not Verdict.PASS


def test_units_cannot_be_mixed_up() -> None:
    in_pixels = Finding(
        detection=found("pore").detection,
        measurements=(Measurement(characteristic=Characteristic.DIAMETER, value=5, uncertainty=1, unit=Unit.PX),),
    )
    with pytest.raises(ValueError, match="measured in px, limit in mm"):
        decide([in_pixels], RECIPE)
    with pytest.raises(ValueError, match="calibrate the scale"):
        RECIPE.model_validate({**RECIPE.model_dump(), "scale": {"kind": "px"}})


findings_of_any_kind = st.lists(
    st.builds(
        found,
        st.sampled_from(["pore", "crack", "stain", "rust", "gap"]),
        st.floats(0.1, 6),
        score=st.floats(0, 1),
        expanded_mm=st.floats(0, 0.3),
        position_mm=st.floats(0, 400),
        distance_mm=st.none() | st.floats(0, 20),
    ),
    max_size=6,
)
BADNESS = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2}


@given(findings_of_any_kind, st.randoms())
def test_the_order_of_findings_does_not_matter(findings: list[Finding], random: Random) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert decide(findings, RECIPE) == decide(shuffled, RECIPE)


@given(findings_of_any_kind, findings_of_any_kind)
def test_more_findings_never_improve_a_verdict(findings: list[Finding], more: list[Finding]) -> None:
    assert BADNESS[decide(findings + more, RECIPE)[0]] >= BADNESS[decide(findings, RECIPE)[0]]


@given(findings_of_any_kind, st.data())
def test_a_larger_or_surer_finding_never_improves_a_verdict(findings: list[Finding], data: st.DataObject) -> None:
    if not findings:
        return
    index = data.draw(st.integers(0, len(findings) - 1))
    old = findings[index]
    at = {measured.characteristic: measured for measured in old.measurements}
    worse = found(
        old.detection.class_name,
        data.draw(st.floats(at[Characteristic.DIAMETER].value, 8)),
        score=data.draw(st.floats(old.detection.score, 1)),
        expanded_mm=2 * at[Characteristic.DIAMETER].uncertainty,
        position_mm=at[Characteristic.POSITION].value,
        distance_mm=at[Characteristic.DISTANCE].value if Characteristic.DISTANCE in at else None,
    )
    after = [*findings[:index], worse, *findings[index + 1 :]]
    assert BADNESS[decide(after, RECIPE)[0]] >= BADNESS[decide(findings, RECIPE)[0]]


@given(findings_of_any_kind, st.floats(0, 1), st.floats(0, 3))
def test_tighter_limits_never_pass_more(findings: list[Finding], diameter: float, count: float) -> None:
    crack, pore_size, pores, *gaps = RECIPE.limits
    tighter = RECIPE.model_copy(
        update={
            "limits": (
                crack,
                pore_size.model_copy(update={"upper": diameter}),
                pores.model_copy(update={"upper": count}),
                *gaps,
            )
        }
    )
    assert BADNESS[decide(findings, tighter)[0]] >= BADNESS[decide(findings, RECIPE)[0]]


def gap(length_mm: float, at_mm: float, *, score: float = 0.9, distance_mm: float | None = None) -> Finding:
    return found("gap", length_mm, position_mm=at_mm, score=score, distance_mm=distance_mm)


@pytest.mark.parametrize(
    ("findings", "verdict", "characteristic"),
    [
        pytest.param([gap(2, 10), gap(1.5, 60)], Verdict.PASS, None, id="3.5 % of the seam, 3.5 mm within 100 mm"),
        pytest.param([gap(2, 10), gap(2.5, 130)], Verdict.PASS, None, id="4.5 mm, but never within 100 mm"),
        pytest.param([gap(2, 10), gap(2.5, 60)], Verdict.FAIL, "sum-per-100-mm", id="4.5 mm within 100 mm"),
        pytest.param([gap(2, 10), gap(4, 109)], Verdict.FAIL, "share-of-length", id="the window cuts the second gap"),
        pytest.param([gap(3, 10), gap(3, 210)], Verdict.FAIL, "share-of-length", id="6 % of the seam"),
        pytest.param([gap(3, 10), gap(3, 210, score=0.3)], Verdict.REVIEW, "share-of-length", id="perhaps 6 %"),
        pytest.param([gap(1, 10, distance_mm=7)], Verdict.FAIL, "distance", id="7 mm apart, 8 required"),
        pytest.param([gap(1, 10, distance_mm=8)], Verdict.PASS, None, id="8 mm apart"),
    ],
)
def test_what_adds_up_and_lies_close(findings: list[Finding], verdict: Verdict, characteristic: str | None) -> None:
    got, reasons = decide(findings, RECIPE)
    assert got is verdict, reasons
    if characteristic is not None:
        assert characteristic in [reason.characteristic for reason in reasons if reason.code is not Code.WITHIN_LIMIT]


def test_a_finding_that_adds_doubt_does_not_save_a_part() -> None:
    """A sum that is surely too large stays so when a very uncertain defect comes on top."""
    sure = [found("gap", 4.5, position_mm=10, expanded_mm=0.1)]
    vague = found("gap", 0.3, position_mm=40, expanded_mm=3)
    assert decide(sure, RECIPE)[0] is Verdict.FAIL
    assert decide([*sure, vague], RECIPE)[0] is Verdict.FAIL


def test_a_limit_that_is_switched_off_leaves_the_class_to_the_master() -> None:
    off = tuple(limit.model_copy(update={"switched_on": False}) for limit in RECIPE.limits)
    verdict, reasons = decide([found("crack")], RECIPE.model_copy(update={"limits": off}))
    assert (verdict, reasons[0].code) == (Verdict.REVIEW, Code.NO_LIMIT_FOR_CLASS)


def test_a_characteristic_that_was_not_measured_is_a_mistake_and_no_pass() -> None:
    bare = Finding(detection=found("pore").detection, measurements=(measurement(Characteristic.LENGTH, 1, 0),))
    with pytest.raises(ValueError, match="diameter was not measured"):
        decide([bare], RECIPE)


LARGEST = Limit(class_name="pore", characteristic=Characteristic.ALONG, upper=1, unit=Unit.MM, source="shop")


def knots(*uppers: float) -> tuple[Grade, ...]:
    return tuple(
        Grade(name=name, limits=(LARGEST.model_copy(update={"upper": upper}),))
        for name, upper in zip("ABC", uppers, strict=True)
    )


GRADED = RECIPE.model_copy(update={"limits": (), "grades": knots(1, 2, 4)})


@pytest.mark.parametrize(
    ("findings", "verdict", "name"),
    [
        pytest.param([], Verdict.PASS, "A", id="nothing found"),
        pytest.param([pore(0.8)], Verdict.PASS, "A", id="within A"),
        pytest.param([pore(0.95, expanded_mm=0.1)], Verdict.PASS, "B", id="A is not proven: B"),
        pytest.param([pore(3)], Verdict.PASS, "C", id="within C only"),
        pytest.param([pore(3.9, expanded_mm=0.2)], Verdict.REVIEW, None, id="too near to the last grade's limit"),
        pytest.param([pore(5)], Verdict.FAIL, None, id="below the last grade"),
        pytest.param([pore(0.5), pore(3, score=0.3)], Verdict.PASS, "C", id="what is doubtful counts against a grade"),
    ],
)
def test_grades(findings: list[Finding], verdict: Verdict, name: str | None) -> None:
    assert decide(findings, GRADED)[0] is verdict
    grading = grade(findings, GRADED)
    assert grading.grade == name
    assert len(grading.missed) == (3 if name is None else "ABC".index(name))


def test_a_part_has_the_lowest_grade_of_its_views() -> None:
    assert lowest_grade(["A", "C", "B"], GRADED) == "C"
    assert lowest_grade(["A", None], GRADED) is None
    assert lowest_grade([None], RECIPE) is None


@given(findings_of_any_kind, findings_of_any_kind)
def test_more_findings_never_improve_a_grade(findings: list[Finding], more: list[Finding]) -> None:
    order = ["A", "B", "C", None]
    before, after = grade(findings, GRADED).grade, grade(findings + more, GRADED).grade
    assert order.index(after) >= order.index(before)


def cut(finding: Finding) -> Finding:
    return finding.model_copy(update={"cut": True})


@pytest.mark.parametrize(
    ("findings", "verdict", "code"),
    [
        pytest.param([cut(pore(0.5))], Verdict.REVIEW, Code.CUT_BY_EDGE, id="half a pore may be a large one"),
        pytest.param([cut(pore(1.5))], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="what is seen of it is too large already"),
        pytest.param([cut(pore(0.5, score=0.3))], Verdict.REVIEW, Code.DOUBTFUL, id="perhaps a pore, cut"),
        pytest.param([cut(found("stain", 3))], Verdict.PASS, Code.NOTHING_FOUND, id="accepted however large"),
        pytest.param([cut(gap(1, 10))], Verdict.REVIEW, Code.CUT_BY_EDGE, id="a sum with a part that goes on"),
        pytest.param([cut(found("crack"))], Verdict.FAIL, Code.LIMIT_EXCEEDED, id="a crack is a crack"),
    ],
)
def test_what_runs_out_of_the_picture_never_passes_by_its_size(
    findings: list[Finding], verdict: Verdict, code: Code
) -> None:
    got, reasons = decide(findings, RECIPE)
    assert (got, reasons[0].code) == (verdict, code)


def test_a_class_that_only_a_better_grade_limits_is_not_known_by_that() -> None:
    verdict, reasons = decide([found("rust")], GRADED)
    assert (verdict, reasons[0].code) == (Verdict.REVIEW, Code.NO_LIMIT_FOR_CLASS)
    rust_in_a = Limit(class_name="rust", characteristic=Characteristic.COUNT, upper=0, unit=Unit.ONE, source="shop")
    best = GRADED.grades[0].model_copy(update={"limits": (*GRADED.grades[0].limits, rust_in_a)})
    recipe = GRADED.model_copy(update={"grades": (best, *GRADED.grades[1:])})
    assert decide([found("rust")], recipe)[0] is Verdict.REVIEW


def test_a_grade_without_a_limit_is_none() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Grade(name="A", limits=())
    with pytest.raises(ValueError, match="every part would have it"):
        Grade(name="A", limits=(LARGEST.model_copy(update={"switched_on": False}),))
