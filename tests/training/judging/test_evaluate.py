"""A worked example: a net that always sees the same pore, on pictures of two sizes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.recipe import Recipe
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.nets import constant_net, raw_answer, write_model
from tests.training.judging.building import Xyxy, at_most_px, none_of, picture, recipe, seen
from training.data.labels import LabelledPicture
from training.errors import LabelError
from training.judging import Asked, EvaluationReport, JudgingSet, Rate, evaluate
from training.judging.report import Confusion

SMALL, LARGE = (64, 64), (256, 256)
"""What the net sees in a picture of 64 px is four times as large in one of 256."""
PORE: Xyxy = (20, 25, 40, 35)
FOUR_TIMES: Xyxy = (80, 100, 160, 140)


@pytest.fixture
def small(tmp_path: Path) -> Asked:
    """Sees a pore of 20 x 10 px (of 64) with 0.9, and a crack elsewhere with 0.3, which is doubtful."""
    answer = raw_answer([(30, 30, 20, 10, 0.9, 0.0), (50, 10, 16, 8, 0.0, 0.3)])
    write_model(tmp_path / "small", constant_net(answer), [seen("pore", 0.9, PORE)])
    return Asked.of(tmp_path / "small", engine="onnxruntime", threads=1)


def judging_set(root: Path, *pictures: LabelledPicture) -> JudgingSet:
    return JudgingSet(name="worked", sha256="0" * 64, split="val", root=root, pictures=pictures)


def by_size() -> Setup:
    """A pore may have 50 px, a crack may be there."""
    by: Recipe = recipe(at_most_px("pore", 50)).model_copy(update={"accepted": ("crack",)})
    return Setup.without_station(by)


def test_a_worked_example(tmp_path: Path, small: Asked) -> None:
    """In small pictures the net's pore is within the limit (PASS), in large ones beyond it (FAIL)."""
    set_ = judging_set(
        tmp_path,
        picture(tmp_path / "images", ("pore", PORE), wh=SMALL),  # rightly passed
        picture(tmp_path / "images", ("pore", (2, 2, 62, 40)), wh=SMALL),  # an escape: the label has 60 px
        picture(tmp_path / "images", ("pore", FOUR_TIMES), wh=LARGE),  # rightly failed
        picture(tmp_path / "images", wh=LARGE),  # a false reject
        picture(tmp_path / "images", ("crack", (100, 10, 140, 20)), wh=LARGE),  # a false reject: cracks are accepted
    )
    report = evaluate(small, set_, by_size())
    assert report.escape_rate == Rate.of(1, 2)
    assert report.false_reject_rate == Rate.of(2, 3)
    assert report.review_rate == Rate.of(0, 5)
    assert (report.recipe, report.recipe_version, report.undecided, report.not_judged) == ("plate", 3, 0, {})
    assert [(miss.picture, miss.truth, miss.verdict) for miss in report.worst_misses] == [
        ("images/001.png", Verdict.FAIL, Verdict.PASS),
        ("images/003.png", Verdict.PASS, Verdict.FAIL),
        ("images/004.png", Verdict.PASS, Verdict.FAIL),
    ]
    assert [round(miss.why.value or 0) > 50 for miss in report.worst_misses] == [True] * 3
    assert (report.pictures, report.labels) == (5, 4)
    assert {name: one.n for name, one in report.per_class.items()} == {"pore": 3, "crack": 1}
    assert {(one.labelled, one.found): one.n for one in report.confusion} == {
        ("pore", "pore"): 3,
        ("crack", None): 1,
        (None, "pore"): 2,
        (None, "crack"): 5,
    }
    assert EvaluationReport.model_validate_json(report.model_dump_json()) == report


def test_the_worst_misses_come_first_and_are_few(tmp_path: Path, small: Asked) -> None:
    """Dents that the model does not know; pores and cracks may be there."""
    by = recipe(none_of("dent")).model_copy(update={"accepted": ("pore", "crack")})
    sizes = [3, 30, 12, *range(4, 10), *range(13, 20)]
    labelled = [picture(tmp_path / "images", ("dent", (0, 40, size, 44)), wh=SMALL) for size in sizes]
    report = evaluate(small, judging_set(tmp_path, *labelled), Setup.without_station(by))
    assert report.escape_rate == Rate.of(16, 16)
    shown = [miss.labelled[0].xyxy[2] for miss in report.worst_misses]
    assert shown == sorted(sizes, reverse=True)[:12]


def test_without_a_recipe_any_labelled_defect_is_bad_even_of_a_class_that_the_model_does_not_know(
    tmp_path: Path, small: Asked
) -> None:
    set_ = judging_set(
        tmp_path,
        picture(tmp_path / "images", ("pore", PORE), wh=SMALL),
        picture(tmp_path / "images", ("dent", (2, 2, 6, 6)), wh=SMALL),
        picture(tmp_path / "images", wh=SMALL),
    )
    report = evaluate(small, set_, None)
    assert report.recipe is None
    assert (report.escape_rate, report.false_reject_rate) == (Rate.of(0, 2), Rate.of(1, 1))
    assert report.unknown_classes == ("dent",)
    assert set(report.per_class) == {"pore", "dent"}
    assert report.per_class["pore"].map50 > 0.9
    assert report.per_class["dent"].map50 == 0
    assert report.map50 == pytest.approx(report.per_class["pore"].map50 / 2)
    assert Confusion(labelled="dent", found=None, n=1) in report.confusion


def test_classes_match_by_name_and_none_in_common_is_refused_only_where_nothing_can_be_said(
    tmp_path: Path, small: Asked
) -> None:
    foreign = judging_set(tmp_path, picture(tmp_path / "images", ("dent", (2, 2, 6, 6)), wh=SMALL))
    report = evaluate(small, foreign, None)
    assert (report.map50, report.escape_rate) == (0, Rate.of(0, 1))
    with pytest.raises(LabelError, match="labelled are only dent"):
        evaluate(small, foreign, by_size())


def test_doubtful_findings_are_reviews_and_unfit_pictures_get_no_verdict(tmp_path: Path) -> None:
    answer = raw_answer([(30, 30, 20, 10, 0.45, 0.0)])
    write_model(tmp_path / "unsure", constant_net(answer), [seen("pore", 0.45, PORE)])
    unsure = Asked.of(tmp_path / "unsure", engine="onnxruntime", threads=1)
    set_ = judging_set(
        tmp_path,
        picture(tmp_path / "images", ("pore", PORE), wh=SMALL),
        picture(tmp_path / "images", wh=SMALL),
    )
    report = evaluate(unsure, set_, None)
    assert (report.escape_rate, report.false_reject_rate) == (Rate.of(0, 1), Rate.of(0, 1))
    assert report.review_rate == Rate.of(2, 2)
    bright = by_size().recipe.checks.model_copy(update={"min_mean_grey": 255})
    strict = Setup.without_station(by_size().recipe.model_copy(update={"checks": bright}))
    refused = evaluate(unsure, set_, strict)
    assert refused.not_judged == {Code.TOO_DARK.value: 2}
    assert refused.review_rate == Rate.of(0, 0)
    assert refused.map50 > 0.9


def test_pictures_pass_by_one_by_one(tmp_path: Path, small: Asked) -> None:
    set_ = judging_set(tmp_path, picture(tmp_path / "images", ("pore", PORE), wh=SMALL))
    watched: list[LabelledPicture] = []

    def passing() -> Iterator[LabelledPicture]:
        for one in set_.pictures:
            watched.append(one)
            yield one

    evaluate(small, set_, None, pictures=passing())
    assert watched == list(set_.pictures)
