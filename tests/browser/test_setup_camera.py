"""The camera step: focus with its best value, stripes, a grey card, and another camera while the station runs."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from camera.config import FolderConfig, SimulatedConfig
from camera.frame import Pixels
from inspection.station.settings import load_settings
from tests.browser.bench import bench, button, lay, open_step, restore, ruler_picture, wait_for_state, wait_for_words
from tests.browser.staging import WAIT_MS, Stage, staged
from tests.browser.test_setup_path import APP

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("camera") / "home") as stage:
        yield stage


@pytest.fixture
def page(open_browser: Callable[..., Page], stage: Stage) -> Page:
    restore(stage)
    lay(stage, ruler_picture())
    page = open_browser()
    open_step(page, stage, "camera")
    page.locator(".mb-camera-bar[aria-valuenow]").wait_for(timeout=WAIT_MS)
    return page


def percent_below(page: Page, most: int) -> None:
    page.wait_for_function(
        "most => +document.querySelector('.mb-camera-bar').getAttribute('aria-valuenow') <= most",
        arg=most,
        timeout=WAIT_MS,
    )


def percent_above(page: Page, least: int) -> None:
    page.wait_for_function(
        "least => +document.querySelector('.mb-camera-bar').getAttribute('aria-valuenow') >= least",
        arg=least,
        timeout=WAIT_MS,
    )


def blurred(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 4), np.uint8)


def test_the_best_focus_is_held_until_it_is_reset(page: Page, stage: Stage) -> None:
    percent_above(page, 90)
    lay(stage, blurred(ruler_picture()))
    percent_below(page, 50)
    page.get_by_text(re.compile(r"Schärfe: \d+ % vom besten Wert")).wait_for()
    page.wait_for_timeout(700)
    percent_below(page, 50)
    button(page, "Neu beginnen").click()
    percent_above(page, 80)


def test_over_exposed_places_are_striped_and_brightness_is_said(page: Page, stage: Stage) -> None:
    light = page.locator(".mb-camera-light")
    expect(light).to_contain_text("Helligkeit: gut.", timeout=WAIT_MS)
    assert page.locator(".mb-camera-stripes").get_attribute("data-striped") == "0"
    bright = ruler_picture()
    bright[:, 320:] = 255
    lay(stage, bright)
    expect(light).to_contain_text("Zu hell", timeout=WAIT_MS)
    expect(light).to_contain_text(re.compile(r"Gestreift: 5\d,\d %"))
    page.wait_for_function("() => +document.querySelector('.mb-camera-stripes').dataset.striped > 1000")
    lay(stage, (ruler_picture() // 6).astype(np.uint8))
    expect(light).to_contain_text("Zu dunkel", timeout=WAIT_MS)


def test_a_grey_card_is_touched_and_its_colour_said(page: Page, stage: Stage) -> None:
    card = np.full((480, 640, 3), 120, np.uint8)
    card[:, 320:] = (135, 120, 110)
    lay(stage, card)
    page.wait_for_timeout(600)
    box = page.locator(".mb-camera-picture").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.5 * box["height"])
    page.get_by_text("Grau ist grau: Der Weißabgleich stimmt.").wait_for(timeout=WAIT_MS)
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"])
    page.get_by_text("Die Graukarte sieht rötlich aus.").wait_for(timeout=WAIT_MS)
    page.get_by_text("kann die Station den Weißabgleich nicht stellen").wait_for()


def test_without_a_picture_the_figures_do_not_pretend(page: Page, stage: Stage) -> None:
    stage.disturb(camera_unplugged=True)
    page.locator('.mb-camera[data-figures="false"]').wait_for(timeout=WAIT_MS)
    page.get_by_text("Warte auf ein Bild …").wait_for(timeout=WAIT_MS)
    stage.disturb()
    page.locator('.mb-camera[data-figures="true"]').wait_for(timeout=WAIT_MS)


def test_another_camera_takes_over_and_one_that_is_not_there_leads_back(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    folder, home = tmp_path / "pictures", tmp_path / "home"
    folder.mkdir()
    Image.fromarray(ruler_picture()).save(folder / "1.png")
    with staged(home, command=(str(APP), "--home", str(home))) as stage:
        page = open_browser()
        open_step(page, stage, "camera")
        page.get_by_text("Andere Kamera wählen").click()
        page.get_by_label("Ordner mit Bildern, auf dem Rechner der Station").fill(str(folder))
        button(page, "Bilder aus diesem Ordner nehmen").dblclick()
        wait_for_state(page, f"Bilder aus dem Ordner {folder}: liefert Bilder")
        assert load_settings(home).camera == FolderConfig(path=folder)

        page.get_by_label("Adresse im Netzwerk").fill("http://127.0.0.1:9/video?password=secret")
        button(page, "Kamera unter dieser Adresse nehmen").click()
        wait_for_state(page, "Kamera im Netzwerk: 127.0.0.1")
        button(page, f"Zurück zur vorigen Kamera: Bilder aus dem Ordner {folder}").click()
        wait_for_state(page, "liefert Bilder")

        page.get_by_text("Simulierte Teile: Brett", exact=True).click()
        button(page, "Diese Kamera nehmen").click()
        wait_for_state(page, "Simulierte Teile: Brett: liefert Bilder")
        assert load_settings(home).camera == SimulatedConfig(part="board")
        page.get_by_text("Belichtung und Verstärkung").click()
        page.get_by_label("Belichtungszeit in ms").fill("zwei")
        button(page, "Kamera einstellen").click()
        wait_for_words(page, "Belichtungszeit in ms: Bitte eine Zahl eintragen.")
        page.get_by_label("Belichtungszeit in ms").fill("4,5")
        button(page, "Kamera einstellen").click()
        page.get_by_text("Die Kamera ist eingestellt.").wait_for()
        assert "Traceback" not in stage.log.read_text()
