"""What the form says of each verdict, and how the word stands beside it."""

from datetime import UTC, datetime

import pytest

from inspection.finding import Detection
from inspection.language import Language
from inspection.override import Override, Role
from inspection.record import Inspection
from inspection.verdict import Code, Reason, Verdict
from screens.masters_word import word_form
from screens.part_view import part_view, small_part
from tests.screens.building import inspection, not_judged, recorded

CRACK = Detection(class_name="crack", score=0.9, xyxy=(100, 100, 160, 180))
NEAR = Detection(class_name="pore", score=0.9, xyxy=(100, 100, 108, 108))
LOST = not_judged(Reason(code=Code.CAMERA_LOST, detail="unplugged"))
WORD = Override(
    override_id="1" * 32,
    record_id="ab" * 16,
    verdict=Verdict.PASS,
    role=Role.MASTER,
    reason="<b>nachgemessen</b> mit der Lehre",
    given_at=datetime(2026, 11, 21, 12, 4, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("part", "language", "labels"),
    [
        (inspection(), "de", ["bestätigen: i.O.", "doch n.i.O."]),
        (inspection(CRACK), "de", ["doch i.O.", "bestätigen: n.i.O."]),
        (inspection(NEAR), "de", ["i.O.", "n.i.O."]),
        (LOST, "de", ["i.O.", "n.i.O."]),
        (inspection(CRACK), "en", ["OK after all", "confirm: not OK"]),
    ],
)
def test_a_button_confirms_contradicts_or_decides(part: Inspection, language: Language, labels: list[str]) -> None:
    form = word_form(recorded(part), 7, language)
    assert [answer.label for answer in form.answers] == labels
    assert [answer.verdict for answer in form.answers] == [Verdict.PASS, Verdict.FAIL]
    assert form.record_id == part.record_id


def test_it_offers_reasons_that_can_be_recorded_and_every_role() -> None:
    form = word_form(recorded(inspection(CRACK)), 7, "de")
    assert form.about == "Eintrag 7 · Station (KI): n.i.O."
    assert "nachgemessen mit der Lehre" in form.picks and len(form.picks) == 4
    for pick in form.picks:
        assert Override.model_validate({**WORD.model_dump(), "reason": pick}).reason == pick
    assert {choice.role for choice in form.roles} == {*Role}


def test_the_word_stands_beside_a_verdict_of_which_nothing_changes() -> None:
    record = recorded(inspection(CRACK))
    without, spoken = (part_view(record, "de", is_newest=True, word=word) for word in (None, WORD))
    assert without.master is None and spoken.master is not None
    assert spoken.model_copy(update={"master": None}) == without
    time = WORD.given_at.astimezone().strftime("%H:%M")
    assert spoken.master.said == f"Meister: i.O. – <b>nachgemessen</b> mit der Lehre ({time})"
    assert spoken.master.verdict is Verdict.PASS
    assert small_part(record, "de", WORD).master == spoken.master
    assert small_part(record, "de").master is None
