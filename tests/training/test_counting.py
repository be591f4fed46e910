"""Found of labelled defects, as a person counts them."""

from inspection.finding import Detection
from training.counting import counted
from training.data.labels import Box
from training.fitting.journal import FoundOf

THRESHOLDS = {"pore": 0.25, "crack": 0.25}


def label(class_name: str, left: float) -> Box:
    return Box(class_name=class_name, xyxy=(left, 0, left + 10, 10))


def detection(class_name: str, left: float, score: float = 0.9) -> Detection:
    return Detection(class_name=class_name, score=score, xyxy=(left, 0, left + 10, 10))


def test_each_class_is_counted_from_the_score_on_that_counts() -> None:
    labels = [[label("pore", 0), label("pore", 50), label("crack", 100)], []]
    answers = [[detection("pore", 1), detection("pore", 50, 0.2), detection("crack", 300)], [detection("pore", 0)]]

    found = counted(answers, labels, THRESHOLDS)

    assert found.per_class == {"pore": FoundOf(found=1, of=2), "crack": FoundOf(found=0, of=1)}
    assert found.false_alarms == 2


def test_two_reports_of_one_defect_are_no_false_alarm_and_no_second_find() -> None:
    found = counted([[detection("pore", 0), detection("pore", 2)]], [[label("pore", 0)]], THRESHOLDS)
    assert (found.per_class["pore"].found, found.false_alarms) == (1, 0)


def test_another_class_in_its_place_is_not_found_and_a_false_alarm() -> None:
    found = counted([[detection("crack", 0)]], [[label("pore", 0)]], THRESHOLDS)
    assert (found.per_class["pore"].found, found.false_alarms) == (0, 1)
