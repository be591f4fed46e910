"""Wrong PINs wait; by a clock that stands still."""

from pathlib import Path

from inspection.people import Role
from screens.door.door import Refused, Welcome
from screens.door.throttle import (
    FIRST_WAIT_S,
    FORGOTTEN_AFTER_S,
    FREE_TRIES,
    FREE_TRIES_OF_ALL,
    LONGEST_WAIT_S,
    Throttle,
)
from tests.screens.door.doors import LAN, PINS, Bench, Clock, with_pins


def test_five_wrong_in_a_row_wait_and_the_wait_grows_to_its_longest() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert [throttle.wrong(LAN) for _ in range(FREE_TRIES)] == [0, 0, 0, 0, FIRST_WAIT_S]
    waits = []
    for _ in range(8):
        clock.now_s += throttle.wait_s(LAN)
        assert throttle.wait_s(LAN) == 0
        waits.append(throttle.wrong(LAN))
    assert waits == [60, 120, 240, 480, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S, LONGEST_WAIT_S]


def test_a_right_one_begins_the_count_anew() -> None:
    throttle = Throttle(Clock())
    for _ in range(3):
        assert [throttle.wrong(LAN) for _ in range(FREE_TRIES - 1)] == [0, 0, 0, 0]
        throttle.right(LAN)


def test_many_addresses_wait_together_and_the_bench_does_not() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    waits = [throttle.wrong(f"10.0.0.{number}") for number in range(FREE_TRIES_OF_ALL)]
    assert waits == [0] * (FREE_TRIES_OF_ALL - 1) + [FIRST_WAIT_S]
    assert throttle.wait_s("10.0.9.9") == FIRST_WAIT_S
    assert throttle.wait_s("127.0.0.1") == 0


def test_one_who_has_a_network_of_ipv6_addresses_is_one() -> None:
    throttle = Throttle(Clock())
    assert max(throttle.wrong(f"fe80::{number:x}") for number in range(1, FREE_TRIES + 1)) == FIRST_WAIT_S


def test_after_a_day_it_is_forgotten() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(FREE_TRIES):
        throttle.wrong(LAN)
    clock.now_s += FORGOTTEN_AFTER_S + 1
    assert throttle.wrong(LAN) == 0


def test_while_one_waits_even_the_right_pin_is_too_early(tmp_path: Path) -> None:
    with_pins(tmp_path)
    bench = Bench(tmp_path)
    for _ in range(FREE_TRIES):
        refused = bench.door.log_in("master", "0001", LAN)
    assert isinstance(refused, Refused) and refused.wait_s == FIRST_WAIT_S and not refused.too_early
    early = bench.door.log_in("master", PINS[Role.MASTER], LAN)
    assert isinstance(early, Refused) and early.too_early
    bench.clock.now_s += FIRST_WAIT_S
    assert isinstance(bench.door.log_in("master", PINS[Role.MASTER], LAN), Welcome)
