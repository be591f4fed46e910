"""Thresholds from labelled pictures: as many escapes as were allowed, and as few questions as that leaves."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.finding import Detection
from inspection.recipe import Recipe
from inspection.score_band import ScoreBand
from inspection.verdict import Verdict
from training.data.labels import LabelledPicture
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.calibrating import CLEAR_GRID, FEWEST, GRID, calibrate
from training.judging.judged_pictures import JudgedPicture
from training.judging.verdict_rates import rates_under

CLASSES = ("crack", "pore")
RECIPE = any_defect_is_bad("any", CLASSES)


def part(truth: Verdict, *found: tuple[str, float], group: str | None = None) -> JudgedPicture:
    """A part on which the net gave these classes, each with its score."""
    detections = tuple(Detection(class_name=name, score=score, xyxy=(0, 0, 10, 10)) for name, score in found)
    picture = LabelledPicture(picture=Path("part.png"), width_px=64, height_px=64, boxes=(), group=group)
    return JudgedPicture(picture=picture, truth=truth, detections=detections, candidates=detections)


def parts(bad: Sequence[float], good: Sequence[float], name: str = "crack") -> list[JudgedPicture]:
    return [part(Verdict.FAIL, (name, score)) for score in bad] + [part(Verdict.PASS, (name, score)) for score in good]


def under(recipe: Recipe, calibrated: object, judged: Sequence[JudgedPicture]) -> tuple[float | None, float | None]:
    rates = rates_under(judged, recipe.model_copy(update={"bands": calibrated}))
    return rates.escape.value, rates.false_reject.value


def test_where_good_and_bad_are_apart_nothing_escapes_and_nobody_is_asked() -> None:
    found = calibrate(parts([0.5] * 40, [0.2] * 40), RECIPE)
    assert found is not None
    assert 0.2 < found.bands["crack"].ignored_below <= 0.4
    assert found.bands["crack"].clear_from <= 0.5
    for rates in (found.fitted, found.expected):
        assert (rates.escape.count, rates.false_reject.count, rates.review.count) == (0, 0, 0)
        assert (rates.escape.n, rates.false_reject.n) == (40, 40)


def test_what_cannot_be_told_apart_goes_to_the_master_rather_than_out_of_the_door() -> None:
    """Half of the good parts look like the bad ones: none may escape, so they are asked about or fail."""
    judged = parts([0.3] * 50, [0.3] * 25 + [0.05] * 25)
    found = calibrate(judged, RECIPE, escapes=0.01)
    assert found is not None and found.fitted.escape.count == 0
    assert found.bands["crack"].ignored_below <= 0.3
    assert found.fitted.false_reject.count + found.fitted.review.count > 0


def test_so_many_may_escape_as_was_said_and_it_frees_good_parts() -> None:
    judged = parts([0.05] * 2 + [0.6] * 98, [0.1] * 50 + [0.01] * 50)
    strict, allowed = calibrate(judged, RECIPE, escapes=0.01), calibrate(judged, RECIPE, escapes=0.02)
    assert strict is not None and allowed is not None
    assert (strict.fitted.escape.count, allowed.fitted.escape.count) == (0, 2)
    assert strict.fitted.review.count + strict.fitted.false_reject.count >= 50
    assert allowed.fitted.review.count + allowed.fitted.false_reject.count == 0


def test_a_class_that_is_never_wrong_needs_no_high_threshold_because_of_another() -> None:
    judged = [part(Verdict.FAIL, ("crack", 0.06)) for _ in range(40)]
    judged += [part(Verdict.PASS, ("pore", 0.2)) for _ in range(40)]
    found = calibrate(judged, RECIPE)
    assert found is not None
    assert found.bands["crack"].ignored_below <= 0.06 < 0.2 < found.bands["pore"].ignored_below
    assert under(RECIPE, found.bands, judged) == (0, 0)


def test_no_class_is_left_out_where_an_uncalibrated_one_would_count() -> None:
    """All bad parts are flagged by pores, so cracks could be left out: until a recipe comes that accepts pores."""
    judged = [part(Verdict.FAIL, ("pore", 0.9), ("crack", 0.33)) for _ in range(40)]
    judged += [part(Verdict.PASS, ("crack", 0.33)) for _ in range(40)]
    found = calibrate(judged, RECIPE)
    assert found is not None
    assert all(band.ignored_below <= RECIPE.default_band.ignored_below for band in found.bands.values())
    without_pores = RECIPE.model_copy(update={"limits": RECIPE.limits[:1], "accepted": ("pore",)})
    assert without_pores.limits[0].class_name == "crack"
    assert under(without_pores, found.bands, judged)[0] == 0


def test_a_band_of_the_recipes_own_is_left_alone_since_it_counts_at_the_bench() -> None:
    own = RECIPE.model_copy(update={"bands": {"crack": ScoreBand(ignored_below=0.4, clear_from=0.6)}})
    found = calibrate(parts([0.5] * 40, [0.2] * 40), own)
    assert found is not None and "crack" not in found.bands
    assert (found.expected.escape.count, found.expected.review.count) == (0, 40)


def test_bad_parts_that_the_net_does_not_see_at_all_do_not_keep_good_ones_from_passing() -> None:
    judged = parts([0.01] * 5 + [0.6] * 45, [0.1] * 50)
    found = calibrate(judged, RECIPE)
    assert found is not None
    assert (found.fitted.escape.count, found.fitted.review.count, found.fitted.false_reject.count) == (5, 0, 0)


@pytest.mark.parametrize(("bad", "good"), [(FEWEST - 1, 100), (100, FEWEST - 1), (0, 0)])
def test_too_few_parts_choose_nothing(bad: int, good: int) -> None:
    assert calibrate(parts([0.9] * bad, [0.1] * good), RECIPE) is None


def test_a_share_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="share of escapes"):
        calibrate([], RECIPE, escapes=1.2)


def test_what_to_expect_elsewhere_is_asked_of_bands_that_have_not_seen_the_part() -> None:
    """One part scores far lower than all others: bands chosen without it let it escape, those with it do not."""
    judged = parts([0.6] * 39 + [0.03], [0.25] * 40)
    found = calibrate(judged, RECIPE, escapes=0.0)
    assert found is not None
    assert found.fitted.escape.count == 0
    assert found.expected.escape.count == 1


def test_pictures_of_one_part_stay_together() -> None:
    """All low scores are of one board: with it left out as a whole, none of them can be foreseen."""
    judged = parts([0.6] * 40, [0.25] * 40) + [part(Verdict.FAIL, ("crack", 0.03), group="board") for _ in range(5)]
    found = calibrate(judged, RECIPE, escapes=0.0)
    assert found is not None and found.expected.escape.count == 5


def test_parts_that_get_no_verdict_or_deserve_none_choose_nothing() -> None:
    lost = [part(Verdict.NOT_JUDGED, ("crack", 0.9)) for _ in range(50)]
    with_them = calibrate([*parts([0.5] * 40, [0.2] * 40), *lost], RECIPE)
    without = calibrate(parts([0.5] * 40, [0.2] * 40), RECIPE)
    assert with_them is not None and without is not None
    assert with_them.bands == without.bands and with_them.fitted == without.fitted


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.1]))
def test_bands_keep_their_order_and_their_promise(seed: int, escapes: float) -> None:
    random = np.random.default_rng(seed)
    judged = []
    for truth, most in ((Verdict.FAIL, 0.95), (Verdict.PASS, 0.45)):
        for _ in range(FEWEST + 5):
            found = [(name, float(random.uniform(0.02, most))) for name in CLASSES if random.random() < 0.7]
            judged.append(part(truth, *found))
    lowest = RECIPE.model_copy(update={"default_band": ScoreBand(ignored_below=GRID[0], clear_from=1)})
    unavoidable = rates_under(judged, lowest).escape.count
    found_bands = calibrate(judged, RECIPE, escapes=escapes)
    assert found_bands is not None
    for band in found_bands.bands.values():
        assert band.ignored_below in GRID and band.clear_from in CLEAR_GRID
        assert band.ignored_below <= band.clear_from
    assert found_bands.fitted.escape.count <= max(unavoidable, int(escapes * (FEWEST + 5)))
