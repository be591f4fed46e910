"""The last part is taken back: asked why, once, and it counts no more."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.staging import Stage, counted, open_page, press, sequence

pytestmark = pytest.mark.browser


def ask(page: Page) -> None:
    page.get_by_role("button", name="Letztes Teil zurücknehmen").click()
    page.locator(".mb-back-dialog[open]").wait_for()


def wait_until_taken_back(page: Page, part: int) -> None:
    page.locator(f"[data-part='{part}'][data-withdrawn=true]").wait_for()
    page.locator(".mb-back-dialog").wait_for(state="hidden")


def test_a_double_press_takes_one_part_back(page: Page, open_browser: Callable[..., Page], stage: Stage) -> None:
    sent: list[str] = []
    other = open_browser(locale="en-GB")
    open_page(other, stage)
    press(page)
    earlier = counted(page)
    part = press(page)
    verdict = page.locator(".mb-card").get_attribute("data-verdict")
    page.on("request", lambda asked: sent.append(asked.url) if "withdrawals" in asked.url else None)
    ask(page)
    page.locator("[data-why=lay-wrong]").dblclick()
    wait_until_taken_back(page, part)
    assert len(sent) == 1
    assert counted(page) == earlier
    page.get_by_text("Zurückgenommen: Dieses Teil zählt nicht.").wait_for()
    assert page.locator(".mb-card").get_attribute("data-verdict") == verdict
    look = page.locator(".mb-card").evaluate(
        "card => [getComputedStyle(card.querySelector('.mb-word')).textDecorationLine,"
        " getComputedStyle(card).backgroundColor]"
    )
    assert look == ["line-through", "rgb(255, 255, 255)"]  # from three metres no verdict
    assert page.get_by_role("button", name="Letztes Teil zurücknehmen").is_disabled()
    other.locator(f"[data-part='{part}'][data-withdrawn=true]").get_by_text("does not count").wait_for()
    press(page)
    assert counted(page) == earlier + 1
    expect(page.get_by_role("button", name="Letztes Teil zurücknehmen")).to_be_enabled()


def test_an_answer_that_got_lost_is_made_good_by_pressing_again(page: Page) -> None:
    ids: list[str] = []

    def lose_the_first(route: Route) -> None:
        ids.append((route.request.post_data_json or {})["withdrawal_id"])
        if len(ids) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    press(page)
    before = counted(page)
    part = press(page)
    page.route("**/api/withdrawals", lose_the_first)
    ask(page)
    page.locator("[data-why=by-mistake]").click()
    page.get_by_text("Keine Antwort von der Station. Noch einmal drücken").wait_for()
    page.locator("[data-why=by-mistake]").click()
    wait_until_taken_back(page, part)
    page.unroute("**/api/withdrawals")
    assert len(ids) == 2 and len({*ids}) == 1
    assert counted(page) == before


def test_a_newer_part_is_not_taken_back_instead(page: Page, open_browser: Callable[..., Page], stage: Stage) -> None:
    other = open_browser()
    open_page(other, stage)
    press(page)
    ask(page)
    newer = press(other)
    before = counted(other)
    page.locator("[data-why=other-part]").click()
    page.get_by_text("Nicht zurückgenommen: Es gibt ein neueres Teil.").wait_for()
    page.get_by_text("Nicht zurücknehmen").click()
    assert (counted(other), sequence(other)) == (before, newer)
    assert page.locator(f"[data-part='{newer}'][data-withdrawn=true]").count() == 0


def test_no_key_inspects_while_it_is_asked(page: Page) -> None:
    press(page)
    before = counted(page)
    ask(page)
    page.keyboard.press("F8")
    page.keyboard.press("Escape")
    page.locator(".mb-back-dialog").wait_for(state="hidden")
    press(page)
    assert counted(page) == before + 1


def test_once_the_session_is_over_it_leads_to_the_login(page: Page) -> None:
    press(page)
    page.route("**/api/withdrawals", lambda route: route.fulfill(status=401, json={"error": "no"}))
    ask(page)
    page.locator("[data-why=lay-wrong]").click()
    said = page.locator(".mb-back-said")
    said.get_by_text("Bitte anmelden").wait_for()
    assert said.get_by_role("link", name="Anmelden").get_attribute("href") == "/login?lang=de&next=%2F"
    page.unroute("**/api/withdrawals")
    page.get_by_text("Nicht zurücknehmen").click()
