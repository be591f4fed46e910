"""Tones that tell the verdicts apart, full screen, and every size of screen."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browser.staging import WAIT_MS, Stage, open_page, press

pytestmark = pytest.mark.browser

LISTENING = """
window.heard = [];
window.AudioContext = class {
  constructor() { this.currentTime = 0; this.destination = {}; }
  resume() {}
  close() {}
  createGain() {
    return {gain: {setValueAtTime() {}, linearRampToValueAtTime() {}}, connect: (next) => next};
  }
  createOscillator() {
    const frequency = {value: 0};
    return {frequency, connect: (next) => next, start: () => window.heard.push(frequency.value), stop() {}};
  }
};
"""


def test_each_verdict_has_its_own_tones_once_somebody_wants_them(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    page.add_init_script(LISTENING)
    open_page(page, stage)
    press(page)
    assert page.evaluate("heard") == []  # off until somebody wants it
    page.get_by_role("switch", name="Ton").click()
    page.reload()
    page.wait_for_selector("#trigger:not([disabled])")
    page.wait_for_selector(".mb-bar-sound[aria-checked=true]")  # remembered
    tones: dict[str, tuple[float, ...]] = {}
    for _ in range(8):
        page.evaluate("heard.length = 0")
        press(page)
        page.wait_for_function("() => heard.length > 0")
        tones[page.locator(".mb-card").get_attribute("data-verdict") or ""] = tuple(page.evaluate("heard"))
    page.get_by_role("switch", name="Ton").click()
    assert set(tones) == {"PASS", "FAIL", "REVIEW", "NOT_JUDGED"}
    rises = {verdict: tuple(b > a for a, b in pairwise(heard)) for verdict, heard in tones.items()}
    steps = {(len(tones[verdict]), rises[verdict], len({*tones[verdict]})) for verdict in tones}
    assert len(steps) == 4  # the pattern tells them apart, whatever the loudspeaker makes of the pitch


def test_full_screen_and_back(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_page(page, stage)
    page.get_by_role("button", name="Vollbild", exact=True).click()
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.get_by_role("button", name="Vollbild verlassen").click()
    page.wait_for_function("() => document.fullscreenElement === null")


def test_where_there_is_no_full_screen_there_is_no_button_for_it(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    page.add_init_script("Object.defineProperty(document, 'fullscreenEnabled', {value: false})")
    open_page(page, stage)
    page.locator(".mb-bar-sound").wait_for()
    assert not page.locator(".mb-bar-screen").is_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (800, 1280), (768, 1024)])
@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_verdict_picture_and_trigger_are_in_sight_and_no_word_is_cut(
    open_browser: Callable[..., Page], stage: Stage, width: int, height: int, locale: str
) -> None:
    page = open_browser(width, height, locale=locale)
    open_page(page, stage)
    below = (".mb-strip", ".mb-bar", ".mb-counts") if width > height else (".mb-strip",) if height >= 1280 else ()
    for _ in range(4):  # every verdict once
        press(page)
        for element in (".mb-card", ".mb-picture, .mb-no-picture", "#live", "#trigger", ".mb-signs", *below):
            page.locator(element).first.wait_for(timeout=WAIT_MS)  # the strip comes after the verdict
            box = page.locator(element).first.bounding_box()
            assert box is not None, element
            assert box["x"] >= -0.5 and box["x"] + box["width"] <= width + 0.5, element
            assert box["y"] >= -0.5 and box["y"] + box["height"] <= height + 0.5, element
        for words in (".mb-word", ".mb-go-label", ".mb-why"):
            assert page.locator(words).evaluate("one => one.scrollWidth <= one.clientWidth + 1"), words
        large = page.locator(".mb-word").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert large >= 64  # a capital of 45 px: 12 mm on a 10 inch tablet, 17 mm on a 24 inch screen
