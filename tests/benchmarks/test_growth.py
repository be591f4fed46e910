"""Curves say how something grows; that a time itself is short or long is said nowhere here."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.growth import run
from benchmarks.growth.curve import AT_MOST, Curve, Nature, measured
from benchmarks.pairs import Benchmark

SIZES = (1.0, 10.0, 50.0, 200.0)


def curve(nature: Nature, seconds: dict[float, float]) -> Curve:
    return Curve(name="work", size_unit="things", nature=nature, rounds_s={size: (t, t) for size, t in seconds.items()})


@given(power=st.floats(-1, 3), factor=st.floats(1e-6, 1e3))
def test_a_power_of_the_size_is_found_again(power: float, factor: float) -> None:
    assert curve(Nature.FLAT, {size: factor * size**power for size in SIZES}).exponent == pytest.approx(power, abs=1e-6)


@pytest.mark.parametrize(
    ("nature", "power", "holds"),
    [
        (Nature.FLAT, 0.05, True),
        (Nature.FLAT, 0.2, False),
        (Nature.LINEAR, 0.4, True),
        (Nature.LINEAR, 1.05, True),
        (Nature.LINEAR, 1.3, False),
        (Nature.LINEAR, 2.0, False),
    ],
)
def test_what_grows_worse_than_its_nature_is_said_to(nature: Nature, power: float, holds: bool) -> None:
    one = curve(nature, {size: size**power for size in SIZES})
    assert one.holds is holds
    last = one.cases()[-1]
    assert ("WORSE" in last.label) is not holds
    assert (last.ratio[AT_MOST] <= 1) is holds
    assert last.unit == "exponent"


def test_a_share_that_does_not_grow_hides_no_square() -> None:
    """Linear over all its sizes, by the eye; squared where it matters."""
    seconds = {size: 1000 + size**2 for size in (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)}
    assert not curve(Nature.LINEAR, seconds).holds


def test_none_of_a_thing_is_a_size_without_a_share_in_growth() -> None:
    with_none = curve(Nature.LINEAR, {0.0: 5.0, **{size: 2 * size for size in SIZES}})
    assert with_none.exponent == pytest.approx(1)
    none, first, second, *_ = with_none.cases()
    assert none.label == "work: 0 things"
    assert none.peers == first.peers == {}
    assert list(second.ratio.values()) == [1.0]


def test_each_size_is_held_against_the_one_before() -> None:
    first, second, third, exponent = curve(Nature.LINEAR, {1.0: 0.001, 10.0: 0.02, 100.0: 0.1}).cases()
    assert (first.ours, first.peers) == (1.0, {})
    assert (second.ours, *second.peers.values(), *second.ratio.values()) == (20.0, 10.0, 2.0)
    assert (third.ours, *third.peers.values(), *third.ratio.values()) == (100.0, 200.0, 0.5)
    assert exponent.label == "work: grows as linear"


def test_sizes_take_turns_and_the_first_turn_does_not_count() -> None:
    clock, order = itertools.count(0.0), list[float]()
    one = measured(
        "work",
        "things",
        Nature.FLAT,
        {size: lambda size=size: order.append(size) for size in SIZES},  # type: ignore[misc]
        rounds=2,
        clock=lambda: next(clock),
    )
    assert order == [*SIZES] * 3
    assert one.rounds_s == {size: [1.0, 1.0] for size in SIZES}


@pytest.fixture(scope="module")
def short() -> Benchmark:
    return run(quick=True)


def test_a_short_run_draws_every_curve(short: Benchmark) -> None:
    assert short.name == "growth"
    exponents = [case for case in short.cases if case.unit == "exponent"]
    names = [case.label.rpartition(": ")[0] for case in exponents]
    assert names == [
        "megapixels, seen whole",
        "megapixels, seen in tiles",
        "defects, picture to verdict without net",
        "defects, recording",
        "opening the records",
        "recording one more part",
        "history page",
        "history of an order",
        "scrap report of a week",
        "scrap book of all parts",
        "scrap book after one more part",
        "sample set, inspected and recorded",
    ]
    assert all(case.ours > 0 for case in short.cases if case.unit == "ms")


def test_every_size_but_the_first_has_a_peer(short: Benchmark) -> None:
    for name in {case.label.rpartition(": ")[0] for case in short.cases}:
        first, *others, exponent = [case for case in short.cases if case.label.startswith(f"{name}: ")]
        assert not first.peers
        assert [case for case in others if not case.peers] == [
            case for case in others if case.label.endswith(": 1 defects")
        ]
        assert set(exponent.peers) == {AT_MOST}
        assert all(set(case.peers) == set(case.ratio) == set(case.spread) for case in (*others, exponent))
