"""What is planned into a budget of minutes fits into it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.errors import RunRefused
from training.fitting.allowance import CLOSING_S, LOOK_SHARE, Allowance

MARKS = tuple(number / 10 for number in range(1, 11))


@given(
    minutes=st.floats(1, 600),
    val_pictures=st.integers(1, 5000),
    picture_s=st.floats(0.001, 5),
    done=st.floats(0, 0.99),
    step_s=st.floats(0.01, 30),
)
def test_what_is_planned_ends_in_time(
    minutes: float, val_pictures: int, picture_s: float, done: float, step_s: float
) -> None:
    allowance = Allowance(budget_s=minutes * 60, marks=MARKS, val_pictures=val_pictures)
    watched = allowance.watched(picture_s)
    assert 1 <= watched <= val_pictures
    elapsed_s = done * minutes * 60
    looking_s = LOOK_SHARE * elapsed_s
    besides_s = allowance.besides_s(share=done, looking_s=looking_s, picture_s=picture_s, watched=watched)
    steps = allowance.steps_left(elapsed_s=elapsed_s, besides_s=besides_s, step_s=step_s)
    end_s = elapsed_s + max(steps, 0) * step_s + watched * picture_s + val_pictures * picture_s + CLOSING_S
    assert steps <= 0 or end_s <= minutes * 60 + 1e-6


def test_a_lunch_break_looks_at_fewer_pictures_where_looking_is_slow() -> None:
    allowance = Allowance(budget_s=900, marks=MARKS, val_pictures=550)
    assert allowance.watched(0.03) == 150
    assert allowance.watched(0.2) == 54
    assert allowance.watched(20) == 10


def test_minutes_that_go_into_judging_alone_are_refused_with_how_many_it_takes() -> None:
    allowance = Allowance(budget_s=120, marks=MARKS, val_pictures=550)
    allowance.refuse_too_short(elapsed_s=8, picture_s=0.03, watched=48)
    with pytest.raises(RunRefused, match="give at least 4"):
        allowance.refuse_too_short(elapsed_s=8, picture_s=0.2, watched=10)
