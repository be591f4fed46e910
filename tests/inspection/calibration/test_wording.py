import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from inspection.calibration.by_ruler import calibrate_by_ruler
from inspection.calibration.by_target import calibrate_by_target
from inspection.calibration.calibration import Calibration
from inspection.calibration.refusal import Problem, Refusal
from inspection.calibration.view import View
from inspection.calibration.wording import calibration_lines, figure, refusal_sentence
from inspection.language import Language


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("problem", Problem)
def test_every_problem_says_what_is_wrong_and_what_to_do(problem: Problem, language: Language) -> None:
    said = refusal_sentence(
        Refusal(problem=problem, view=3, value=0.125, limit=0.5, detail="DETAIL", expected="EXPECTED"), language
    )
    assert said.startswith("Bild 3: " if language == "de" else "Picture 3: ")
    assert not {"{", "}"} & set(said)
    assert said.endswith(".")
    assert said.count(". ") + said.count("kalibrieren.") + said.count(": meisterblick") >= 1  # a sentence of its own


def test_german_has_words_of_its_own() -> None:
    for problem in Problem:
        refusal = Refusal(problem=problem)
        assert refusal_sentence(refusal, "de") != refusal_sentence(refusal, "en")


def test_what_a_calibration_says(views: list[View]) -> None:
    calibration = calibrate_by_target(views, camera_id="usb:1", measured_ruler_mm=99.2, measured_cross_ruler_mm=99.7)
    _, scale, length, distance, target, rulers, shares = calibration_lines(calibration, "de")
    assert scale.startswith("Maßstab: 0,1757 ± 0,000")
    assert length.startswith("Eine Länge ist auf ± 0,4")
    assert distance == "Abstand 174,0 ± 0,6 mm, Neigung 6°"
    assert target.startswith("Nach der Kalibriertafel A5 10 mm; Bilder: 7, Ecken: ")
    assert rulers == "Gedruckte Lineale gemessen: längs 99,20 mm, quer 99,70 mm"
    assert "Lineal 0,17 %, Drucker 0 %" in shares
    alone = calibrate_by_target(views[-1:], camera_id="usb:1", measured_ruler_mm=99.2)
    assert "Printed ruler measured: 99.20 mm lengthways, not measured crossways" in calibration_lines(alone, "en")


def test_what_a_scale_by_ruler_says() -> None:
    calibration = calibrate_by_ruler((0, 0), (500, 0), 50, camera_id="usb:1", resolution_wh=(640, 480))
    first, scale, length, ruler = calibration_lines(calibration, "de")
    assert first.startswith("Kamera usb:1, Bilder von 640 × 480 Bildpunkten, kalibriert am 20")
    assert scale.startswith("Maßstab: 0,100 ± 0,004 mm/px in der Mitte")
    assert length == "Eine Länge ist auf ± 4,1 % sicher (k = 2)"
    assert ruler == "Nach Lineal: 50,00 mm sind 500,0 Bildpunkte; Neigung und Linse sind nicht bekannt"


def test_scale_and_calibration_are_for_the_same_pictures(views: list[View]) -> None:
    good = calibrate_by_target(views[-1:], camera_id="usb:1", measured_ruler_mm=100)
    with pytest.raises(ValidationError, match="the scale is for"):
        Calibration.model_validate({**good.model_dump(), "resolution_wh": (640, 480)})


@given(st.floats(1e-4, 1e5), st.integers(1, 5))
def test_a_figure_keeps_its_digits(value: float, digits: int) -> None:
    said = figure(value, "de", digits)
    assert "." not in said
    assert float(said.replace(",", ".")) == pytest.approx(value, rel=0.51 * 10 ** (1 - digits))
