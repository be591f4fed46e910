"""Several pictures at a time: in their order, none lost, none piling up."""

import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from camera.frame import Pixels
from camera.rendering import render_part
from inspection.detection.detector import ScriptedDetector
from inspection.detection.loading import load_detector
from inspection.errors import DetectorError
from inspection.finding import Detection
from inspection.inspect_part import JudgedPart
from inspection.picture_set import AHEAD_PER_LANE, SWITCH_INTERVAL_S, inspect_picture, inspect_pictures
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.recipe import Recipe, load_recipe
from inspection.record import ViewResult
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.pictures import patchwork

SETUP = Setup.without_station(Recipe(name="plate", version=1, part_type="plate", views=("top",), model="none"))
LANES = 2
LIMIT_S = 20


def written(folder: Path, pictures: Sequence[Pixels]) -> list[Path]:
    from PIL import Image

    for index, pixels in enumerate(pictures):
        Image.fromarray(pixels).save(folder / f"{index:02}.png")
    return sorted(folder.glob("*.png"))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return written(tmp_path, [patchwork(96, 64, seed=index) for index in range(12)])


def view_of(judged: JudgedPart) -> ViewResult:
    [view] = judged.inspection.views
    return view


def noting(files: list[Path], begun: list[Path]) -> Iterator[Path]:
    for file in files:
        begun.append(file)
        yield file


def at_work() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("picture")]


class SlowFirst(ScriptedDetector):
    """Answers for the first picture when it has been asked about the third."""

    def __init__(self) -> None:
        super().__init__([[]])
        self.first = patchwork(96, 64, seed=0)
        self.others = threading.Semaphore(0)

    def find(self, pixels: Pixels, within: object = None) -> tuple[Detection, ...]:
        if not np.array_equal(pixels, self.first):
            self.others.release()
        elif not all(self.others.acquire(timeout=LIMIT_S) for _ in range(2)):
            raise DetectorError("nobody asked about another picture meanwhile")
        return ()


class Refusing(ScriptedDetector):
    """Gives no answer for one of the pictures."""

    def __init__(self, refused: Pixels, error: Exception) -> None:
        super().__init__([[]])
        self.refused, self.error = refused, error

    def find(self, pixels: Pixels, within: object = None) -> tuple[Detection, ...]:
        if np.array_equal(pixels, self.refused):
            raise self.error
        return ()


def test_pictures_are_judged_at_the_same_time_and_come_out_in_their_order(files: list[Path]) -> None:
    judged = list(inspect_pictures(files, SETUP, SlowFirst(), lanes=LANES, kept=True))
    assert [file for file, _ in judged] == files
    assert {part.inspection.verdict for _, part in judged} == {Verdict.PASS}
    assert [picture.path for _, part in judged if (picture := view_of(part).picture)] == [str(file) for file in files]


def test_a_broken_picture_is_not_judged_and_the_run_goes_on(files: list[Path]) -> None:
    files[5].write_bytes(files[5].read_bytes()[:100])
    files[7].unlink()
    judged = list(inspect_pictures(files, SETUP, ScriptedDetector([[]]), lanes=LANES, kept=False))
    assert [file for file, _ in judged] == files
    bad = {index: part for index, (_, part) in enumerate(judged) if part.inspection.verdict is Verdict.NOT_JUDGED}
    assert {index: part.inspection.reasons[0].code for index, part in bad.items()} == {
        5: Code.FRAME_BROKEN,
        7: Code.FRAME_BROKEN,
    }
    assert [len(part.pictures) for _, part in judged] == [index not in bad for index in range(12)]


@pytest.mark.parametrize(
    ("error", "code"),
    [(DetectorError("no answer"), Code.DETECTOR_FAILED), (MemoryError("too much"), Code.PROGRAM_ERROR)],
)
def test_a_failure_in_one_lane_costs_that_picture_only(files: list[Path], error: Exception, code: Code) -> None:
    detector = Refusing(patchwork(96, 64, seed=3), error)
    judged = [part for _, part in inspect_pictures(files, SETUP, detector, lanes=LANES, kept=True)]
    assert [part.inspection.verdict for part in judged].count(Verdict.PASS) == 11
    assert judged[3].inspection.reasons[0].code is code


def test_no_more_pictures_are_begun_than_can_be_taken(files: list[Path]) -> None:
    begun: list[Path] = []
    parts = inspect_pictures(noting(files, begun), SETUP, ScriptedDetector([[]]), lanes=LANES, kept=True)
    assert begun == []
    for taken in range(1, len(files) + 1):
        next(parts)
        assert len(begun) == min(len(files), taken - 1 + AHEAD_PER_LANE * LANES)
    assert list(parts) == []


def test_closed_early_it_begins_nothing_more_and_leaves_no_thread(files: list[Path]) -> None:
    begun: list[Path] = []
    parts = inspect_pictures(noting(files, begun), SETUP, SlowFirst(), lanes=LANES, kept=True)
    next(parts)
    assert at_work()
    parts.close()
    assert len(begun) == AHEAD_PER_LANE * LANES
    assert at_work() == []


def test_the_process_is_afterwards_as_it_was_before(files: list[Path]) -> None:
    before, switch_interval_s = cv2.getNumThreads(), sys.getswitchinterval()
    cv2.setNumThreads(3)
    try:
        parts = inspect_pictures(files, SETUP, ScriptedDetector([[]]), lanes=LANES, kept=True)
        next(parts)
        assert (cv2.getNumThreads(), sys.getswitchinterval()) == (1, SWITCH_INTERVAL_S)
        parts.close()
        assert (cv2.getNumThreads(), sys.getswitchinterval()) == (3, switch_interval_s)
    finally:
        cv2.setNumThreads(before)


def test_several_lanes_judge_as_one_does(tmp_path: Path) -> None:
    files = written(tmp_path, [render_part("board", seed=7, index=index).pixels for index in range(8)])
    recipe = load_recipe(SHIPPED_RECIPES / "board.yaml")
    setup = Setup.without_station(recipe)
    alone, several = (load_detector(SHIPPED_MODELS / recipe.model, lanes=lanes) for lanes in (1, LANES))
    expected = [inspect_picture(file, setup, alone, kept=True) for file in files]
    judged = [part for _, part in inspect_pictures(files, setup, several, lanes=LANES, kept=True)]
    assert len({part.inspection.verdict for part in expected}) > 1
    for one, other in zip(expected, judged, strict=True):
        assert other.inspection.verdict is one.inspection.verdict
        assert other.inspection.judge == one.inspection.judge
        for ours, theirs in zip(view_of(other).findings, view_of(one).findings, strict=True):
            assert ours.detection.class_name == theirs.detection.class_name
            assert ours.detection.xyxy == pytest.approx(theirs.detection.xyxy, abs=0.1)
