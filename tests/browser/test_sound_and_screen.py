"""Tones that tell the verdicts apart, full screen, and every size of screen."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.staging import Stage, counted, open_page, press

pytestmark = pytest.mark.browser

SIZES: Final[tuple[ViewportSize, ...]] = (
    {"width": 1280, "height": 800},
    {"width": 1920, "height": 1080},
    {"width": 800, "height": 1280},
    {"width": 768, "height": 1024},
)

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


@pytest.mark.parametrize("locale", ["de-DE", "en-GB"])
def test_verdict_picture_and_trigger_are_in_sight_large_enough_for_gloves_and_no_word_is_cut(
    open_browser: Callable[..., Page], stage: Stage, locale: str
) -> None:
    page = open_browser(locale=locale)
    open_page(page, stage)
    for number in range(9):
        press(page)
        counted(page)  # strip and counters come after the verdict
        # the second time each verdict comes, the card of a defect that comes again and again takes room as well
        for size in SIZES if number >= 4 else ():
            page.set_viewport_size(size)
            check_sight(page, size)


def check_sight(page: Page, size: ViewportSize) -> None:
    width, height = size["width"], size["height"]
    page.wait_for_function("width => innerWidth === width", arg=width)
    below = (".mb-strip", ".mb-bar", ".mb-counts") if width > height else (".mb-strip",) if height >= 1280 else ()
    for element in (".mb-card", ".mb-picture, .mb-no-picture", "#live", "#trigger", ".mb-signs", *below):
        box = page.locator(element).first.bounding_box()
        assert box is not None, (size, element)
        assert box["x"] >= -0.5 and box["x"] + box["width"] <= width + 0.5, (size, element, box)
        assert box["y"] >= -0.5 and box["y"] + box["height"] <= height + 0.5, (size, element, box)
    for words in (".mb-word", ".mb-go-label", ".mb-why"):
        assert page.locator(words).evaluate("one => one.scrollWidth <= one.clientWidth + 1"), (size, words)
    large = page.locator(".mb-word").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert large >= 64, size  # a capital of 45 px: 12 mm on a 10 inch tablet, 17 mm on a 24 inch screen
    assert page.evaluate(TOUCH_TARGETS_UNDER_48_PX) == [], size  # in one go: the page may be drawn anew meanwhile


TOUCH_TARGETS_UNDER_48_PX = """() => [...document.querySelectorAll("button, summary")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.innerText, element.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) < 47.9)
  .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)"""
