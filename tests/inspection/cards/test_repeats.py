"""When a card comes up by itself."""

from hypothesis import given
from hypothesis import strategies as st

from inspection.cards import repeated
from inspection.record import InspectionRecord
from inspection.verdict import Code, Verdict
from tests.inspection.protocol.building import a_reason, a_record

BAD = Verdict.FAIL


def records(*defects: str | None, part_type: str = "weld-bead") -> list[InspectionRecord]:
    """The oldest first; None is a good part, "?" one that could not be judged."""
    made = []
    for number, defect in enumerate(defects, start=1):
        if defect is None:
            verdict, reason = Verdict.PASS, a_reason(Code.WITHIN_LIMIT, class_name="pore")
        elif defect == "?":
            verdict, reason = Verdict.NOT_JUDGED, a_reason(Code.TOO_DARK)
        else:
            verdict, reason = Verdict.FAIL, a_reason(Code.LIMIT_EXCEEDED, class_name=defect)
        made.append(a_record(number, verdict=verdict, reasons=(reason,), part_type=part_type))
    return made


def test_three_of_the_last_five() -> None:
    assert repeated(records("pore", None, "pore", None, "pore")) == "pore"
    assert repeated(records("pore", "pore", "pore")) == "pore"
    assert repeated(records("pore", "pore")) is None
    assert repeated(records("pore", None, None, "pore", None, "pore")) is None  # the first is the sixth from the end
    assert repeated([]) is None


def test_after_a_good_part_there_is_nothing_to_say() -> None:
    assert repeated(records("pore", "pore", "pore", "pore", None)) is None


def test_the_defect_must_be_the_same() -> None:
    assert repeated(records("pore", "crack", "pore", "crack", "undercut")) is None
    assert repeated(records("pore", "crack", "crack", "pore", "crack")) == "crack"


def test_parts_that_could_not_be_judged_take_no_place() -> None:
    assert repeated(records("pore", "?", "?", "?", "pore", "?", "pore", "?")) == "pore"
    assert repeated(records("?", "?", "?")) is None


def test_only_parts_of_the_newest_ones_kind_count() -> None:
    boards = records("crack", "crack", part_type="board")
    welds = [record.model_copy(update={"sequence": record.sequence + 2}) for record in records("crack")]
    assert repeated([*boards, *welds]) is None


def test_what_the_master_is_asked_about_counts_and_what_is_within_the_limit_does_not() -> None:
    near = a_reason(Code.NEAR_LIMIT, class_name="pore")
    small = a_reason(Code.WITHIN_LIMIT, class_name="stain")
    asked = [a_record(number, verdict=Verdict.REVIEW, reasons=(near, small)) for number in (1, 2, 3)]
    assert repeated(asked) == "pore"


def test_of_two_the_more_frequent_comes_up_then_the_one_named_first() -> None:
    both = tuple(a_reason(Code.LIMIT_EXCEEDED, class_name=name) for name in ("crack", "pore"))
    pore = both[1:]
    last = [a_record(number, verdict=BAD, reasons=both) for number in (2, 3, 4)]
    assert repeated(last) == "crack"
    assert repeated([a_record(1, verdict=BAD, reasons=pore), *last]) == "pore"


@given(st.permutations(records("pore", None, "pore", "crack", "pore", "?")))
def test_the_order_of_the_records_does_not_matter(shuffled: list[InspectionRecord]) -> None:
    assert repeated(shuffled) == "pore"


@given(st.lists(st.sampled_from(["pore", "crack", None, "?"]), max_size=9))
def test_what_comes_up_was_the_newest_judged_parts_own_defect(defects: list[str | None]) -> None:
    judged = [defect for defect in defects if defect != "?"]
    found = repeated(records(*defects))
    if found is None:
        assert not judged or judged[-1] is None or judged[-5:].count(judged[-1]) < 3
    else:
        assert found == judged[-1] and judged[-5:].count(found) >= 3
