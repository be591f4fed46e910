"""The form in which the master says what becomes of a part."""

import uuid
from datetime import UTC, datetime

import pytest

from inspection.disposition import Disposition, Fate
from inspection.finding import Detection
from inspection.override import Role
from inspection.scrap_book.costs import Costs, PartCost
from screens.disposition_form import disposition_data
from screens.disposition_words import disposition_words
from tests.screens.building import inspection, recorded

PORE = Detection(class_name="pore", score=0.9, xyxy=(300, 214, 318, 231))
CRACK = Detection(class_name="crack", score=0.9, xyxy=(350, 244, 452, 262))
KNOWN = Costs(hour_cents=6000, parts={"weld-bead": PartCost(material_cents=250, minutes=12, rework_minutes=5)})


def said(fate: Fate, cause: str | None = None, cost_cents: int = 0) -> Disposition:
    return Disposition(
        disposition_id=uuid.uuid4().hex,
        record_id="ab" * 16,
        fate=fate,
        cause=cause,
        reason=None if fate is Fate.GOOD else "Naht gerissen",
        cost_cents=cost_cents,
        role=Role.INSTRUCTOR,
        given_at=datetime.now(UTC),
    )


def test_each_fate_comes_with_what_it_costs_as_the_workshop_writes_it() -> None:
    form = disposition_data(recorded(inspection(CRACK)), None, KNOWN, "de")
    assert {one.fate: one.cost for one in form.fates} == {Fate.GOOD: "0", Fate.REWORK: "5", Fate.SCRAP: "14,5"}


def test_a_cost_that_nobody_filled_in_is_typed_and_never_taken_for_nothing() -> None:
    form = disposition_data(recorded(inspection(CRACK)), None, Costs(), "de")
    assert {one.fate: one.cost for one in form.fates} == {Fate.GOOD: "0", Fate.REWORK: "", Fate.SCRAP: ""}


def test_what_was_found_can_be_the_cause_and_the_worst_is_chosen_first() -> None:
    form = disposition_data(recorded(inspection(PORE, CRACK)), None, KNOWN, "de")
    assert {one.cause for one in form.causes} == {"pore", "crack"}
    assert form.cause == recorded(inspection(PORE, CRACK)).inspection.reasons[0].class_name


def test_a_correction_begins_with_what_was_said_last() -> None:
    form = disposition_data(recorded(inspection(PORE, CRACK)), said(Fate.REWORK, "pore", 500), KNOWN, "de")
    assert form.cause == "pore"
    assert form.said.replace("\N{NO-BREAK SPACE}", " ") == "Ausbilder: Nacharbeit · Pore · Naht gerissen · 5,00 €"


def test_a_part_without_a_defect_asks_for_no_cause() -> None:
    form = disposition_data(recorded(inspection()), None, KNOWN, "de")
    assert (form.causes, form.cause, form.said) == ((), None, "")


@pytest.mark.parametrize(("language", "words"), [("de", "Ausbilder: gut"), ("en", "Instructor: good")])
def test_a_good_part_costs_nothing_and_says_nothing_of_it(language: str, words: str) -> None:
    assert disposition_words(said(Fate.GOOD), "de" if language == "de" else "en") == words
