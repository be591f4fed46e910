"""The recipe by which a model is judged."""

import numpy as np

from inspection.decide import decide
from inspection.finding import Finding
from inspection.verdict import Verdict
from tests.training.judging.building import band, none_of, recipe, seen
from training.judging.bench_recipe import any_defect_is_bad, with_bands_of


def test_any_labelled_defect_is_bad() -> None:
    strict = any_defect_is_bad("small", ["pore", "crack", "pore"])
    assert [limit.class_name for limit in strict.limits] == ["crack", "pore"]
    for name in ("pore", "crack"):
        assert decide([Finding(detection=seen(name, 1), measurements=())], strict)[0] is Verdict.FAIL
    assert decide([], strict)[0] is Verdict.PASS


def test_the_recipes_bands_come_before_the_models_and_none_lies_below_the_thresholds() -> None:
    own = recipe(none_of("pore"), bands={"pore": band(0.3, 0.6)})
    merged = with_bands_of(
        own, {"pore": band(0.1, 0.2), "crack": band(0.4, 0.7)}, {"pore": 0.35, "crack": 0.1, "stain": 0.5}
    )
    assert merged.band("pore") == band(float(np.float32(0.35)), 0.6)
    assert merged.band("crack") == band(0.4, 0.7)
    assert merged.band("stain") == band(0.5, 0.5)
    assert merged.band("dent") == own.default_band


def test_a_score_at_the_threshold_counts_as_the_detector_has_it() -> None:
    """0.7 as the net's float32 is a little less than 0.7: the detector, which compares so, lets it through."""
    merged = with_bands_of(recipe(none_of("pore")), {}, {"pore": 0.7})
    assert not merged.ignores(seen("pore", float(np.float32(0.7))))
    assert merged.ignores(seen("pore", float(np.nextafter(np.float32(0.7), np.float32(0)))))
