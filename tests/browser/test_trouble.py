"""What is said when something is wrong, and that no old verdict is left to be mistaken for a new one."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page

from screens.presence import Presence
from tests.browser.staging import REAL_STATION, WAIT_MS, Stage, counted, open_page, press, staged

pytestmark = pytest.mark.browser


@pytest.fixture
def quiet_stage(stage: Stage) -> Iterator[Stage]:
    yield stage
    stage.disturb()


def test_an_unplugged_camera_is_said_recorded_and_comes_back(quiet_stage: Stage, page: Page) -> None:
    quiet_stage.disturb(camera_unplugged=True)
    page.get_by_text("nicht verbunden").first.wait_for()
    page.get_by_text("Kamera anschließen und einschalten; die Station verbindet sich von selbst.").first.wait_for()
    page.wait_for_selector(".mb-live[data-live='false']", timeout=WAIT_MS)
    message = page.locator(".mb-no-live small")
    message.get_by_text("Meldung: the simulated camera").wait_for()
    before = counted(page)
    press(page)
    assert page.locator(".mb-card").get_attribute("data-verdict") == "NOT_JUDGED"
    assert counted(page) == before + 1
    page.get_by_text("Kein Bild").wait_for()

    quiet_stage.disturb()
    page.get_by_text(re.compile(r"liefert Bilder · neu verbunden: \d")).wait_for(timeout=WAIT_MS)
    page.wait_for_selector(".mb-live[data-live='true']", timeout=WAIT_MS)
    assert message.text_content() == ""
    press(page)
    assert page.locator(".mb-picture").count() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a POSIX signal")
def test_a_camera_that_hangs_is_started_anew_and_the_screen_never_waits(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypylon", reason="the emulated camera comes with pypylon")
    monkeypatch.setenv("PYLON_CAMEMU", "1")
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.yaml").write_text("camera: {kind: basler, serial: 0815-0000, transport: emulated}\n")
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        page = open_browser()
        open_page(page, stage)
        page.get_by_text("liefert Bilder").wait_for(timeout=WAIT_MS)
        page.wait_for_selector(".mb-live[data-live='true']", timeout=WAIT_MS)  # the net is compiled by then
        press(page)
        assert page.locator(".mb-picture").count() == 1
        [camera] = [
            child for child in psutil.Process(stage.process.pid).children() if "camera.process.child" in child.cmdline()
        ]
        camera.suspend()
        page.get_by_text("liefert Bilder · neu verbunden: 1").wait_for(timeout=WAIT_MS)
        page.wait_for_selector(".mb-live[data-live='true']", timeout=WAIT_MS)
        press(page)
        assert page.locator(".mb-picture").count() == 1
        assert not camera.is_running()


def test_a_lamp_that_is_out_is_said_with_what_to_try(quiet_stage: Stage, page: Page) -> None:
    quiet_stage.disturb(lamp=0)
    press(page)
    assert page.locator(".mb-card").get_attribute("data-verdict") == "NOT_JUDGED"
    assert page.locator(".mb-why").inner_text().startswith("Das Bild ist zu dunkel")
    page.get_by_text("Lampe prüfen").wait_for()


def test_when_nothing_can_be_recorded_nothing_is_inspected(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with staged(tmp_path / "home") as stage:
        page, other = open_browser(), open_browser(locale="en-GB")
        open_page(page, stage)
        open_page(other, stage)
        press(page)
        stage.fail_storage()
        page.wait_for_timeout(350)
        page.keyboard.press("Space")
        page.get_by_text("HALT: Es wird nichts mehr aufgezeichnet").first.wait_for()
        other.get_by_text("STOP: nothing is recorded any more").first.wait_for()
        assert page.locator("#trigger").is_disabled()
        assert page.locator(".mb-card").get_attribute("data-verdict") == ""
        assert page.locator(".mb-word").inner_text() == "Nicht geprüft"
        assert counted(page) == 1
        page.get_by_text("No space left on device").wait_for()


def test_a_folder_that_another_station_holds(stage: Stage, open_browser: Callable[..., Page], tmp_path: Path) -> None:
    page = open_browser()
    with staged(tmp_path / "unused", command=(*REAL_STATION, str(stage.home))) as second:
        page.goto(second.url)
        page.get_by_text("Die Station konnte nicht starten").first.wait_for(timeout=WAIT_MS)
        page.get_by_text("Eine andere Station läuft bereits mit demselben Ordner.").wait_for()
        assert page.get_by_text("Die Station startet").count() == 0
        assert page.locator("#trigger").is_disabled()
    left = Presence.read(stage.home)
    assert left is not None and left.pid == stage.process.pid


def test_a_wrong_setting(browser: Browser, open_browser: Callable[..., Page], tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.yaml").write_text("lock_out_ms: <b>soon</b>\n")
    page = open_browser()
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        page.goto(stage.url)
        page.get_by_text("Eine Einstellung oder ein Rezept stimmt nicht.").wait_for(timeout=WAIT_MS)
        page.get_by_text("lock_out_ms").wait_for()


def test_the_server_ends_within_seconds_with_open_pages_and_they_say_so(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with staged(tmp_path / "home") as stage:
        pages = [open_browser(), open_browser()]
        for page in pages:
            open_page(page, stage)
        press(pages[0])
        assert Presence.read(stage.home) is not None
        assert stage.end() < 5
        assert stage.process.returncode == 0
        assert Presence.read(stage.home) is None
        for page in pages:
            page.get_by_text("Keine Verbindung zur Station.").wait_for()
