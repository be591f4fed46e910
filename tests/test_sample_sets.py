"""The shipped models on the shipped sample sets, against the verdict that the true sizes deserve."""

import json
from collections import Counter
from pathlib import Path

import pytest

from camera.picture_file import read_picture_file
from inspection.detection.loading import load_detector
from inspection.inspect_part import inspect_part
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.setup import Setup
from inspection.verdict import Verdict

DATASETS = Path(__file__).parent.parent / "datasets"


@pytest.mark.parametrize(
    ("sample_set", "part", "most_passed", "least_right"),
    [("weld-beads", "weld-bead", 0, 0.85), ("boards", "board", 3, 0.8)],
)
def test_verdicts_are_as_good_as_the_cards_say(
    sample_set: str, part: str, most_passed: int, least_right: float
) -> None:
    recipe = load_recipe(SHIPPED_RECIPES / f"{part}.yaml")
    detector = load_detector(SHIPPED_MODELS / recipe.model)
    truth = json.loads((DATASETS / sample_set / "truth.json").read_text(encoding="utf-8"))
    outcomes: Counter[tuple[Verdict, Verdict]] = Counter()
    for picture in truth["pictures"]:
        frame = read_picture_file(DATASETS / sample_set / picture["image"])
        judged = inspect_part({"top": lambda frame=frame: frame}, Setup.without_station(recipe), detector)  # type: ignore[misc]
        outcomes[Verdict(picture["verdict"]), judged.inspection.verdict] += 1
    assert outcomes[Verdict.FAIL, Verdict.PASS] <= most_passed, outcomes
    assert outcomes[Verdict.PASS, Verdict.FAIL] <= 1, outcomes
    assert outcomes[Verdict.FAIL, Verdict.NOT_JUDGED] + outcomes[Verdict.PASS, Verdict.NOT_JUDGED] == 0, outcomes
    right = sum(count for (due, given), count in outcomes.items() if due is given)
    assert right >= least_right * outcomes.total(), outcomes
