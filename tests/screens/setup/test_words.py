"""What the master's page says of results and errors."""

import pytest

from camera.errors import CameraAbsent, SnapTimeout
from inspection.calibration import Calibration, calibrate_by_ruler, ruler_scale
from inspection.errors import CalibrationRefused, RecipeRefused, StorageFailed
from inspection.limit import Limit
from inspection.locating import PartNotFound
from inspection.locating.errors import Problem as Why
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.recipe_book import Problem, Refusal
from inspection.repeatability import Judgement, Repeatability
from inspection.scale import MillimetreScale, PixelScale
from inspection.verdict import Verdict
from screens.setup.repeat_step import judgement_words
from screens.setup.scale.fineness import fineness, too_coarse_for
from screens.setup.scale.words import fixed_scale_text
from screens.setup.trouble import trouble

BEAD = load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")


def repeated(judgement: Judgement, verdicts: dict[Verdict, int]) -> Repeatability:
    times = sum(verdicts.values())
    return Repeatability(
        times=times, verdicts=verdicts, flips=times - max(verdicts.values()), spreads=(), judgement=judgement
    )


@pytest.mark.parametrize(
    ("judgement", "verdicts", "said"),
    [
        (Judgement.STEADY, {Verdict.PASS: 25}, "25 von 25 gleich (25-mal i.O.): Das Urteil steht."),
        (
            Judgement.AT_THE_LIMIT,
            {Verdict.PASS: 14, Verdict.REVIEW: 11},
            "Das Teil liegt an der Grenze: 14-mal i.O., 11-mal Meister fragen.",
        ),
        (Judgement.SPREAD, {Verdict.FAIL: 25}, "aber eine Größe streut mehr, als sie dürfte."),
        (Judgement.UNSTEADY, {Verdict.PASS: 13, Verdict.FAIL: 12}, "Das Urteil schwankt: 13-mal i.O., 12-mal n.i.O."),
        (Judgement.NOT_JUDGED, {Verdict.PASS: 22, Verdict.NOT_JUDGED: 3}, "Manche Bilder waren nicht prüfbar"),
    ],
)
def test_the_judgement_is_one_plain_sentence_with_what_to_do(
    judgement: Judgement, verdicts: dict[Verdict, int], said: str
) -> None:
    words, todo = judgement_words(repeated(judgement, verdicts), "de")
    assert said in words and ".." not in words
    assert bool(todo) is (judgement is not Judgement.STEADY)


@pytest.mark.parametrize(
    ("error", "title", "text"),
    [
        (CameraAbsent("x"), "Die Kamera wurde nicht gefunden.", "Kamera anschließen"),
        (SnapTimeout("x"), "Die Kamera hat kein Bild rechtzeitig geliefert.", "Noch einmal auslösen"),
        (
            PartNotFound("x", Why.NOT_LIKE_GOLDEN),
            "Das Teil wurde nicht gefunden (Ähnlichkeit 0, nötig 0): das richtige Teil wie eingelernt hinlegen, "
            "und wegnehmen, was es verdeckt.",
            "",
        ),
        (RecipeRefused("x", Refusal(problem=Problem.NOTHING_CHANGED)), "Nicht gespeichert.", ""),
        (StorageFailed("x"), "Das konnte nicht gespeichert werden.", "Festplatte prüfen"),
        (PermissionError("x"), "Das konnte nicht gespeichert werden.", "Festplatte prüfen"),
    ],
)
def test_every_error_is_said_in_the_language_of_the_page(error: Exception, title: str, text: str) -> None:
    notice = trouble(error, "de")
    assert notice.kind == "bad" and notice.title == title
    assert text in notice.text and notice.detail == "x"
    assert trouble(error, "en").title != title


def test_a_refused_calibration_says_the_next_step_without_a_technical_message() -> None:
    with pytest.raises(CalibrationRefused) as refused:
        ruler_scale((0, 0), (3, 0), 10)
    notice = trouble(refused.value, "de")
    assert "Punkte wählen, die auf dem Lineal weiter auseinander liegen." in notice.title
    assert notice.detail == ""


def test_the_scale_is_written_to_three_digits() -> None:
    scale = MillimetreScale(mm_per_px=0.09999, relative_uncertainty=0.0025)
    assert fixed_scale_text(scale, "de") == "0,100 mm je Bildpunkt ± 0,5 %"
    assert fixed_scale_text(scale, "en") == "0.100 mm a pixel ± 0.5 %"


def by_ruler(mm_per_px: float) -> Calibration:
    return calibrate_by_ruler((0, 0), (500, 0), 500 * mm_per_px, camera_id="usb:1", resolution_wh=(640, 480))


def test_a_limit_that_the_scale_cannot_resolve_is_named_with_what_would_help() -> None:
    fine = fineness(by_ruler(0.1), BEAD, "de")
    assert fine is not None and fine.kind == "good"
    assert too_coarse_for(by_ruler(0.1), BEAD, "de") == ""
    coarse = fineness(by_ruler(0.5), BEAD, "de")
    assert coarse is not None and coarse.kind == "bad"
    assert [line.split(":")[0] for line in coarse.lines] == ["Pore (2017)"]
    assert "1600" in coarse.lines[0]  # pixels across: 640 x 5 px / 2 px
    assert "Pore (2017)" in too_coarse_for(by_ruler(0.5), BEAD, "de")


def test_a_recipe_in_pixels_needs_no_millimetres() -> None:
    limits: tuple[Limit, ...] = ()
    in_px = BEAD.model_copy(update={"scale": PixelScale(), "norm": None, "limits": limits})
    assert fineness(by_ruler(9), in_px, "de") is None
    assert too_coarse_for(by_ruler(9), in_px, "de") == ""
