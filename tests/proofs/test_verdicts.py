"""Verdicts on rendered beads against those that their exact sizes deserve, with 95 % intervals (Wilson).

Twice: on the true boxes, which tries measuring and deciding alone, and through the shipped model, which tries the
station. Parts of which the station says that a size lies too near to its limit are inside the guard band: there the
master decides, whatever the truth is. An escape is a part that was passed although the truth asks for n.i.O. or for the
master.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from camera.rendering import RenderedPart, render_part
from commands.rendered_set import true_finding
from inspection.decide import decide
from inspection.detection.loading import load_detector
from inspection.finding import Detection, Finding
from inspection.measuring import measure
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.recipe import Recipe, load_recipe
from inspection.scale import MillimetreScale
from inspection.verdict import Code, Verdict
from tests.proofs.figures import leave_figures

SEED = 61_001
PARTS = 600
LEVELS = ("B", "C", "D")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a part deserves, and what it got."""

    due: Verdict
    given: Verdict
    near_limit: bool


def share(k: int, n: int) -> dict[str, float]:
    """A share with its Wilson interval."""
    from scipy.stats import binomtest

    low, high = binomtest(k, n).proportion_ci(method="wilson") if n else (0.0, 1.0)
    return {"k": k, "n": n, "value": round(k / n, 4) if n else 0.0, "low": round(low, 4), "high": round(high, 4)}


def summary(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    outside = [one for one in judged if not one.near_limit and Verdict.REVIEW not in (one.due, one.given)]
    bad = [one for one in judged if one.due is not Verdict.PASS]
    good = [one for one in judged if one.due is Verdict.PASS]
    return {
        "equal to the truth outside the guard band": share(sum(one.due is one.given for one in outside), len(outside)),
        "reviewed": share(sum(one.given is Verdict.REVIEW for one in judged), len(judged)),
        "reviewed though the truth asks for no master": share(
            sum(one.given is Verdict.REVIEW for one in judged if one.due is not Verdict.REVIEW),
            sum(one.due is not Verdict.REVIEW for one in judged),
        ),
        "escapes": share(sum(one.given is Verdict.PASS for one in bad), len(bad)),
        "false rejects": share(sum(one.given is Verdict.FAIL for one in good), len(good)),
    }


def judge(findings: Sequence[Finding], due: Verdict, recipe: Recipe) -> Judged:
    given, reasons = decide(findings, recipe)
    near = any(reason.code is Code.NEAR_LIMIT for reason in reasons) and given is Verdict.REVIEW
    return Judged(due=due, given=given, near_limit=near)


def truth(part: RenderedPart, recipe: Recipe) -> list[Finding]:
    assert isinstance(recipe.scale, MillimetreScale)
    wh = (part.pixels.shape[1], part.pixels.shape[0])
    return [true_finding(defect, recipe.scale, recipe.piece, wh, part.mm_per_px) for defect in part.defects]


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_verdicts_against_exact_truth() -> None:
    base = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")
    assert base.norm is not None and isinstance(base.scale, MillimetreScale)
    recipes = {
        level: base.model_copy(update={"norm": base.norm.model_copy(update={"level": level})}) for level in LEVELS
    }
    detector = load_detector(SHIPPED_MODELS / base.model)
    on_true_boxes: dict[str, list[Judged]] = {level: [] for level in LEVELS}
    by_the_model: dict[str, list[Judged]] = {level: [] for level in LEVELS}
    for index in range(PARTS):
        part = render_part("weld-bead", seed=SEED, index=index)
        boxes = [Detection(class_name=one.class_name, score=1, xyxy=one.xyxy) for one in part.defects]
        measured = measure(boxes, part.pixels, base.scale)
        seen = [one for one in detector.find(part.pixels) if not base.ignores(one)]
        found = measure(seen, part.pixels, base.scale)
        for level, recipe in recipes.items():
            due, _ = decide(truth(part, recipe), recipe)
            on_true_boxes[level].append(judge(measured, due, recipe))
            by_the_model[level].append(judge(found, due, recipe))
    figures = {
        "parts": PARTS,
        "seed": SEED,
        "on true boxes": {level: summary(judged) for level, judged in on_true_boxes.items()},
        "by the shipped model": {level: summary(judged) for level, judged in by_the_model.items()},
    }
    leave_figures("verdicts", figures)
    for level in LEVELS:
        exact, modelled = summary(on_true_boxes[level]), summary(by_the_model[level])
        assert modelled["equal to the truth outside the guard band"]["value"] >= 0.96, (level, modelled)
        assert modelled["escapes"]["value"] <= 0.06, (level, modelled)
        assert exact["equal to the truth outside the guard band"]["value"] >= 0.98, (level, exact)
        assert exact["escapes"]["value"] <= 0.02, (level, exact)


def test_a_share_has_its_interval() -> None:
    """Wilson 1927, as in Newcombe 1998, table I: 81 of 263."""
    found = share(81, 263)
    assert (found["value"], found["low"], found["high"]) == (0.308, 0.2553, 0.3662)
