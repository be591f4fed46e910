"""No part is in two splits, every picture is in one, every class in each where it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.split import Part, Shares, split
from training.errors import SplitError

SHARES = st.builds(Shares, val=st.floats(0, 0.4), golden=st.floats(0, 0.4))


@st.composite
def labelled(draw: st.DrawFn) -> tuple[list[list[str]], list[list[int]]]:
    """Which classes are on each picture, and which pictures belong together."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=40))
    components, count = [], 0
    for size in sizes:
        components.append(list(range(count, count + size)))
        count += size
    one = st.lists(st.sampled_from(["pore", "crack", "stain"]), max_size=2)
    return draw(st.lists(one, min_size=count, max_size=count)), components


@given(labelled(), SHARES, st.integers(0, 3))
def test_components_stay_whole_and_the_answer_is_the_same_again(
    what: tuple[list[list[str]], list[list[int]]], shares: Shares, seed: int
) -> None:
    classes, components = what
    parts = split(classes, components, shares, seed=seed)
    assert len(parts) == len(classes)
    for members in components:
        assert len({parts[index] for index in members}) == 1
    assert parts == split(classes, components, shares, seed=seed)
    assert Part.TRAIN in parts
    for part in Part:
        if shares.of(part) == 0:
            assert part not in parts


@given(labelled(), SHARES)
def test_sizes_are_near_the_shares(what: tuple[list[list[str]], list[list[int]]], shares: Shares) -> None:
    classes, components = what
    parts = split(classes, components, shares)
    largest = max(map(len, components))
    for part in Part:
        over = parts.count(part) - shares.of(part) * len(parts)
        assert over <= largest * 3  # a component for each of the three classes at most
    plain = split([[] for _ in classes], components, shares)
    for part in Part:
        assert abs(plain.count(part) - shares.of(part) * len(plain)) <= 2 * largest


@given(labelled(), st.integers(0, 5))
def test_a_class_on_enough_parts_is_in_every_split(what: tuple[list[list[str]], list[list[int]]], seed: int) -> None:
    _, components = what
    kinds = ["pore", "crack"]
    classes = [[kinds[number % 2]] for number, members in enumerate(components) for _ in members]
    parts = split(classes, components, Shares(), seed=seed)
    for place, kind in enumerate(kinds):
        there = {parts[index] for index, names in enumerate(classes) if kind in names}
        enough = len(components[place::2])
        assert len(there) >= min(enough, 3)
        if enough == 2:
            assert there == {Part.TRAIN, Part.GOLDEN}


@given(labelled(), st.data())
def test_what_is_golden_stays_golden_with_all_that_belongs_to_it(
    what: tuple[list[list[str]], list[list[int]]], data: st.DataObject
) -> None:
    classes, components = what
    golden = data.draw(st.sets(st.integers(0, len(classes) - 1), max_size=4))
    touched = [members for members in components if golden.intersection(members)]
    if len(touched) == len(components):
        with pytest.raises(SplitError, match="nothing is left to train on"):
            split(classes, components, Shares(), golden=golden)
        return
    parts = split(classes, components, Shares(), golden=golden)
    assert all(parts[index] is Part.GOLDEN for members in touched for index in members)
    assert Part.TRAIN in parts


@given(labelled(), st.data())
def test_what_was_trained_on_never_becomes_golden(
    what: tuple[list[list[str]], list[list[int]]], data: st.DataObject
) -> None:
    classes, components = what
    trained = data.draw(st.sets(st.integers(0, len(classes) - 1)))
    parts = split(classes, components, Shares(val=0.2, golden=0.4), trained=trained)
    for members in components:
        if trained.intersection(members):
            assert parts[members[0]] is not Part.GOLDEN


def test_another_seed_is_another_split() -> None:
    classes, components = [["pore"]] * 50, [[index] for index in range(50)]
    assert len({split(classes, components, Shares(), seed=seed) for seed in range(5)}) > 1


@pytest.mark.parametrize(("val", "golden"), [(0.6, 0.5), (-0.1, 0), (float("nan"), 0), (0, 1.0)])
def test_impossible_shares_are_refused(val: float, golden: float) -> None:
    with pytest.raises(SplitError, match="leave something for train"):
        Shares(val=val, golden=golden)
    with pytest.raises(SplitError, match="no picture"):
        split([], [], Shares())


def test_a_single_part_is_trained_on() -> None:
    assert split([[], []], [[0, 1]], Shares(val=0.4, golden=0.4)) == (Part.TRAIN, Part.TRAIN)
