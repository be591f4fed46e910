"""How large the net sees the pictures."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.labels import Box, LabelledPicture
from training.fitting.seeing import MOST_PX, USUAL_PX, side_for
from training.fitting.task import Budget, Epochs, Minutes

LUNCH = Minutes(minutes=15)


def bead(narrow_px: float, long_px: float = 60, wh: tuple[int, int] = (780, 190)) -> LabelledPicture:
    """A picture with one defect of that size."""
    box = Box(class_name="pore", xyxy=(0, 0, long_px, narrow_px))
    return LabelledPicture(picture=Path("bead.png"), width_px=wh[0], height_px=wh[1], boxes=(box,))


@pytest.mark.parametrize(
    ("narrow_px", "expected"),
    [
        (40, 640),  # two cells at 640 px already
        (12, 1056),  # 16 / 12 x 780 = 1040, in whole strides
        (3, 1280),
    ],
)
def test_the_narrow_side_of_small_defects_gets_two_cells(narrow_px: float, expected: int) -> None:
    assert side_for([bead(narrow_px)] * 68, LUNCH) == expected


def test_a_few_specks_among_many_defects_do_not_make_everything_dear() -> None:
    assert side_for([*[bead(40)] * 95, *[bead(2)] * 5], LUNCH) == 640


@pytest.mark.parametrize(("budget", "expected"), [(LUNCH, 640), (Minutes(minutes=480), 1056), (Epochs(epochs=5), 1056)])
def test_a_large_set_is_seen_small_unless_there_is_time(budget: Budget, expected: int) -> None:
    assert side_for([bead(12)] * 2450, budget) == expected


def test_without_a_label_there_is_nothing_to_choose_by() -> None:
    empty = LabelledPicture(picture=Path("a.png"), width_px=100, height_px=100, boxes=())
    assert side_for([empty], LUNCH) == USUAL_PX


@given(st.lists(st.floats(0.5, 500), min_size=1, max_size=30), st.floats(1, 10_000))
def test_it_is_always_a_side_that_a_net_takes(narrow_px: list[float], minutes: float) -> None:
    side = side_for([bead(one) for one in narrow_px], Minutes(minutes=minutes))
    assert USUAL_PX <= side <= MOST_PX and side % 32 == 0
