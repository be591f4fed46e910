"""Which PINs are refused, and whether one is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.errors import PinRefused
from inspection.people import PinProblem, problem_sentence
from inspection.people.pins import fits, hashed, weakness


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("", PinProblem.TOO_SHORT),
        ("275", PinProblem.TOO_SHORT),
        ("2750275027502", PinProblem.TOO_LONG),
        ("27 5", PinProblem.NOT_DIGITS),
        ("२७५०", PinProblem.NOT_DIGITS),  # digits, but not of this keyboard
        ("-275", PinProblem.NOT_DIGITS),
        ("0000", PinProblem.SAME_DIGITS),
        ("7373", PinProblem.SAME_DIGITS),
        ("1234", PinProblem.RUN),
        ("987654", PinProblem.RUN),
        ("7890", PinProblem.RUN),
        ("2750", None),
        ("123498761234", None),
    ],
)
def test_weak_pins_are_named(pin: str, problem: PinProblem | None) -> None:
    assert weakness(pin) is problem


@given(digit=st.sampled_from("0123456789"), length=st.integers(4, 12), step=st.sampled_from([-1, 0, 1]))
def test_one_digit_and_every_run_are_refused(digit: str, length: int, step: int) -> None:
    assert weakness("".join(str((int(digit) + step * place) % 10) for place in range(length))) is not None


def test_a_pin_fits_its_own_hash_and_no_other() -> None:
    kept = hashed("2750")
    assert kept.startswith("$argon2id$") and "2750" not in kept
    assert fits("2750", kept)
    assert not any(fits(pin, kept) for pin in ("2751", "", "27500", "2750" * 100))
    assert not fits("2750", None) and not fits("2750", "$argon2id$broken")
    assert hashed("2750") != kept  # a salt of its own
    with pytest.raises(PinRefused):
        hashed("1111")


@pytest.mark.parametrize("problem", PinProblem)
def test_every_problem_has_its_sentence(problem: PinProblem) -> None:
    assert problem_sentence(problem, "de") != problem_sentence(problem, "en")
