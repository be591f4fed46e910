"""The scale, by a ruler and by the printed target, as a person at the bench measures it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from inspection.calibration import load_calibration
from inspection.calibration.storing import FOLDER
from tests.browser.bench import (
    bench,
    button,
    drag,
    lay,
    open_step,
    restore,
    ruler_picture,
    tap,
    wait_for_picture,
    wait_for_state,
)
from tests.browser.staging import Stage
from tests.inspection.calibration.bench import Pose, take
from tests.inspection.calibration.conftest import A5, LAST, LENS, PRINTED

pytestmark = pytest.mark.browser

CAMERA = "still:bench"
HELD = [
    Pose(distance_mm=170, tilt_deg=22, towards_deg=towards, aside_mm=aside)
    for towards, aside in ((0, (18, 14)), (90, (-18, 14)), (180, (-18, -14)), (270, (18, -14)))
]
"""The target tilted to each side, and brought into each corner of the picture."""


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("scale") / "home") as stage:
        yield stage


@pytest.fixture
def page(open_browser: Callable[..., Page], stage: Stage) -> Page:
    stage.disturb()
    restore(stage)
    lay(stage, ruler_picture())
    page = open_browser()
    open_step(page, stage, "scale")
    return page


def take_ruler(page: Page, length: str = "40") -> None:
    button(page, "Bild aufnehmen").click()
    wait_for_picture(page)
    page.get_by_label("Länge zwischen den beiden Punkten in mm").fill(length)


def figure(page: Page) -> str:
    return page.locator(".mb-figure").inner_text()


def test_two_points_on_a_ruler_give_the_scale_and_a_double_click_saves_it_once(page: Page, stage: Stage) -> None:
    before = len(list((stage.home / FOLDER).glob("*")))
    take_ruler(page)
    tap(page, 60, 230)
    tap(page, 460, 230)
    expect(page.locator(".mb-figure")).to_contain_text("0,1")
    assert re.fullmatch(r"0,(0999|100) mm je Bildpunkt ± 4(,1)? %", figure(page)), figure(page)
    button(page, "Maßstab speichern").dblclick()
    page.get_by_text("Gespeichert: 0,").wait_for()
    wait_for_state(page, "mit dem Lineal kalibriert am")
    button(page, "Ab jetzt mit dem Maßstab der Kamera messen").click()
    page.get_by_text("gespeichert: Ab dem nächsten Teil gilt der Maßstab der Kamera.").wait_for()
    calibration = load_calibration(stage.home, CAMERA)
    assert calibration.mm_per_px.centre == pytest.approx(0.1, rel=0.01)
    assert len(list((stage.home / FOLDER).iterdir())) == before + 1
    page.get_by_text("Dieser Maßstab ist fein genug für alle Grenzwerte des Rezepts.").wait_for()

    lay(stage, np.full((600, 800, 3), 128, np.uint8))
    open_step(page, stage, "scale")
    wait_for_state(page, "Er gilt für Bilder von 640 × 480 Bildpunkten, die Kamera liefert jetzt 800 × 600.")


def test_a_point_can_be_dragged_nudged_removed_and_set_again_at_any_size(page: Page) -> None:
    take_ruler(page)
    tap(page, 60, 230)
    tap(page, 300, 230)
    expect(page.locator(".mb-figure")).to_contain_text("0,16")
    drag(page, (300, 230), (260, 230))
    expect(page.locator(".mb-figure")).to_contain_text("0,2")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".mb-figure")).to_contain_text("0,199")
    button(page, "Punkt löschen").click()
    expect(page.locator(".mb-figure")).to_have_count(0)
    assert page.locator(".mb-points").get_attribute("data-points") == "1"
    button(page, "größer").click()
    button(page, "größer").click()
    page.locator(".mb-points-stage").hover()
    page.mouse.wheel(0, -300)
    button(page, "Ganzes Bild").click()
    tap(page, 560, 230)
    expect(page.locator(".mb-figure")).to_contain_text("0,080")


def test_it_can_be_done_with_the_keyboard_alone(page: Page) -> None:
    button(page, "Bild aufnehmen").focus()
    page.keyboard.press("Enter")
    wait_for_picture(page)
    page.locator(".mb-points-stage").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Shift+ArrowRight")
    page.get_by_label("Länge zwischen den beiden Punkten in mm").focus()
    page.keyboard.type("20,0")
    expect(page.locator(".mb-figure")).to_contain_text("0,100 mm je Bildpunkt")


def test_points_too_near_are_refused_in_words_and_what_was_typed_stays(page: Page) -> None:
    take_ruler(page, "2,5")
    tap(page, 60, 230)
    tap(page, 90, 230)
    page.get_by_text("Punkte wählen, die auf dem Lineal weiter auseinander liegen.").wait_for()
    assert button(page, "Maßstab speichern").is_disabled()
    assert page.get_by_label("Länge zwischen den beiden Punkten in mm").input_value() == "2,5"


def test_a_scale_that_is_too_coarse_says_which_limit_and_what_would_help(page: Page) -> None:
    take_ruler(page, "400")
    tap(page, 60, 230)
    tap(page, 460, 230)
    page.get_by_text("Dieser Maßstab ist zu grob für diese Grenzwerte").wait_for()
    notice = page.locator(".mb-notice").filter(has_text="Dieser Maßstab ist zu grob").inner_text()
    assert "Pore (2017)" in notice
    assert "Bildpunkte quer" in notice or "Bildpunkten" in notice


def test_without_a_camera_it_says_why_and_what_to_do(page: Page, stage: Stage) -> None:
    stage.disturb(camera_unplugged=True)
    page.get_by_text("nicht verbunden").first.wait_for()
    button(page, "Bild aufnehmen").click()
    page.locator(".mb-notice").filter(has_text="Kamera anschließen und einschalten").wait_for()
    stage.disturb()
    page.wait_for_selector(".mb-live[data-live='true']")
    button(page, "Bild aufnehmen").click()
    wait_for_picture(page)
    assert page.locator(".mb-notice").filter(has_text="Kamera anschließen").count() == 0


def test_the_printed_target_gives_scale_tilt_and_distance(page: Page, stage: Stage) -> None:
    rng = np.random.default_rng(21)
    page.get_by_text("Mit der gedruckten Kalibriertafel: genau").click()
    with page.expect_download() as download:
        button(page, "Blatt als PDF laden").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_label("längs, in mm").fill("99,2")
    page.get_by_label("quer, in mm").fill("99,7")
    button(page, "Weiter: Bilder aufnehmen").click()
    button(page, "Bild 1 aufnehmen").click()
    page.get_by_text("Keine Kalibriertafel zu sehen.").wait_for()
    for number, pose in enumerate(HELD, start=1):
        lay(stage, take(LENS, A5, pose, rng, stretch_xy=PRINTED))
        button(page, f"Bild {number} aufnehmen").click()
        page.get_by_text(f"Bilder: {number}. Die Kalibriertafel war in").wait_for()
    page.get_by_text("Das genügt für das letzte Bild.").wait_for()
    lay(stage, take(LENS, A5, LAST, rng, stretch_xy=PRINTED))
    button(page, "Letztes Bild aufnehmen und rechnen").click()
    page.locator(".mb-figure").wait_for()
    lines = page.locator(".mb-notice").filter(has_text="Was gemessen wurde").inner_text()
    assert re.search(r"Abstand 17[2-6]", lines), lines
    button(page, "Maßstab speichern").dblclick()
    wait_for_state(page, "mit der Kalibriertafel kalibriert am")
    calibration = load_calibration(stage.home, CAMERA)
    assert calibration.mm_per_px.centre == pytest.approx(0.1757, rel=0.005)


def test_in_english(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser(locale="en-GB")
    open_step(page, stage, "scale", "en")
    button(page, "Take a picture").click()
    wait_for_picture(page)
    page.get_by_text("Touch a mark of the ruler.").wait_for()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
