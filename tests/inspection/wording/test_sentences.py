"""What people read, in both languages: one table."""

import pytest

from inspection.finding import Characteristic, Unit
from inspection.language import Language
from inspection.limit import Formula
from inspection.norms import Iso5817
from inspection.verdict import Code, Elsewhere, Reason, Verdict
from inspection.visibility import Visible
from inspection.wording import not_assessable_sentence, remedy, sentence, visible_sentence

Changes = dict[str, object]
C_OF_5_MM = Formula(factor=0.2, of="s", of_mm=5, at_most_mm=2)
PORE = Reason(
    code=Code.LIMIT_EXCEEDED,
    class_name="pore",
    characteristic="diameter",
    value=1.4,
    uncertainty=0.05,
    limit=1.0,
    unit="mm",
    source="ISO 5817:2014 C",
    clause="2017",
    level="C",
    formula=C_OF_5_MM,
    elsewhere=(
        Elsewhere(level="B", limit=0, verdict=Verdict.FAIL),
        Elsewhere(level="D", limit=1.5, unit="mm", verdict=Verdict.PASS),
    ),
)
OWN: Changes = {"source": "shop", "clause": None, "level": None, "formula": None, "elsewhere": ()}
CRACK: Changes = {
    "class_name": "crack",
    "characteristic": "count",
    "value": 1,
    "uncertainty": None,
    "limit": 0,
    "unit": None,
}
KNOT: Changes = {
    "class_name": "live_knot",
    "characteristic": "share-of-width",
    "unit": "%",
    "value": 24.3,
    "uncertainty": 1.4,
}
TOO_FINE = Reason(code=Code.LIMIT_TOO_FINE, class_name="pore", characteristic="diameter", value=3.3, limit=5, unit="px")


def changed(changes: Changes, /, **more: object) -> Reason:
    return Reason.model_validate({**PORE.model_dump(), **changes, **more})


