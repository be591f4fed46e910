"""The arithmetic of a verdict in words, and whether the same comes out again."""

import pytest

from inspection.decide import decide
from inspection.disposition import Fate
from inspection.finding import Characteristic, Finding, Unit
from inspection.job import Job
from inspection.language import Language
from inspection.limit import Limit
from inspection.places import SHIPPED_RECIPES
from inspection.protocol import explain
from inspection.protocol.explaining import decided_again
from inspection.recipe import Grade, load_recipe
from inspection.record import InspectionRecord
from inspection.verdict import Code, Verdict
from tests.inspection.protocol.building import a_finding, a_reason, a_record, a_word, becomes, taken_back

LIMIT = Limit(class_name="pore", characteristic=Characteristic.DIAMETER, upper=2, unit=Unit.MM, source="shop")
WELD = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")


def decided(*findings: Finding) -> InspectionRecord:
    verdict, reasons = decide(findings, WELD)
    return a_record(verdict=verdict, reasons=reasons, findings=findings, recipe_version=WELD.version)


def told(record: InspectionRecord, language: Language = "de", **options: object) -> str:
    lines = explain(record, WELD if options.get("in_book", True) else None, language)
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def test_value_limit_guard_band_and_zone_of_every_reason() -> None:
    said = told(decided(a_finding(size_mm=1.4)))
    assert "2026-03-04" in said and ": n.i.O.\n" in said
    assert "- Pore (2017), Durchmesser 1,4 ± 0,1 mm; C erlaubt min(0,2 × 5; 2) = 1,0 mm: n.i.O." in said
    assert "    1,4 ± 0,1 mm; höchstens 1,0 mm (ISO 5817:2014 C)\n" in said
    assert "    mit dem Schutzband von ± 0,1 mm von 1,3 mm bis 1,5 mm: außerhalb des Grenzwerts\n" in said
    assert "Modell: weld-bead aaaaaaaaaaaa, OpenVINO 2025.4, bf16" in said


@pytest.mark.parametrize(
    ("size", "zone"),
    [
        (0.5, "innerhalb des Grenzwerts"),
        (1.05, "der Grenzwert liegt dazwischen, der Meister entscheidet"),
        (3.0, "außerhalb des Grenzwerts"),
    ],
)
def test_every_zone_has_its_word(size: float, zone: str) -> None:
    assert f": {zone}\n" in told(decided(a_finding(size_mm=size)))


def test_a_doubtful_finding_says_so() -> None:
    sure = a_finding(size_mm=3.0)
    doubtful = sure.model_copy(update={"detection": sure.detection.model_copy(update={"score": 0.3})})
    said = told(decided(doubtful), "en")
    assert "outside the limit\n    but the score lies in the doubtful band: it may be none" in said


def test_a_count_has_no_guard_band() -> None:
    assert "without a guard band: outside the limit" in told(decided(a_finding("crack")), "en")


@pytest.mark.parametrize("findings", [(), (a_finding(),), (a_finding("crack"), a_finding(size_mm=0.3))])
def test_the_recorded_version_gives_the_same_verdict_again(findings: tuple[Finding, ...]) -> None:
    record = decided(*findings)
    assert decided_again(record, WELD) == (record.inspection.verdict, None)
    assert told(record).endswith("noch einmal entschieden: dasselbe Urteil.")


def test_another_recipe_under_the_same_number_is_found_out() -> None:
    record = decided(a_finding())
    passed = record.model_copy(update={"inspection": record.inspection.model_copy(update={"verdict": Verdict.PASS})})
    assert "noch einmal entschieden: n.i.O." in told(passed)


def test_a_recipe_that_asks_for_what_was_not_measured_is_no_crash() -> None:
    bare = a_finding().model_copy(update={"measurements": ()})
    record = a_record(findings=(bare,), verdict=Verdict.PASS)
    assert "was nicht gemessen" not in told(record)
    assert "das damals nicht gemessen wurde" in told(record)


def test_without_the_version_in_the_book_nothing_is_claimed() -> None:
    said = told(decided(a_finding()), in_book=False)
    assert f"Version {WELD.version} des Rezepts weld-bead steht nicht im Rezeptbuch" in said


def test_a_part_that_was_not_judged_shows_its_technical_message() -> None:
    lost = a_record(verdict=Verdict.NOT_JUDGED, reasons=(a_reason(Code.CAMERA_LOST, detail="no answer"),), judge=None)
    said = told(lost)
    assert "    no answer\n" in said
    assert "Dieses Teil wurde nicht geprüft" in said


def test_the_grade_is_decided_again_too() -> None:
    strict = Grade(name="A", limits=(LIMIT.model_copy(update={"upper": 0.1}),))
    graded = WELD.model_copy(update={"grades": (strict, Grade(name="B", limits=(LIMIT,)))})
    record = decided(a_finding(size_mm=0.5))
    assert decided_again(record, graded) == (Verdict.PASS, "B")
    claimed = record.model_copy(update={"inspection": record.inspection.model_copy(update={"grade": "A"})})
    lines = explain(claimed, graded, "de")
    assert "Güte A" in lines
    assert "noch einmal entschieden: i.O., Güte B." in lines[-1]


def test_every_word_of_the_master_stands_below_the_verdict_that_it_does_not_change() -> None:
    record = decided(a_finding())
    given = (a_word(record, 91), a_word(record, 90, Verdict.FAIL, "zu tief"))
    lines = explain(record, WELD, "de", given)
    assert lines[0].endswith(": n.i.O.")
    assert lines[1].startswith("Wort des Meisters: i.O. – nachgemessen: 0,9 mm (Meister, 2026-03-04 ")
    assert lines[2].startswith("Wort des Meisters: n.i.O. – zu tief (Meister, 2026-03-04 ")
    assert lines[3:] == explain(record, WELD, "de")[1:]


def test_what_becomes_of_it_stands_below_the_words() -> None:
    record = decided(a_finding())
    scrap = becomes(record, Fate.SCRAP, reason="Pore zu tief", cost_cents=1250)
    lines = explain(record, WELD, "de", (a_word(record),), becomes=(scrap,))
    assert lines[1].startswith("Wort des Meisters")
    assert lines[2].startswith("Verbleib: Ausschuss, Pore zu tief, 12,50\N{NO-BREAK SPACE}€, Meister, 2026-03-04 ")
    assert lines[3:] == explain(record, WELD, "de")[1:]


def test_a_part_that_was_taken_back_says_so_and_what_it_was_made_for() -> None:
    record = a_record(job=Job(order="A-17", serial="0815"))
    lines = explain(record, WELD, "de", withdrawal=taken_back(record).withdrawal)
    assert lines[1].startswith("Zurückgenommen: zählt nicht (lag falsch, 2026-03-04 ")
    assert lines[2] == "Auftrag A-17 · Nr. 0815"
    assert lines[2:] == explain(record, WELD, "de")[1:]
