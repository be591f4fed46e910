"""The daily check as an operator makes it: lay down, press; what is no longer seen locks the station, and says why."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.bench import bench, button, open_step
from tests.browser.staging import WAIT_MS, Stage, open_menu, open_page, press

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("daily") / "home") as stage:
        yield stage


def test_what_is_no_longer_seen_locks_until_it_is_seen_again(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_step(page, stage, "daily")
    button(page, "Das ist das gute Teil").click()
    page.get_by_text("Eingelernt. Das Teil kennzeichnen").wait_for(timeout=WAIT_MS)

    open_page(page, stage)
    open_menu(page)
    page.locator(".st-key-mb_menu_rooms").get_by_text("Tagesprüfung").click()
    page.locator(".mb-state[data-kind=good]").wait_for(timeout=WAIT_MS)
    picture = page.locator(".mb-check img")
    picture.wait_for()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640

    stage.disturb(lamp=0.001)
    page.locator(".st-key-check_good button").click()
    page.locator(".mb-check[data-state=failed]").wait_for(timeout=WAIT_MS)
    assert "nicht prüfbar" in page.locator(".mb-check-said").inner_text()
    stage.disturb()

    open_page(page, stage)
    press(page)
    page.get_by_text("Das bekannt gute Teil kam nicht als i.O. heraus").first.wait_for(timeout=WAIT_MS)
    page.get_by_text("Menü → Tagesprüfung").wait_for()

    page.goto(f"{stage.url}/daily?lang=de")
    page.locator(".st-key-check_good button").click()
    page.locator(".mb-check[data-state=done]").wait_for(timeout=WAIT_MS)
    open_page(page, stage)
    press(page)
    assert page.locator(".mb-card").get_attribute("data-verdict") == "PASS"
    # two presses, two checks: only what was pressed is a part of the bench
    page.wait_for_function("() => document.querySelectorAll('[data-part]').length === 2", timeout=WAIT_MS)


def test_border_samples_are_taken_and_shown(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_step(page, stage, "daily")
    for words in ("Das ist gerade noch i.O.", "Das ist gerade schon n.i.O."):
        button(page, words).click()
        page.wait_for_function(
            "count => document.querySelectorAll('.mb-pair img').length === count",
            arg=1 if "noch" in words else 2,
            timeout=WAIT_MS,
        )
    page.goto(f"{stage.url}/daily?lang=en")
    page.get_by_role("heading", name="Border samples").wait_for(timeout=WAIT_MS)
    assert page.locator(".mb-pair figcaption").all_inner_texts() == ["✓ just OK", "✕ just not OK"]


def test_a_picture_that_was_not_taught_is_not_given_out(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_page(page, stage)
    for name in ("0" * 64, "..%2F..%2Fsettings.yaml"):
        status = page.evaluate("name => fetch('/api/taught/' + name).then(answer => answer.status)", name)
        assert status in (400, 404)
