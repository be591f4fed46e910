"""What a trained net is worth: figures, bands and the sizes it sees, from the same answers."""

from itertools import cycle, islice
from pathlib import Path

import pytest

from inspection.places import SHIPPED_MODELS
from training.data.labels import LabelledPicture, read_labelled_set
from training.data.rendered import is_rendered
from training.errors import NothingLearned
from training.judging.calibrating import FEWEST
from training.judging.low_scores import LowScores
from training.judging.worth import THRESHOLD, Worth, worth_of

BEADS = Path(__file__).parents[3] / "datasets" / "weld-beads" / "data.yaml"


@pytest.fixture(scope="module")
def net() -> LowScores:
    return LowScores.of(SHIPPED_MODELS / "weld-bead", threads=1)


@pytest.fixture(scope="module")
def beads() -> tuple[LabelledPicture, ...]:
    return tuple(one for split in read_labelled_set(BEADS).splits.values() for one in split)


@pytest.fixture(scope="module")
def worth(net: LowScores, beads: tuple[LabelledPicture, ...]) -> Worth:
    """By just enough parts: there are few beads without any defect in the set, so each counts several times."""
    bad, good = [one for one in beads if one.boxes], [one for one in beads if not one.boxes]
    return worth_of(net, [*bad[:FEWEST], *islice(cycle(good), FEWEST)], rendered=is_rendered(BEADS))


def test_with_parts_enough_every_class_has_a_band_and_is_read_down_to_it(worth: Worth, net: LowScores) -> None:
    assert set(worth.bands) == set(worth.thresholds) == set(net.manifest.classes)
    assert all(worth.thresholds[name] == band.ignored_below for name, band in worth.bands.items())
    assert {"map50", "map50_95", "escape_rate", "false_reject_rate", "review_rate"} <= set(worth.figures)
    assert worth.calibration is not None and worth.calibration.fitted.escape.count <= 1


def test_sizes_are_those_seen_with_the_calibrated_thresholds(worth: Worth) -> None:
    assert {one.class_name: one.from_score for one in worth.smallest_seen} == {
        one.class_name: worth.thresholds[one.class_name] for one in worth.smallest_seen
    }
    assert all(one.rendered for one in worth.smallest_seen)


def test_a_set_without_rendered_truth_is_not_called_rendered(tmp_path: Path) -> None:
    assert is_rendered(BEADS)
    assert not is_rendered(tmp_path / "data.yaml")
    (tmp_path / "truth.json").write_text("[]")
    assert not is_rendered(tmp_path / "data.yaml")


def test_a_handful_of_parts_calibrates_nothing(net: LowScores, beads: tuple[LabelledPicture, ...]) -> None:
    few = worth_of(net, beads[:6])
    assert few.bands == {} and set(few.thresholds.values()) == {THRESHOLD}
    assert "escape_rate" not in few.figures


def test_a_net_that_is_sure_of_nothing_is_no_model(net: LowScores, beads: tuple[LabelledPicture, ...]) -> None:
    empty = [one for one in beads if not one.boxes][:2]
    with pytest.raises(NothingLearned, match="at most"):
        worth_of(net, empty)
