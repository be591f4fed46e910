"""One press, one part: by mouse, by key, by foot switch, and never by accident."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.staging import (
    Stage,
    asked_elsewhere,
    counted,
    open_page,
    press,
    sequence,
    staged,
    wait_for_sequence_above,
    wait_past_lock_out,
)

pytestmark = pytest.mark.browser


def trigger_and_count(page: Page, act: Callable[[], Any]) -> int:
    """How many parts were inspected by what `act` does and one honest press after it."""
    before = counted(page)
    wait_past_lock_out(page)
    act()
    wait_past_lock_out(page)
    press(page)
    return counted(page) - before


def test_the_page_opens_at_once_and_the_first_part_gets_its_verdict(
    browser: Browser, open_browser: Callable[..., Page], tmp_path: Path
) -> None:
    with staged(tmp_path / "home", "--build-slowly", "8") as stage:  # long enough to be seen on a busy machine
        page = open_browser()
        page.goto(stage.url)
        page.get_by_text("Die Station startet …").first.wait_for()
        assert page.locator("#trigger").is_disabled()
        page.wait_for_selector("#trigger:not([disabled])")
        page.get_by_text("Noch kein Teil geprüft").wait_for()
        page.locator("#trigger").click()
        wait_for_sequence_above(page, 0)
        assert page.locator(".mb-word").inner_text() == "i.O."
        assert counted(page) == 1


@pytest.mark.parametrize("key", ["Space", "F8"])
def test_a_key_inspects_one_part(page: Page, key: str) -> None:
    before = counted(page)
    press(page, key)
    assert counted(page) == before + 1


def test_the_mouse_inspects_one_part(page: Page) -> None:
    before, shown = counted(page), sequence(page)
    wait_past_lock_out(page)
    page.locator("#trigger").click()
    wait_for_sequence_above(page, shown)
    assert counted(page) == before + 1


def test_a_held_key_inspects_one_part(page: Page) -> None:
    def hold() -> None:
        shown = sequence(page)
        for _ in range(15):
            page.keyboard.down("Space")
            page.wait_for_timeout(40)
        page.keyboard.up("Space")
        wait_for_sequence_above(page, shown)

    assert trigger_and_count(page, hold) == 2


def test_enter_held_on_the_button_inspects_one_part(page: Page) -> None:
    def hold() -> None:
        shown = sequence(page)
        page.locator("#trigger").focus()
        for _ in range(15):
            page.keyboard.down("Enter")
            page.wait_for_timeout(40)
        page.keyboard.up("Enter")
        wait_for_sequence_above(page, shown)

    assert trigger_and_count(page, hold) == 2


def test_a_double_click_inspects_one_part(page: Page) -> None:
    def twice() -> None:
        shown = sequence(page)
        page.locator("#trigger").dblclick()
        wait_for_sequence_above(page, shown)

    assert trigger_and_count(page, twice) == 2


def test_typing_does_not_trigger(page: Page) -> None:
    page.evaluate("document.body.append(Object.assign(document.createElement('input'), {id: 'order'}))")

    def type_() -> None:
        page.locator("#order").focus()
        page.keyboard.type("a b c", delay=120)
        page.locator("#order").evaluate("field => field.remove()")

    assert trigger_and_count(page, type_) == 1


def test_an_open_dialog_keeps_the_trigger_away(page: Page) -> None:
    def press_behind_dialog() -> None:
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div role=dialog id=question>Sure?</div>')")
        page.keyboard.press("Space")
        page.keyboard.press("F8")
        page.locator("#question").evaluate("dialog => dialog.remove()")

    assert trigger_and_count(page, press_behind_dialog) == 1


def test_a_control_chosen_by_tab_keeps_its_space_bar_and_one_touched_by_mouse_does_not(page: Page) -> None:
    press(page)
    numbers = page.locator("details").filter(has=page.get_by_text("Zahlen und Zeiten"))

    def by_tab() -> None:
        numbers.locator("summary").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Space")
        numbers.locator("xpath=self::details[@open]").wait_for()
        page.mouse.click(5, 5)

    assert trigger_and_count(page, by_tab) == 1

    page.get_by_text("Zahlen und Zeiten").click()
    numbers.locator("xpath=self::details[not(@open)]").wait_for()
    before = counted(page)
    press(page)
    assert counted(page) == before + 1
    assert numbers.get_attribute("open") is None


def test_reload_shows_the_last_verdict_and_makes_no_record(page: Page) -> None:
    shown, before = press(page), counted(page)
    page.reload()
    page.wait_for_selector("#trigger:not([disabled])")
    page.wait_for_selector(f".mb-card[data-sequence='{shown}']")
    assert counted(page) == before


def test_nothing_is_asked_of_the_internet(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    outside = asked_elsewhere(page, stage)
    open_page(page, stage)
    press(page)
    page.reload()
    page.wait_for_selector(".mb-card")
    assert outside == []


@pytest.mark.parametrize(("status", "said"), [(401, "Bitte anmelden"), (403, "Bitte anmelden"), (503, "den Meister")])
def test_a_press_that_is_refused_says_why_and_the_old_verdict_fades(page: Page, status: int, said: str) -> None:
    before = press(page)
    page.route("**/api/trigger", lambda route: route.fulfill(status=status, json={"error": "no"}))
    wait_past_lock_out(page)
    page.keyboard.press("Space")
    alarm = page.locator(".mb-alarm:visible")
    alarm.get_by_text(said).wait_for()
    assert page.locator("html[data-mb-connected=false]").count() == 1 and sequence(page) == before
    login = alarm.get_by_role("link", name="Anmelden")
    assert login.count() == (status != 503)
    if login.count():
        assert login.get_attribute("href") == "/login?lang=de&next=%2F"
    page.unroute("**/api/trigger")
    press(page)
    page.locator(".mb-alarm").wait_for(state="hidden")
    assert page.locator("html[data-mb-connected=true]").count() == 1
