"""What the model suggests is what it counts at the bench, and can be handed in as it is."""

import numpy as np
import pytest

from inspection.detection.detector import ScriptedDetector
from inspection.errors import DetectorError
from inspection.finding import Detection
from inspection.good_only import UNLIKE_GOOD
from inspection.score_band import ScoreBand
from training.labelling.drawing import MadeBy, checked
from training.labelling.suggesting import MOST, suggest

PIXELS = np.zeros((60, 80, 3), np.uint8)
CLASSES = ("pore", "crack", "live_knot")


def found(class_name: str = "pore", score: float = 0.9, xyxy: tuple[float, ...] = (10, 10, 20, 20)) -> Detection:
    return Detection.model_validate({"class_name": class_name, "score": score, "xyxy": xyxy})


def test_the_surest_comes_first_and_is_said_to_be_the_models() -> None:
    shapes = suggest(ScriptedDetector([[found("crack", 0.4), found("live_knot", 0.8)]]), PIXELS)

    assert [(shape.class_name, shape.made_by) for shape in shapes] == [
        ("live_knot", MadeBy.MODEL),
        ("crack", MadeBy.MODEL),
    ]


def test_what_counts_at_the_bench_is_suggested_and_nothing_else() -> None:
    bands = {"crack": ScoreBand(ignored_below=0.05, clear_from=0.4)}
    answers = [found("pore", 0.2), found("crack", 0.06), found("crack", 0.04), found(UNLIKE_GOOD, 0.9)]

    assert [shape.class_name for shape in suggest(ScriptedDetector([answers], bands), PIXELS)] == ["crack"]


def test_what_reaches_out_of_the_picture_is_cut_and_can_be_handed_in() -> None:
    outline = ((70.0, 50.0), (80.5, 50.0), (75.0, 59.0))
    answers = [
        found(xyxy=(-5, -5, 20, 20)),
        found("crack").model_copy(update={"polygon": outline}),
        found(xyxy=(90, 10, 99, 20)),
    ]

    shapes = suggest(ScriptedDetector([answers]), PIXELS)

    assert [shape.xyxy for shape in shapes] == [(0, 0, 20, 20), (70, 50, 80, 59)]
    assert checked(shapes, CLASSES, (80, 60)) == shapes


def test_nobody_looks_through_hundreds_of_suggestions() -> None:
    answers = [found(score=score) for score in np.linspace(0.3, 0.9, 2 * MOST)]

    assert len(suggest(ScriptedDetector([answers]), PIXELS)) == MOST


def test_a_net_that_gives_no_answer_suggests_nothing_in_silence() -> None:
    with pytest.raises(DetectorError):
        suggest(ScriptedDetector([DetectorError("NaN")]), PIXELS)
