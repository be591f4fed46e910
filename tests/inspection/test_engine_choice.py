"""Engines are timed in turn and one is proposed: with detectors whose times are known, by a clock that they turn."""

from collections.abc import Callable
from itertools import cycle, groupby

import numpy as np
import pytest

from camera.frame import Pixels
from inspection.detection.detector import ScriptedDetector, Within
from inspection.engine_choice import MIN_TURNS, Load, Loaded, Tried, Way, measure, propose
from inspection.errors import DetectorError, ModelRefused
from inspection.finding import Detection
from inspection.record import EngineName, Precision

GREY = np.full((64, 64, 3), 128, np.uint8)


def way(engine: EngineName, precision: Precision = Precision.F32) -> Way:
    return Way(engine=engine, precision=precision)


NOW, BF16, ORT = way("openvino"), way("openvino", Precision.BF16), way("onnxruntime")


class Clock:
    """Stands still but when somebody calculates."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.calls: list[str] = []

    def __call__(self) -> float:
        return self.now_s


class Timed(ScriptedDetector):
    """Takes the times of `ms`, one call after the other and then again; fails at the call `fails_at`."""

    def __init__(self, clock: Clock, name: str, *ms: float, fails_at: int | None = None) -> None:
        super().__init__([[]])
        self._clock, self._name, self._ms, self._left = clock, name, cycle(ms), fails_at

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        self._clock.now_s += next(self._ms) / 1000
        self._clock.calls.append(self._name)
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise DetectorError("the driver is gone")
        return super().find(pixels, within)


def loads(detectors: dict[Way, Timed], why_not: dict[Way, str] | None = None) -> Load:
    """Loads those there are, and refuses any other."""

    def load(asked: Way) -> Loaded:
        if asked not in detectors:
            raise ModelRefused("this processor does not calculate so")
        return Loaded(detector=detectors[asked], why_not=(why_not or {}).get(asked, ""))

    return load


def test_each_is_told_with_the_times_that_it_took() -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", 20), BF16: Timed(clock, "bf16", 8)}
    slow, fast = measure(there, loads(there, {BF16: "not checked"}), GREY, seconds_each=2, clock=clock)
    assert (slow.way, slow.median_ms, slow.middle_half_ms, slow.why_not) == (NOW, 20, (20, 20), "")
    assert (fast.way, fast.median_ms, fast.middle_half_ms, fast.why_not) == (BF16, 8, (8, 8), "not checked")
    assert slow.turns == fast.turns > MIN_TURNS
    assert clock.now_s == pytest.approx(2 * 2, rel=0.2)


def test_they_take_turns() -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", 20), BF16: Timed(clock, "bf16", 8), ORT: Timed(clock, "ort", 30)}
    measure(there, loads(there), GREY, seconds_each=1, clock=clock)
    order = [name for name, _ in groupby(clock.calls)]
    assert order == ["now", "bf16", "ort"] * (len(order) // 3)


def test_a_slow_one_gets_its_turns_though_the_time_is_up() -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", 4000)}
    assert measure(there, loads(there), GREY, seconds_each=1, clock=clock)[0].turns == MIN_TURNS


def test_what_other_work_takes_is_seen_as_scatter() -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", *[20] * 50, *[60] * 50), BF16: Timed(clock, "bf16", 10)}
    disturbed, steady = measure(there, loads(there), GREY, seconds_each=5, clock=clock)
    assert (disturbed.scatters, steady.scatters) == (True, False)


@pytest.mark.parametrize(("fails_at", "why"), [(0, "the driver is gone"), (40, "the driver is gone")])
def test_one_that_fails_is_told_with_its_reason_and_the_others_go_on(fails_at: int, why: str) -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", 20), BF16: Timed(clock, "bf16", 8, fails_at=fails_at)}
    good, failed, refused = measure([*there, ORT], loads(there), GREY, seconds_each=2, clock=clock)
    assert good.median_ms == 20 and good.turns > MIN_TURNS
    assert (failed.median_ms, failed.turns, failed.why_not) == (None, 0, why)
    assert (refused.median_ms, refused.why_not) == (None, "this processor does not calculate so")


@pytest.mark.parametrize("fails_at", [0, 40])
def test_where_all_fail_it_ends(fails_at: int) -> None:
    clock = Clock()
    there = {NOW: Timed(clock, "now", 20, fails_at=fails_at)}
    tried = measure(there, loads(there), GREY, clock=clock)
    assert [one.why_not for one in tried] == ["the driver is gone"]
    assert propose(tried, NOW).way is None


def ran(asked: Way, low: float, median: float, high: float, why_not: str = "") -> Tried:
    return Tried(way=asked, median_ms=median, middle_half_ms=(low, high), turns=9, why_not=why_not)


def failed(asked: Way) -> Tried:
    return Tried(way=asked, why_not="the driver is gone")


UNCHECKED = "not checked with this model"


@pytest.mark.parametrize(
    ("tried", "proposed", "why"),
    [
        ([ran(NOW, 24, 25, 26), ran(BF16, 9, 10, 11)], BF16, "2.5 times as fast as openvino f32"),
        ([ran(NOW, 24, 25, 26), ran(BF16, 9, 10, 11, UNCHECKED)], None, "as set already: nothing is faster"),
        (
            [ran(NOW, 24, 25, 26), ran(BF16, 9, 10, 11, UNCHECKED), ran(ORT, 14, 15, 16)],
            ORT,
            "1.7 times as fast as openvino f32",
        ),
        ([ran(NOW, 24, 25, 26), ran(ORT, 30, 31, 32)], None, "as set already: nothing is faster"),
        ([ran(NOW, 18, 25, 40), ran(BF16, 9, 10, 19)], None, "nothing is faster by more than the spread and a tenth"),
        ([ran(NOW, 25, 25, 25), ran(ORT, 23, 23, 23)], None, "nothing is faster by more than the spread and a tenth"),
        ([ran(NOW, 19, 20, 21), ran(BF16, 8, 12, 30), ran(ORT, 13, 14, 15)], ORT, "1.4 times as fast"),
        ([failed(NOW), ran(ORT, 30, 31, 32), ran(BF16, 9, 10, 11, UNCHECKED)], ORT, "the fastest that runs here"),
        ([failed(NOW), failed(BF16)], None, "nothing that may judge with this model ran here"),
        ([failed(NOW), ran(BF16, 9, 10, 11, UNCHECKED)], None, "nothing that may judge with this model ran here"),
        ([], None, "nothing that may judge with this model ran here"),
    ],
    ids=[
        "faster and offered",
        "faster and not offered",
        "the fastest not offered, another one is",
        "nothing faster",
        "within the spread",
        "not worth it",
        "the fastest within the spread, another one not",
        "what is set fails",
        "all fail",
        "what runs is not offered",
        "no engine at all",
    ],
)
def test_the_fastest_that_may_judge_is_proposed_where_it_is_faster_beyond_doubt(
    tried: list[Tried], proposed: Way | None, why: str
) -> None:
    for order in (tried, tried[::-1]):
        proposal = propose(order, NOW)
        assert proposal.way == proposed
        assert why in proposal.why


def test_a_proposal_taken_is_proposed_no_more() -> None:
    tried = [ran(NOW, 24, 25, 26), ran(BF16, 9, 10, 11), ran(ORT, 30, 31, 32)]
    taken: Callable[[Way], Way | None] = lambda now: propose(tried, now).way  # noqa: E731
    assert taken(NOW) == taken(ORT) == BF16
    assert taken(BF16) is None
