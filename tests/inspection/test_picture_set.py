"""Several pictures at a time, each lane a process: in their order, none lost, none piling up, no process left over."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest

from camera.frame import Pixels
from camera.rendering import render_part
from inspection.detection.detector import ScriptedDetector
from inspection.detection.loading import load_detector
from inspection.errors import DetectorError, LaneLost, ModelRefused
from inspection.finding import Detection
from inspection.picture_set import GROUP, GROUPS_AHEAD, WORTH_PROCESSES, Judge, lanes_for, picture_lanes
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.platform import usable_cores
from inspection.recipe import Recipe, load_recipe
from inspection.record import Inspection, ViewResult
from inspection.setup import Setup
from inspection.verdict import Code, Verdict
from tests.pictures import patchwork

SETUP = Setup.without_station(Recipe(name="plate", version=1, part_type="plate", views=("top",), model="none"))
LANES = 2
PICTURES = 40
LIMIT_S = 60


class Doing(ScriptedDetector):
    """Does something before it finds nothing."""

    def __init__(self, what: Callable[[Pixels], None]) -> None:
        super().__init__([[]])
        self.what = what

    def find(self, pixels: Pixels, within: object = None) -> tuple[Detection, ...]:
        self.what(pixels)
        return ()


# Judges are made in the processes of the lanes.


def finding_nothing(threads: int | None) -> Judge:
    return SETUP, ScriptedDetector([[]])


def waiting_for_another(folder: Path, threads: int | None) -> Judge:
    def wait(pixels: Pixels) -> None:
        (folder / str(os.getpid())).touch()
        end = time.monotonic() + LIMIT_S
        while len(list(folder.iterdir())) < LANES:
            if time.monotonic() > end:
                raise DetectorError("nobody else was asked meanwhile")
            time.sleep(0.01)

    return SETUP, Doing(wait)


def failing(on: int, error: Exception, threads: int | None) -> Judge:
    def fail(pixels: Pixels) -> None:
        if np.array_equal(pixels, patchwork(96, 64, seed=on)):
            raise error

    return SETUP, Doing(fail)


def dying(on: int, threads: int | None) -> Judge:
    def die(pixels: Pixels) -> None:
        if np.array_equal(pixels, patchwork(96, 64, seed=on)):
            os.kill(os.getpid(), signal.SIGTERM)

    return SETUP, Doing(die)


def raising(error: Exception, threads: int | None) -> Judge:
    raise error


def judging_boards(threads: int | None) -> Judge:
    recipe = load_recipe(SHIPPED_RECIPES / "board.yaml")
    return Setup.without_station(recipe), load_detector(SHIPPED_MODELS / recipe.model, threads=threads)


def written(folder: Path, pictures: Sequence[Pixels]) -> list[Path]:
    from PIL import Image

    folder.mkdir()
    for index, pixels in enumerate(pictures):
        Image.fromarray(pixels).save(folder / f"{index:02}.png")
    return sorted(folder.glob("*.png"))


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return written(tmp_path / "pictures", [patchwork(96, 64, seed=index) for index in range(PICTURES)])


def view_of(inspection: Inspection) -> ViewResult:
    [view] = inspection.views
    return view


def noting(files: list[Path], begun: list[Path]) -> Iterator[Path]:
    for file in files:
        begun.append(file)
        yield file


@pytest.mark.parametrize("lanes", [1, LANES])
def test_pictures_come_out_in_their_order(files: list[Path], lanes: int) -> None:
    with picture_lanes(finding_nothing, lanes) as inspect:
        inspected = list(inspect(files))
        assert list(inspect(files[:2]))[1][0] == files[1], "a second set, by the same lanes"
    assert [file for file, _ in inspected] == files
    assert {inspection.verdict for _, inspection in inspected} == {Verdict.PASS}
    assert len({inspection.record_id for _, inspection in inspected}) == PICTURES
    shown = [picture.path for _, inspection in inspected if (picture := view_of(inspection).picture)]
    assert shown == [str(file) for file in files]


def test_lanes_judge_at_the_same_time(files: list[Path], tmp_path: Path) -> None:
    (here := tmp_path / "asked").mkdir()
    with picture_lanes(partial(waiting_for_another, here), LANES) as inspect:
        assert {inspection.verdict for _, inspection in inspect(files)} == {Verdict.PASS}
    assert len(list(here.iterdir())) == LANES


@pytest.mark.parametrize("lanes", [1, LANES])
def test_a_broken_picture_is_not_judged_and_the_run_goes_on(files: list[Path], lanes: int) -> None:
    files[5].write_bytes(files[5].read_bytes()[:100])
    files[7].unlink()
    with picture_lanes(finding_nothing, lanes) as inspect:
        inspected = [inspection for _, inspection in inspect(files)]
    bad = {number: one.reasons[0].code for number, one in enumerate(inspected) if one.verdict is Verdict.NOT_JUDGED}
    assert bad == {5: Code.FRAME_BROKEN, 7: Code.FRAME_BROKEN}
    assert len(inspected) == PICTURES


@pytest.mark.parametrize(
    ("error", "code"),
    [(DetectorError("no answer"), Code.DETECTOR_FAILED), (MemoryError("too much"), Code.PROGRAM_ERROR)],
)
def test_a_failure_in_one_lane_costs_that_picture_only(files: list[Path], error: Exception, code: Code) -> None:
    with picture_lanes(partial(failing, 3, error), LANES) as inspect:
        inspected = [inspection for _, inspection in inspect(files)]
    assert [inspection.verdict for inspection in inspected].count(Verdict.PASS) == PICTURES - 1
    assert inspected[3].reasons[0].code is code


def test_no_more_pictures_are_begun_than_can_be_taken(files: list[Path]) -> None:
    begun: list[Path] = []
    with picture_lanes(finding_nothing, LANES) as inspect:
        inspected = inspect(noting(files, begun))
        assert begun == []
        for taken in range(1, PICTURES + 1):
            next(inspected)
            assert taken <= len(begun) < taken + GROUP * GROUPS_AHEAD * LANES
        assert list(inspected) == []


def test_left_early_it_begins_nothing_more_and_leaves_no_process(files: list[Path]) -> None:
    begun: list[Path] = []
    with picture_lanes(finding_nothing, LANES) as inspect:
        next(inspect(noting(files, begun)))
        assert len(multiprocessing.active_children()) == LANES
    assert len(begun) == GROUP * GROUPS_AHEAD * LANES
    assert multiprocessing.active_children() == []


def test_one_lane_is_this_process(files: list[Path]) -> None:
    with picture_lanes(finding_nothing, 1) as inspect:
        next(inspect(files))
        assert multiprocessing.active_children() == []


@pytest.mark.parametrize("lanes", [1, LANES])
@pytest.mark.parametrize("error", [ModelRefused("it does not know what it must"), ZeroDivisionError("a mistake")])
def test_lanes_without_a_judge_say_why(lanes: int, error: Exception) -> None:
    with pytest.raises(type(error), match=str(error)), picture_lanes(partial(raising, error), lanes):
        pytest.fail("there is nobody to judge")
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="ends a process by SIGTERM")
def test_a_lane_that_ends_is_told_and_what_came_before_it_holds(files: list[Path]) -> None:
    inspected: list[Inspection] = []
    with pytest.raises(LaneLost, match="call again"), picture_lanes(partial(dying, PICTURES - 1), LANES) as inspect:
        inspected += (inspection for _, inspection in inspect(files))
    assert len(inspected) >= GROUP
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills by SIGKILL")
def test_the_lanes_of_a_killed_command_end_with_it() -> None:
    waiting = (
        "import multiprocessing, time\n"
        "from inspection.picture_set import picture_lanes\n"
        "from tests.inspection.test_picture_set import finding_nothing\n"
        f"with picture_lanes(finding_nothing, {LANES}):\n"
        "    print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "    time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", waiting], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        lanes = [psutil.Process(int(pid)) for pid in command.stdout.readline().split()]
        assert len(lanes) == LANES
        command.kill()
    _, alive = psutil.wait_procs(lanes, timeout=LIMIT_S)
    assert alive == []


def test_several_lanes_judge_as_one_does(tmp_path: Path) -> None:
    files = written(tmp_path / "boards", [render_part("board", seed=7, index=index).pixels for index in range(8)])
    with picture_lanes(judging_boards, 1) as inspect:
        expected = [inspection for _, inspection in inspect(files)]
    with picture_lanes(judging_boards, LANES) as inspect:
        inspected = [inspection for _, inspection in inspect(files)]
    assert len({inspection.verdict for inspection in expected}) > 1
    for one, other in zip(expected, inspected, strict=True):
        assert (other.verdict, other.judge) == (one.verdict, one.judge)
        for ours, theirs in zip(view_of(other).findings, view_of(one).findings, strict=True):
            assert ours.detection.class_name == theirs.detection.class_name
            assert ours.detection.xyxy == pytest.approx(theirs.detection.xyxy, abs=0.1)


def test_few_pictures_are_not_worth_a_process() -> None:
    assert (lanes_for(1), lanes_for(WORTH_PROCESSES - 1)) == (1, 1)
    assert lanes_for(WORTH_PROCESSES) == usable_cores()
