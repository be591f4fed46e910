"""Every drift and every problem has its sentence in both languages, with its number and what to do."""

import pytest

from inspection.daily_check import (
    Drift,
    NotComparable,
    Problem,
    Quantity,
    drift_sentence,
    problem_sentence,
    quantity_word,
)
from inspection.language import Language


def drift(quantity: Quantity, change: float, margin: float = 0.1) -> Drift:
    return Drift(quantity=quantity, taught=1, now=1 + change, change=change, margin=margin)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("found", "german"),
    [
        (drift(Quantity.LIGHT, -0.18), "Licht 18 % dunkler als beim Einlernen: Scheibe putzen, Lampe prüfen."),
        (drift(Quantity.RED, 0.03), "Farbe 3 % röter als beim Einlernen; bis 10 % ist in Ordnung."),
        (
            drift(Quantity.FOCUS, -0.4),
            "Bild 40 % unschärfer als beim Einlernen: Linse putzen, Schärfe und Abstand zum Teil prüfen.",
        ),
        (
            drift(Quantity.SCALE, 0.012, 0.005),
            "Referenz 1,2 % größer als beim Einlernen: Halterung der Kamera und Zoom prüfen, kalibrieren, dann die "
            "Referenz neu einlernen.",
        ),
    ],
    ids=lambda value: value.quantity if isinstance(value, Drift) else "",
)
def test_sentences(found: Drift, german: str) -> None:
    assert plain(drift_sentence(found, "de")) == german


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("quantity", Quantity)
def test_every_drift_has_words(quantity: Quantity, language: Language) -> None:
    said = {drift_sentence(drift(quantity, change), language) for change in (-0.3, 0.3, -0.01, 0.01)}
    assert len(said) == 4
    assert quantity_word(quantity, "de") != quantity_word(quantity, "en")


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words(problem: Problem) -> None:
    error = NotComparable("technical", problem, got="GOT", expected="EXPECTED")
    german, english = problem_sentence(error, "de"), problem_sentence(error, "en")
    assert german != english
    assert "{" not in german + english
    assert ("GOT" in german) == ("GOT" in english)
