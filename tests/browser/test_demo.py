"""The demonstration as visitors of a fair see it: real recipe, shipped model, simulated camera."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commands.demo_learning import main as learn
from inspection.demonstration import Fault, Learning
from inspection.demonstration.own_folder import prepare, say_learned
from inspection.station.settings import load_settings, save_settings
from tests.browser.conftest import OpenBrowser
from tests.browser.staging import REAL_STATION, WAIT_MS, Stage, staged

pytestmark = pytest.mark.browser

LONG_MS = WAIT_MS


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station of the demonstration, whose good parts are still being learned."""
    home = tmp_path_factory.mktemp("fair") / "home"
    prepare(home)
    say_learned(home, Learning.UNDER_WAY)
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        yield stage


def open_demo(page: Page, stage: Stage, lang: str = "de") -> None:
    page.goto(f"{stage.url}/demo?lang={lang}")
    page.wait_for_selector(".mb-way", timeout=LONG_MS)


def sequence(page: Page) -> int:
    return int(page.locator(".mb-card").get_attribute("data-sequence") or 0)


def wait_for_part(page: Page, after: int) -> None:
    page.wait_for_function(
        "after => Number(document.querySelector('.mb-card')?.dataset.sequence) > after", arg=after, timeout=LONG_MS
    )


def box(page: Page, name: str) -> str:
    return page.locator(f".mb-fault [data-box={name}] p").inner_text()


def test_it_runs_by_itself_and_shows_what_it_is_doing(fair: Stage, open_browser: OpenBrowser) -> None:
    page = open_browser()
    open_demo(page, fair)
    wait_for_part(page, sequence(page))
    steps = page.locator(".mb-way li")
    expect(steps).to_have_count(8)
    expect(steps.filter(has_text="Fehler suchen")).to_contain_text("ms", timeout=LONG_MS)
    expect(steps.filter(has_text="Teil finden")).to_contain_text("nicht nötig", timeout=LONG_MS)


@pytest.mark.parametrize(
    ("fault", "done", "said", "to_try"),
    [
        (Fault.DIRTY_LENS, "Fett", "unscharf", "Objektiv abwischen"),
        (Fault.LAMP_OUT, "ausgeschaltet", "zu dunkel", "Lampe prüfen"),
        (Fault.DEFOCUS, "gedreht", "unscharf", "Abstand prüfen"),
        (Fault.PART_SHIFTED, "geschoben", "Kein Teil", "Teil unter die Kamera"),
        (Fault.UNPLUGGED, "Stecker", "amera", "anschließen"),
    ],
)
def test_the_station_notices_a_fault_and_says_what_to_try(
    fair: Stage, open_browser: OpenBrowser, fault: Fault, done: str, said: str, to_try: str
) -> None:
    page = open_browser()
    open_demo(page, fair)
    page.locator(f".st-key-fault_{fault} button").click()
    page.wait_for_selector(f".mb-fault[data-fault='{fault}'][data-noticed='true']", timeout=LONG_MS)
    page.wait_for_selector(".mb-card[data-verdict='NOT_JUDGED']", timeout=LONG_MS)
    assert done in box(page, "done")
    assert said in box(page, "noticed")
    assert to_try in box(page, "try")
    page.get_by_role("button", name="Störung beheben").click()
    page.wait_for_selector(f".st-key-fault_{fault} button", timeout=LONG_MS)
    page.wait_for_selector(".mb-card:not([data-verdict='NOT_JUDGED'])", timeout=LONG_MS)


def test_it_is_said_in_english_too(fair: Stage, open_browser: OpenBrowser) -> None:
    page = open_browser(locale="en-GB")
    open_demo(page, fair, "en")
    page.get_by_role("button", name="Lamp out").click()
    page.wait_for_selector(".mb-fault[data-noticed='true']", timeout=LONG_MS)
    assert box(page, "done") == "The lamp is switched off."
    assert "too dark" in box(page, "noticed")
    assert "Check the lamp" in box(page, "try")
    page.get_by_role("button", name="Mend the fault").click()
    page.wait_for_selector(".st-key-mb_demo_buttons", timeout=LONG_MS)


def test_a_wrong_part_goes_to_the_master_once_good_parts_are_learned(fair: Stage, open_browser: OpenBrowser) -> None:
    page = open_browser()
    open_demo(page, fair)
    wrong = page.locator(".st-key-fault_wrong-part button")
    expect(wrong).to_be_disabled()
    expect(wrong).to_contain_text("noch eingelernt")
    assert learn(fair.home, pictures=12) == 0
    expect(wrong).to_be_enabled(timeout=LONG_MS)
    wrong.click()
    page.wait_for_selector(".mb-fault[data-fault='wrong-part'][data-noticed='true']", timeout=LONG_MS)
    assert "anderer Art" in box(page, "done")
    assert "anders als an allen gelernten guten Teilen" in box(page, "noticed")
    assert "Meister" in box(page, "try")
    expect(page.locator(".mb-card[data-verdict='REVIEW']")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Störung beheben").click()
    page.wait_for_selector(".st-key-mb_demo_buttons", timeout=LONG_MS)


def test_it_can_be_paused_and_started(fair: Stage, open_browser: OpenBrowser) -> None:
    page = open_browser()
    open_demo(page, fair, "en")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Start").wait_for(timeout=LONG_MS)
    shown = sequence(page)
    page.get_by_role("button", name="Start").click()
    wait_for_part(page, shown)
    assert "Dirty lens" in page.locator(".st-key-mb_demo_buttons").inner_text()


def test_it_is_in_the_menu_of_a_simulated_station_only(fair: Stage, open_browser: OpenBrowser) -> None:
    page = open_browser()
    page.goto(f"{fair.url}/?lang=de")
    page.get_by_role("button", name="Menü").click(timeout=LONG_MS)
    page.get_by_role("link", name="Vorführung").click()
    page.wait_for_selector(".mb-way", timeout=LONG_MS)


def test_a_real_camera_is_not_disturbed(tmp_path: Path, open_browser: OpenBrowser) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = load_settings(home).model_validate({"camera": {"kind": "folder", "path": str(tmp_path / "pictures")}})
    save_settings(home, settings)
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        page = open_browser()
        page.goto(f"{stage.url}/demo?lang=de")
        page.get_by_text("braucht die simulierte Kamera").wait_for(timeout=LONG_MS)
        expect(page.locator("[class*=st-key-fault_]")).to_have_count(0)
        page.get_by_role("button", name="Menü").click()
        expect(page.get_by_role("link", name="Verlauf")).to_be_visible()
        expect(page.get_by_role("link", name="Vorführung")).to_have_count(0)
