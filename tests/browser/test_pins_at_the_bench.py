"""At the bench itself, once the master has a PIN: locks in the menu, the way to the login and back, and out again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspection.people import Role, change_pin, load_people
from inspection.station.settings import load_settings
from tests.browser.bench import bench, open_step
from tests.browser.staging import WAIT_MS, Stage, open_menu, open_page, press
from tests.screens.door.doors import PINS, with_pins

pytestmark = pytest.mark.browser
REASON = "nachgemessen mit dem Lehrdorn"


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("pins") / "home") as stage:
        yield stage


@pytest.fixture
def page(somebody: BrowserContext, station: Stage) -> Page:
    with_pins(station.home)
    return somebody.new_page()


def log_in(page: Page, role: Role) -> None:
    page.locator(".tile").filter(has=page.locator("b", has_text=role.value)).click()
    page.locator("#pin").fill(PINS[role])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url, timeout=WAIT_MS)


def test_a_room_with_a_lock_leads_to_the_login_and_into_the_room(station: Stage, page: Page) -> None:
    open_page(page, station, "?lang=de")
    open_menu(page)
    locked = page.locator('.mb-menu-link[data-locked="true"]')
    expect(locked.filter(has_text="Einrichten")).to_have_count(1)
    expect(locked.filter(has_text="Durchsicht")).to_have_count(1)
    expect(locked.filter(has_text="Verlauf")).to_have_count(0)
    expect(page.locator(".mb-menu-link", has_text="Anmelden")).to_be_visible()
    locked.filter(has_text="Einrichten").click()
    log_in(page, Role.MASTER)
    page.wait_for_selector(".st-key-mb_step_path", timeout=WAIT_MS)
    open_menu(page)
    expect(page.locator('.mb-menu-link[data-locked="true"]')).to_have_count(0)
    page.get_by_role("button", name="Abmelden (master)").click()
    page.get_by_text("Hier ist der Meister gefragt").first.wait_for(timeout=WAIT_MS)


def test_the_masters_word_asks_for_the_pin_and_what_was_typed_comes_back(station: Stage, page: Page) -> None:
    open_page(page, station, "?lang=de")
    shown = press(page)
    page.locator(".mb-master-fold").click()
    expect(page.locator(".mb-master-asked")).to_contain_text("Hier ist der Meister gefragt")
    expect(page.locator("[data-answer=PASS]")).to_be_hidden()
    page.locator(".mb-master-login").click()
    log_in(page, Role.MASTER)
    page.locator(".mb-master-form input").fill(REASON, timeout=WAIT_MS)
    end_the_masters_session(station)
    page.locator("[data-answer=PASS]").click()
    expect(page.locator(".mb-master-asked")).to_be_visible()
    with_pins(station.home)
    page.locator(".mb-master-login").click()
    log_in(page, Role.MASTER)
    expect(page.locator(".mb-master-form input")).to_have_value(REASON, timeout=WAIT_MS)
    page.locator("[data-answer=PASS]").click()
    line = page.locator(f".mb-card[data-sequence='{shown}'] .mb-master-line[data-master=PASS]")
    expect(line).to_contain_text(REASON, timeout=WAIT_MS)


def test_a_click_after_the_session_ended_changes_nothing(station: Stage, page: Page) -> None:
    page.goto(f"{station.url}/setup?lang=de&step=daily")
    page.get_by_role("link", name="PIN eingeben").click()
    log_in(page, Role.MASTER)
    open_step(page, station, "daily")
    switch = page.locator(".st-key-daily_required label")
    switch.click(timeout=WAIT_MS)
    page.get_by_text("Jeden Morgen wartet die Station").wait_for(timeout=WAIT_MS)
    assert load_settings(station.home).daily_check_required
    box = switch.bounding_box()
    assert box is not None
    end_the_masters_session(station)
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)  # the page finds out by itself, too: perhaps before
    page.get_by_text("Hier ist der Meister gefragt").first.wait_for(timeout=WAIT_MS)
    assert load_settings(station.home).daily_check_required


def end_the_masters_session(station: Stage) -> None:
    """As another browser does by changing the master's PIN."""
    (master,) = load_people(station.home).of_role(Role.MASTER)
    change_pin(station.home, master.id, "6284")
