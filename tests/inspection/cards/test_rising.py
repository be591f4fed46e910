"""A class of defects that comes more often than before, by the limits of a p-chart."""

from inspection.cards.rising import BEFORE, LAST, Rising, rising
from inspection.verdict import Verdict
from tests.inspection.scrap_book.building import Part, facts_of

GOOD = Part()
PORE = Part(fate="scrap", cause="pore", verdict=Verdict.FAIL)
CRACK = Part(fate="rework", cause="crack", verdict=Verdict.FAIL)


def shop(before: list[Part], last: list[Part]) -> Rising | None:
    """The last parts, filled up with good ones."""
    return rising(facts_of([*before, *last, *[GOOD] * (LAST - len(last))]), "bracket")


def usual(pores: int, n: int) -> list[Part]:
    return [PORE] * pores + [GOOD] * (n - pores)


def test_beyond_three_sigma_of_what_was_usual_is_said_with_both_n() -> None:
    # 20 of 1000 before: a mean of 0.021, sigma of 50 parts sqrt(0.021 * 0.979 / 50) = 0.0203, limit 0.082: 4.1 parts
    assert shop(usual(20, BEFORE), [PORE] * 3) is None
    assert shop(usual(20, BEFORE), [PORE] * 5) == Rising(class_name="pore", count=5, n=50, before=20, before_n=1000)


def test_what_was_always_so_is_no_alarm() -> None:
    assert shop(usual(150, BEFORE), [PORE] * 9) is None


def test_one_part_alone_is_no_alarm_although_the_class_is_new() -> None:
    assert shop(usual(0, BEFORE), [CRACK]) is None
    assert shop(usual(0, BEFORE), [CRACK] * 3) == Rising(class_name="crack", count=3, n=50, before=0, before_n=1000)


def test_nothing_is_said_before_there_is_something_usual() -> None:
    assert shop(usual(0, 99), [PORE] * 20) is None
    assert shop(usual(0, 100), [PORE] * 20) is not None


def test_of_several_classes_the_one_with_most_parts_is_named() -> None:
    found = shop(usual(5, BEFORE), [PORE] * 4 + [CRACK] * 7)
    assert found is not None and found.class_name == "crack"


def test_parts_that_turned_out_good_or_are_not_decided_have_no_defect() -> None:
    good, asked = PORE._replace(fate="good"), PORE._replace(fate="open", verdict=Verdict.REVIEW)
    assert shop(usual(5, BEFORE), [good] * 20) is None
    assert rising(facts_of([*usual(5, BEFORE), *[GOOD] * 50, *[asked] * 30]), "bracket") is None


def test_another_kind_of_part_is_another_matter() -> None:
    other = PORE._replace(part_type="hinge")
    assert rising(facts_of([*usual(5, BEFORE), *[GOOD] * 50, *[other] * 30]), "bracket") is None
