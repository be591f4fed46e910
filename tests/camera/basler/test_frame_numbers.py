from hypothesis import given
from hypothesis import strategies as st

from camera.basler.frame_numbers import FrameNumbers

STEPS = st.lists(st.integers(1, 30_000), max_size=20)


def sixteen_bits(count: int) -> int:
    """What a GigE camera without extended ids sends as its `count`th frame's id: 1 to 65535, never 0."""
    return (count - 1) % 65_535 + 1


@given(first=st.integers(1, 65_535), steps=STEPS)
def test_a_counter_that_wraps_counts_on(first: int, steps: list[int]) -> None:
    numbers = FrameNumbers()
    numbers.begin_anew()
    count = first
    assert numbers.of(sixteen_bits(count)) == first
    for step in steps:
        count += step
        assert numbers.of(sixteen_bits(count)) == count


@given(first=st.integers(0, 2**40), steps=STEPS)
def test_a_counter_of_64_bits_is_taken_as_it_is(first: int, steps: list[int]) -> None:
    numbers = FrameNumbers()
    count = first
    for step in steps:
        count += step
        assert numbers.of(count) == count


@given(ids=st.lists(st.integers(0, 100), min_size=1), again=st.integers(0, 100))
def test_numbers_rise_over_a_new_start(ids: list[int], again: int) -> None:
    numbers = FrameNumbers()
    before = [numbers.of(block_id) for block_id in sorted(ids)]
    numbers.begin_anew()
    after = numbers.of(again)
    assert after is not None
    assert all(number is not None and number < after for number in before)


@given(block_id=st.integers(0, 2**40))
def test_the_same_frame_has_the_same_number(block_id: int) -> None:
    numbers = FrameNumbers()
    assert numbers.of(block_id) == numbers.of(block_id)


def test_a_camera_that_does_not_count_has_no_numbers() -> None:
    assert FrameNumbers().of(2**64 - 1) is None
