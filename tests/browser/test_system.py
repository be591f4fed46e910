"""The system page in a browser: all sections, a first PIN, a change, the check of everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from inspection.people import load_people
from tests.browser.staging import WAIT_MS, Stage, staged, wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("system") / "home") as stage:
        yield stage


@pytest.fixture
def page(somebody: BrowserContext) -> Page:
    return somebody.new_page()


def open_section(page: Page, stage: Stage, section: str) -> None:
    page.goto(f"{stage.url}/system?section={section}&lang=de")
    page.wait_for_selector(f".st-key-mb_section_{section}", timeout=WAIT_MS)


def test_every_section_says_what_it_is_for(station: Stage, page: Page) -> None:
    open_section(page, station, "state")
    page.get_by_text("Kamera").first.wait_for(timeout=WAIT_MS)
    expect(page.locator('.mb-lines [data-lamp="bad"]')).to_have_count(0)
    for name, text in (
        ("Modelle", "Treffsicherheit: wie gut ein Modell"),
        ("Speicher", "Freier Platz"),
        ("Sprache", "Sprache der Station"),
        ("Über", "AGPL-3.0-or-later"),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_text(text).first.wait_for(timeout=WAIT_MS)
    assert not page.locator("[data-testid='stException']").count()


def test_everything_is_checked_on_demand(station: Stage, page: Page) -> None:
    open_section(page, station, "storage")
    page.get_by_role("button", name="Alles kontrollieren").click()
    page.get_by_text("Alles ist so, wie es geschrieben wurde").wait_for(timeout=WAIT_MS)
    expect(page.get_by_role("button", name="Alles kontrollieren")).to_be_enabled(timeout=WAIT_MS)
    page.get_by_text("Gezählt").wait_for(timeout=WAIT_MS)


def test_the_first_pin_makes_the_page_ask_for_it(page: Page, tmp_path: Path) -> None:
    with staged(tmp_path / "home") as station:
        set_the_first_pin(page, station)


def large_enough(buttons: Locator, height: float) -> None:
    """For a glove."""
    buttons.first.wait_for(timeout=WAIT_MS)
    for button in buttons.all():
        box = button.bounding_box()
        assert box is not None and box["width"] >= 48 and box["height"] >= height, box


def set_the_first_pin(page: Page, station: Stage) -> None:
    open_section(page, station, "people")
    pin, again = page.get_by_label("Neue PIN, 4 bis 12 Ziffern"), page.get_by_label("Noch einmal dieselbe")
    large_enough(page.locator(".stTextInput button"), 48)
    large_enough(page.get_by_role("button", name="PIN vergeben"), 60)
    pin.fill("1234")
    again.fill("1234")
    page.get_by_role("button", name="PIN vergeben").click()
    page.get_by_text("Diese PIN ist sofort erraten").wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)
    pin.fill("2750")
    again.fill("2750")
    page.get_by_role("button", name="PIN vergeben").click()
    page.get_by_role("link", name="PIN eingeben").click(timeout=WAIT_MS)
    assert [entry.label for entry in load_people(station.home).entries] == ["Meister"]
    page.locator("#pin").fill("2750")
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-mb_section_people", timeout=WAIT_MS)
    page.get_by_text("Hier angemeldet: Meister").wait_for(timeout=WAIT_MS)
