"""What the bar and the question about the last part say."""

from inspection.finding import Detection
from inspection.job import Job
from inspection.motion import WatchState
from inspection.motion.part_watch import Watching
from inspection.withdrawal import WhyWithdrawn
from screens.inspecting.bar import bar_data
from screens.inspecting.taking_back import taking_back_data
from screens.part_view import part_view, small_part
from tests.screens.building import inspection, recorded

PORE = Detection(class_name="pore", score=0.9, xyxy=(300, 214, 318, 231))


def test_every_state_of_the_automatic_trigger_has_its_own_words() -> None:
    said = bar_data(Job(), WatchState(), "de").watching_words
    assert said.keys() == {*Watching} and len({*said.values()}) == len(Watching) and all(said.values())


def test_without_a_station_nothing_can_be_entered() -> None:
    assert bar_data(Job(), None, "de").watching is None


def test_what_stands_behind_the_button_has_a_name_and_an_answer() -> None:
    said = bar_data(Job(machine="Robot 2"), WatchState(), "de")
    assert said.job.machine == "Robot 2"
    assert [said.texts[kind] for kind in ("machine", "lot", "material")] == ["Maschine", "Los", "Charge"]
    assert said.texts["taken_material"].format(text="C-1") == "Charge übernommen: C-1"


def test_the_question_names_the_part_and_every_reason() -> None:
    record = recorded(inspection(PORE), sequence=7)
    asked = taking_back_data(record, "de", is_withdrawn=False)
    assert asked.about == "Eintrag 7 · n.i.O." and asked.record_id == record.inspection.record_id
    assert {choice.why for choice in asked.choices} == set(WhyWithdrawn)


def test_a_part_is_taken_back_once_only() -> None:
    record = recorded(inspection(PORE))
    assert taking_back_data(record, "de", is_withdrawn=True).record_id is None
    assert taking_back_data(None, "de", is_withdrawn=False).record_id is None


def test_a_part_taken_back_says_so_and_keeps_its_verdict() -> None:
    record = recorded(inspection(PORE))
    kept, withdrawn = (part_view(record, "de", is_newest=True, is_withdrawn=is_) for is_ in (False, True))
    assert kept.withdrawn == "" and "zählt nicht" in withdrawn.withdrawn
    assert kept.verdict is withdrawn.verdict
    assert "zählt nicht" in small_part(record, "de", is_withdrawn=True).withdrawn


def test_the_serial_number_stands_on_card_and_strip() -> None:
    made = inspection(PORE).model_copy(update={"job": Job(order="A-1", serial="SN <7>")})
    assert part_view(recorded(made), "de", is_newest=True).heading.endswith(" · Nr. SN <7>")
    assert small_part(recorded(made), "de").serial == "SN <7>"
