"""A picture that has waited in a queue is not taken for a fresh one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.http_mjpeg.pace import LATEST, RELEARN_AFTER_S, Pace

INTERVAL_S = 0.1


def used_to(interval_s: float, until_s: float = 0.0) -> Pace:
    """A pace that has seen a steady camera up to then."""
    pace = Pace()
    for count in range(20, -1, -1):
        pace.sent_after_s(until_s - count * interval_s)
    return pace


def test_the_interval_is_known_after_a_few_pictures() -> None:
    pace = Pace()
    for count in range(5):
        assert pace.interval_s is None
        pace.sent_after_s(count * INTERVAL_S)
    pace.sent_after_s(5 * INTERVAL_S)
    assert pace.interval_s == pytest.approx(INTERVAL_S)


def test_a_picture_in_time_was_sent_when_it_came() -> None:
    assert used_to(INTERVAL_S).sent_after_s(0.11) == 0.11


def test_after_a_silence_the_first_may_be_as_old_as_the_silence_and_so_may_those_right_behind_it() -> None:
    pace = used_to(INTERVAL_S)
    assert [pace.sent_after_s(at) for at in (1.0, 1.01, 1.02, 1.1, 1.2)] == [0.0, 0.0, 0.0, 1.1, 1.2]


def test_a_second_silence_before_the_queue_is_empty_does_not_make_it_younger() -> None:
    pace = used_to(INTERVAL_S)
    assert [pace.sent_after_s(at) for at in (1.0, 1.01, 2.0, 2.01, 2.1)] == [0.0, 0.0, 0.0, 0.0, 2.1]


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_half_and_double_the_rate_are_no_queue(factor: float) -> None:
    pace, at_s = used_to(INTERVAL_S), 0.0
    for _ in range(60):
        at_s += INTERVAL_S * factor
        assert pace.sent_after_s(at_s) == at_s
    assert pace.interval_s == pytest.approx(INTERVAL_S * factor)


@pytest.mark.parametrize("factor", [0.1, 10])
def test_any_other_rate_is_learned(factor: float) -> None:
    pace, at_s = used_to(INTERVAL_S), 0.0
    while at_s < 2 * RELEARN_AFTER_S + 10 * INTERVAL_S * factor:
        at_s += INTERVAL_S * factor
        sent_after_s = pace.sent_after_s(at_s)
    assert sent_after_s == at_s
    assert pace.interval_s == pytest.approx(INTERVAL_S * factor)


@given(
    held=st.lists(st.tuples(st.floats(0, 8), st.floats(0, 0.8)), max_size=3),
    times_faster=st.floats(3, 100),
    dropped=st.sets(st.integers(0, 100)),
)
def test_no_picture_is_said_to_be_younger_than_it_is(
    held: list[tuple[float, float]], times_faster: float, dropped: set[int]
) -> None:
    """A network that stands still now and then and afterwards sends on what has queued up, or what is left of it."""
    pace, free_s = used_to(INTERVAL_S), 0.0
    for number in range(1, 100):
        if number in dropped:
            continue
        sent_s = number * INTERVAL_S
        came_s = max(sent_s, free_s)
        for begin_s, length_s in sorted(held):
            if begin_s <= came_s < begin_s + length_s:
                came_s = begin_s + length_s
        free_s = came_s + INTERVAL_S / times_faster
        assert pace.sent_after_s(came_s) <= sent_s + LATEST * INTERVAL_S
