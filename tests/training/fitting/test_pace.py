"""How far a run is: never backwards, never beyond the end, and the same again when replayed."""

from hypothesis import given
from hypothesis import strategies as st

from training.fitting.pace import Pace


@given(
    first=st.integers(1, 500),
    changes=st.lists(st.tuples(st.integers(0, 40), st.integers(-5, 500)), max_size=6),
)
def test_the_share_rises_from_zero_to_one_however_often_the_plan_changes(
    first: int, changes: list[tuple[int, int]]
) -> None:
    pace, step = Pace.of(first), 0
    assert pace.share(0) == 0
    for later, steps_left in changes:
        step += later
        before = pace
        pace = pace.replanned(at_step=step, steps_left=steps_left)
        assert pace.share(step) == before.share(step)
        assert all(pace.share(earlier) == before.share(earlier) for earlier in range(step))
    shares = [pace.share(at) for at in range(pace.total + 2)]
    assert shares == sorted(shares)
    assert shares[pace.total] == 1.0
    assert Pace(stretches=pace.stretches).share(step) == pace.share(step)
