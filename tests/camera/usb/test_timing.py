"""Since when an exposure can have lasted, with a stream whose every moment is known."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.usb.timing import Timing

BUFFERS = 4
INTERVAL_S = 0.033
OPENED_S = 5000.0
OTHER_CLOCKS: dict[str, Callable[[float], float]] = {"none": lambda sent_s: 0.0, "wall": lambda sent_s: sent_s + 1.7e9}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One frame as it was: when its buffer was free, when it came in and when it was taken out."""

    free_s: float
    sent_s: float
    taken_s: float


@st.composite
def streams(draw: st.DrawFn) -> list[Sent]:
    """A camera that sends at its own pace, and a reader at another; each buffer is filled once it was given back."""
    given_back_s, sent_s, taken_s = [OPENED_S] * BUFFERS, OPENED_S, OPENED_S
    frames: list[Sent] = []
    for number in range(20):
        free_s = given_back_s[number]
        sent_s = max(sent_s + INTERVAL_S, free_s) + draw(st.floats(0, 0.1))
        taken_s = max(taken_s, sent_s + INTERVAL_S) + draw(st.floats(0, 0.3))
        given_back_s.append(
            taken_s + draw(st.floats(0, 0.2))
        )  # the process may be kept waiting before it gives it back
        frames.append(Sent(free_s=free_s, sent_s=sent_s, taken_s=taken_s))
        taken_s = given_back_s[-1]
    return frames


def timing() -> Timing:
    return Timing(INTERVAL_S, buffers=BUFFERS, opened_s=OPENED_S)


@given(streams())
def test_no_exposure_began_earlier_than_told_and_each_has_a_number_of_its_own(frames: list[Sent]) -> None:
    stream, numbers = timing(), set()
    for frame in frames:
        number, began_s = stream.of_frame(stamp_s=frame.sent_s, taken_s=frame.taken_s, exposure_s=0)
        assert began_s <= frame.sent_s - INTERVAL_S
        numbers.add(number)
    assert len(numbers) == len(frames)
    assert None not in numbers


@pytest.mark.parametrize("clock", OTHER_CLOCKS)
@given(frames=streams(), exposure_s=st.floats(0, 1))
def test_by_any_clock_no_exposure_began_earlier_than_told(clock: str, frames: list[Sent], exposure_s: float) -> None:
    stream = timing()
    for frame in frames:
        stamp_s = OTHER_CLOCKS[clock](frame.sent_s)
        number, began_s = stream.of_frame(stamp_s=stamp_s, taken_s=frame.taken_s, exposure_s=exposure_s)
        assert began_s <= frame.sent_s - max(INTERVAL_S, exposure_s)
        assert (number is None) == (stamp_s == 0)


def test_in_the_dark_a_frame_may_have_been_exposed_since_the_one_before() -> None:
    stream = timing()
    stream.of_frame(stamp_s=5001.0, taken_s=5001.1, exposure_s=0)
    _, began_s = stream.of_frame(stamp_s=5001.5, taken_s=5001.6, exposure_s=0)
    assert began_s == pytest.approx(5001.0)


def test_long_exposure_counts_in_full() -> None:
    _, began_s = timing().of_frame(stamp_s=5001.0, taken_s=5001.1, exposure_s=0.4)
    assert began_s == pytest.approx(5000.6)
