"""The demonstration by a clock that tests turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from inspection.demonstration import PACES_S, Demonstration, Doing, Fault, Learning, was_noticed
from inspection.demonstration.demonstration import AWAKE_S, SOON_S
from inspection.demonstration.own_folder import prepare, say_learned
from inspection.station import Station, Stopped
from inspection.station.settings import load_settings
from inspection.verdict import Code, Verdict
from tests.inspection.test_station import eventually, make_station


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


class Show:
    """A demonstration, and how time goes by for it."""

    def __init__(self, station: Station) -> None:
        self.clock = Clock()
        self.station = station
        self.demonstration = Demonstration(station, clock=self.clock)

    def go_on(self, seconds: float, *, looked_at: bool = True) -> None:
        """Everything that is due in this time is done."""
        until_s = self.clock.now_s + seconds
        while True:
            if looked_at:
                self.demonstration.look()
            wait_s = self.demonstration.turn()
            if self.clock.now_s + wait_s > until_s:
                self.clock.now_s = until_s
                return
            self.clock.now_s += wait_s

    def doing(self) -> Doing:
        return self.demonstration.state.doing

    def learning(self) -> Learning:
        return self.demonstration.state.learning

    @property
    def parts(self) -> int:
        return sum(self.demonstration.state.counts.values())


@pytest.fixture
def show(tmp_path: Path) -> Iterator[Show]:
    prepare(tmp_path)
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    yield Show(station)
    station.close()


def test_parts_come_by_themselves_while_somebody_looks(show: Show) -> None:
    assert show.doing() == Doing.ASLEEP
    show.go_on(20, looked_at=False)
    assert show.parts == 0
    show.go_on(SOON_S + 0.1)
    assert (show.parts, show.doing()) == (1, Doing.SHOWING)
    show.go_on(2)
    assert show.doing() == Doing.LAYING
    show.go_on(2 * show.demonstration.state.pace_s)
    assert show.parts == 3
    assert show.demonstration.state.counts == {Verdict.PASS: 3}
    last = show.demonstration.state.last
    assert last is not None and last.sequence == show.station.newest(1)[0].sequence


def test_it_sleeps_when_nobody_looks_and_leaves_no_fault_behind(show: Show) -> None:
    show.go_on(1)
    show.demonstration.make(Fault.LAMP_OUT)
    show.go_on(AWAKE_S + 20, looked_at=False)
    state, parts = show.demonstration.state, show.parts
    assert (state.doing, state.fault) == (Doing.ASLEEP, None)
    show.go_on(60, looked_at=False)
    assert show.parts == parts
    show.go_on(SOON_S + 0.1)
    assert show.station.newest(1)[0].inspection.verdict is Verdict.PASS


def test_pause_and_start(show: Show) -> None:
    show.demonstration.pause()
    show.go_on(30)
    assert (show.parts, show.doing()) == (0, Doing.PAUSED)
    show.demonstration.start()
    show.go_on(SOON_S + 0.1)
    assert show.parts == 1


def test_faster_and_slower_end_at_the_ends(show: Show) -> None:
    for _ in range(10):
        show.demonstration.change_pace(-1)
    assert show.demonstration.state.pace_s == PACES_S[0]
    show.go_on(SOON_S + 4 * PACES_S[0])
    assert show.parts == 5
    for _ in range(10):
        show.demonstration.change_pace(1)
    assert show.demonstration.state.pace_s == PACES_S[-1]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.DIRTY_LENS, Code.OUT_OF_FOCUS),
        (Fault.LAMP_OUT, Code.TOO_DARK),
        (Fault.DEFOCUS, Code.OUT_OF_FOCUS),
        (Fault.PART_SHIFTED, Code.NO_PART),
        (Fault.UNPLUGGED, Code.CAMERA_LOST),
    ],
)
def test_the_station_notices_and_judges_again_when_it_is_mended(show: Show, fault: Fault, code: Code) -> None:
    show.go_on(1)
    show.demonstration.make(fault)
    since = show.demonstration.state.fault_since
    show.go_on(SOON_S + 0.1)
    record = show.station.newest(1)[0]
    assert record.sequence > since
    assert record.inspection.reasons[0].code is code
    assert was_noticed(record.inspection)
    show.go_on(15)
    state = show.demonstration.state
    assert (state.faults_made, state.faults_noticed) == (1, 1)  # noticed once, however many parts show it
    show.demonstration.mend()
    eventually(lambda: show.station.state().camera.working)
    show.go_on(SOON_S + 0.1)
    assert show.station.newest(1)[0].inspection.verdict is Verdict.PASS


def test_a_fault_goes_on_with_what_was_paused(show: Show) -> None:
    show.demonstration.pause()
    show.demonstration.make(Fault.LAMP_OUT)
    show.go_on(SOON_S + 0.1)
    assert show.demonstration.state.counts == {Verdict.NOT_JUDGED: 1}


def test_what_came_out_good_shows_no_fault(show: Show) -> None:
    show.go_on(1)
    show.demonstration.make(Fault.WRONG_PART)  # the scripted detector finds nothing on a board
    show.go_on(SOON_S + 0.1)
    assert not was_noticed(show.station.newest(1)[0].inspection)
    assert show.demonstration.state.faults_noticed == 0


def test_what_is_learned_is_told_and_taken_up(show: Show, tmp_path: Path) -> None:
    show.go_on(0.1)
    assert show.learning() == Learning.NOT_PLANNED
    say_learned(tmp_path, Learning.UNDER_WAY)
    show.go_on(1.1)
    assert show.learning() == Learning.UNDER_WAY
    say_learned(tmp_path, Learning.LEARNED)
    show.go_on(1.1)
    assert show.learning() == Learning.LEARNED
    assert show.station.recipe.good_only == "known-good-parts"


def test_it_stops_where_the_records_fail_and_says_why(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(show.station, "trigger", lambda _source: Stopped(why="the disk is full"))
    show.go_on(SOON_S + 0.1)
    state = show.demonstration.state
    assert (state.running, state.doing, state.trouble) == (False, Doing.PAUSED, "the disk is full")
    show.demonstration.start()
    assert show.demonstration.state.trouble is None


def test_a_folder_that_is_no_demonstration_waits_to_be_started(tmp_path: Path) -> None:
    station = make_station(SimulatedCamera(SimulatedConfig(seed=5)), tmp_path)
    try:
        show = Show(station)
        show.go_on(30)
        assert (show.parts, show.doing()) == (0, Doing.PAUSED)
        show.demonstration.start()
        show.go_on(SOON_S + 0.1)
        assert show.parts == 1
    finally:
        station.close()


def test_settings_somebody_made_stay(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("language: en\n")
    prepare(tmp_path)
    assert load_settings(tmp_path).language == "en"
