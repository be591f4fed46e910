"""Guess first: nobody's view is shown before the guess, and nothing of it is kept."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.staging import WAIT_MS, Stage, open_page, press, staged, wait_until_drawn
from tests.browser.test_accessible import found

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def station(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station that found a crack and more on every part."""
    with staged(tmp_path_factory.mktemp("guessing") / "home", "--answers", "fail") as stage:
        yield stage


@pytest.fixture
def page(open_browser: Callable[..., Page], station: Stage) -> Page:
    page = open_browser()
    open_page(page, station, "?lang=de")
    press(page)
    press(page)
    page.goto(f"{station.url}/label?lang=de&do=guess")
    page.locator(".mb-guess-verdict").first.wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)
    return page


def kept(home: Path) -> dict[str, str]:
    """What lies in the station's folder; of a database everything but its journal."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal"))
    }


def test_the_guess_comes_first_and_the_lesson_after_it(page: Page) -> None:
    guess = page.locator(".mb-guess")
    expect(guess.locator(".mb-guess-mark")).to_have_count(0)
    expect(guess).not_to_contain_text("die Station sagt")
    assert "Pore" not in guess.inner_text() and "Riss" not in guess.inner_text()

    page.keyboard.press("i")

    expect(guess.locator(".mb-guess-said")).to_contain_text("Geraten: i.O.; die Station sagt n.i.O.")
    expect(guess.locator(".mb-guess-said")).to_contain_text("der Meister hat sich dazu nicht geäußert")
    expect(guess.locator(".mb-guess-looks")).not_to_be_empty()
    assert guess.locator(".mb-guess-mark").count() == 4
    page.keyboard.press("w")
    expect(guess.locator(".mb-guess-verdict")).to_have_count(2)
    expect(guess.locator(".mb-guess-mark")).to_have_count(0)


def test_a_defect_is_named_with_a_key_and_agreement_is_said(page: Page) -> None:
    guess = page.locator(".mb-guess")
    page.keyboard.press("n")
    names = guess.locator(".mb-guess-class")
    expect(names.first).to_be_visible()
    place = next(place for place in range(names.count()) if "Pore" in names.nth(place).inner_text())

    page.keyboard.press(str(place + 1))

    expect(guess.locator(".mb-guess-said")).to_contain_text("n.i.O. (Pore)")


def test_nothing_of_a_guess_is_kept(page: Page, station: Stage) -> None:
    before = kept(station.home)

    for _ in range(2):
        page.keyboard.press("n")
        page.keyboard.press("1")
        page.locator(".mb-guess-said").wait_for(timeout=WAIT_MS)
        page.keyboard.press("w")
        page.locator(".mb-guess-verdict").first.wait_for(timeout=WAIT_MS)

    assert kept(station.home) == before
    in_the_browser = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "guess" not in in_the_browser.lower() and "crack" not in in_the_browser


def test_it_can_be_used_by_everybody(page: Page) -> None:
    assert found(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})
    page.keyboard.press("i")
    page.locator(".mb-guess-said").wait_for(timeout=WAIT_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    small = (
        "[...document.querySelectorAll('.mb-guess button')].filter(b => b.getBoundingClientRect().height < 48).length"
    )
    assert page.evaluate(small) == 0
    assert found(page) == []