CASES = [
    (
        PORE,
        "Pore (2017), Durchmesser 1,4 ± 0,1 mm; C erlaubt min(0,2 × 5; 2) = 1,0 mm: n.i.O.; D (1,5 mm) wäre i.O.",
        "Pore (2017), diameter 1.4 ± 0.1 mm; C allows min(0.2 × 5; 2) = 1.0 mm: not OK; D (1.5 mm) would be OK.",
    ),
    (
        changed({}, code=Code.NEAR_LIMIT, value=1.05, elsewhere=()),
        "Pore (2017), Durchmesser 1,1 ± 0,1 mm; C erlaubt min(0,2 × 5; 2) = 1,0 mm: zu nah am Grenzwert, "
        "um sicher zu sein.",
        "Pore (2017), diameter 1.1 ± 0.1 mm; C allows min(0.2 × 5; 2) = 1.0 mm: too near to the limit to be sure.",
    ),
    (
        changed(OWN, code=Code.WITHIN_LIMIT, value=0.957, uncertainty=0.011),
        "Pore, Durchmesser 0,96 ± 0,02 mm; höchstens 1,0 mm erlaubt: eingehalten.",
        "Pore, diameter 0.96 ± 0.02 mm; at most 1.0 mm allowed: kept.",
    ),
    (
        changed(OWN, code=Code.DOUBTFUL),
        "Vielleicht Pore, Durchmesser 1,4 ± 0,1 mm; höchstens 1,0 mm erlaubt: die Station ist sich nicht sicher.",
        "Perhaps pore, diameter 1.4 ± 0.1 mm; at most 1.0 mm allowed: the station is not sure.",
    ),
    (
        changed({**OWN, **CRACK}),
        "Riss gefunden; nicht zulässig: n.i.O.",
        "Crack found; not permitted: not OK.",
    ),
    (
        changed(CRACK, clause="100", formula=None, elsewhere=()),
        "Riss (100) gefunden; nach C nicht zulässig: n.i.O.",
        "Crack (100) found; not permitted at C: not OK.",
    ),
    (
        changed(OWN, characteristic="distance", bound="lower", limit=5, value=3.2),
        "Pore, Abstand zum nächsten 3,2 ± 0,1 mm; mindestens 5,0 mm verlangt: n.i.O.",
        "Pore, distance to the next one 3.2 ± 0.1 mm; at least 5.0 mm required: not OK.",
    ),
    (
        changed(OWN, code=Code.WITHIN_LIMIT, characteristic="distance", bound="lower", value=None, uncertainty=None),
        "Pore, Abstand zum nächsten: es gibt nur eine Stelle.",
        "Pore, distance to the next one: there is only one.",
    ),
    (
        changed(
            {}, code=Code.NEEDS_GAUGE, class_name="undercut", clause="5011", characteristic="depth", value=None,
            uncertainty=None, limit=0.5, formula=Formula(factor=0.1, of="t", of_mm=5, at_most_mm=0.5), elsewhere=(),
        ),
        "Einbrandkerbe (5011) gesehen; C erlaubt eine Tiefe von min(0,1 × 5; 0,5) = 0,5 mm, die zeigt kein Bild: "
        "mit der Lehre messen.",
        "Undercut (5011) seen; C allows a depth of min(0.1 × 5; 0.5) = 0.5 mm, and a picture does not show it: "
        "measure with the gauge.",
    ),
    (
        changed({**OWN, **KNOT, "limit": 20, "level": "B"}),
        "Gesunder Ast, Anteil an der Breite 24 ± 3 %; B erlaubt 20 %: n.i.O.",
        "Sound knot, share of the width 24 ± 3 %; B allows 20 %: not OK.",
    ),
    (
        TOO_FINE,
        "Pore, Durchmesser: Der Grenzwert hat im Bild nur 3,3 Bildpunkte, nötig sind 5.",
        "Pore, diameter: the limit is 3.3 pixels in the picture, 5 are needed.",
    ),
    (
        changed({}, elsewhere=(Elsewhere(level="D", limit=1.5, unit="mm", verdict=Verdict.REVIEW),)),
        "Pore (2017), Durchmesser 1,4 ± 0,1 mm; C erlaubt min(0,2 × 5; 2) = 1,0 mm: n.i.O.; bei D (1,5 mm) würde "
        "der Meister entscheiden.",
        "Pore (2017), diameter 1.4 ± 0.1 mm; C allows min(0.2 × 5; 2) = 1.0 mm: not OK; the master would decide at D "
        "(1.5 mm).",
    ),
    (
        Reason(code=Code.DAILY_CHECK_FAILED, characteristic="light", value=-0.18, limit=0.15),
        "Die Tagesprüfung wurde nicht bestanden. Licht 18 % dunkler als beim Einlernen: Scheibe putzen, Lampe prüfen.",
        "The daily check was not passed. Light 18 % darker than when it was taught: wipe the cover, check the lamp.",
    ),
    (
        changed({}, code=Code.CUT_BY_EDGE, value=0.5),
        "Pore (2017), Durchmesser 0,5 ± 0,1 mm; läuft aus dem Bild und kann größer sein.",
        "Pore (2017), diameter 0.5 ± 0.1 mm; it runs out of the picture and may be larger.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "german", "english"), CASES, ids=[str(number) for number in range(len(CASES))])
def test_a_reason_in_one_sentence(reason: Reason, german: str, english: str) -> None:
    assert sentence(reason, "de").replace("\xa0", " ") == german
    assert sentence(reason, "en").replace("\xa0", " ") == english


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_its_words(code: Code, language: Language) -> None:
    said = sentence(Reason(code=code) if code is Code.DAILY_CHECK_FAILED else changed({}, code=code), language)
    assert said.endswith(".") and len(said) > 8
    remedy(code, language)


def test_what_is_not_covered_is_said() -> None:
    fillet = Iso5817(level="B", joint="fillet", t_mm=8, a_mm=4).not_assessable()
    assert "zu große Kehlnahtüberhöhung (503)" in not_assessable_sentence(fillet, "de")
    assert "(502)" not in not_assessable_sentence(fillet, "de")
    assert not_assessable_sentence((), "de") == ""
    pore = Visible(
        class_name="pore",
        characteristic=Characteristic.DIAMETER,
        size=0.7,
        unit=Unit.MM,
        limited_by="model",
        rendered=True,
    )
    crack = Visible(class_name="crack", limited_by="not-measured")
    said = visible_sentence((pore, crack), "en").replace("\xa0", " ")
    assert said == (
        "Here nine of ten are found, at least: pore from 0.7 mm diameter. Smaller ones may be overlooked. "
        "Not measured yet from which size on they are found: crack. "
        "Measured on rendered pictures: real parts may be harder."
    )
