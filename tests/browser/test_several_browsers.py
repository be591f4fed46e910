"""Three browsers are three windows on one station."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.staging import (
    Stage,
    counted,
    open_page,
    press,
    sequence,
    wait_for_sequence_above,
    wait_past_lock_out,
)

pytestmark = pytest.mark.browser


def test_every_browser_shows_the_newest_part(open_browser: Callable[..., Page], stage: Stage) -> None:
    first, second = open_browser(), open_browser(locale="en-GB")
    open_page(first, stage)
    open_page(second, stage)
    for _ in range(3):
        part = press(first)
        second.wait_for_selector(f".mb-card[data-sequence='{part}']")
    part = press(second)
    first.wait_for_selector(f".mb-card[data-sequence='{part}']")


def test_three_browsers_that_trigger_at_once_make_one_record(open_browser: Callable[..., Page], stage: Stage) -> None:
    pages = [open_browser() for _ in range(3)]
    for page in pages:
        open_page(page, stage)
    before, shown = counted(pages[0]), sequence(pages[0])
    wait_past_lock_out(pages[0])
    for page in pages:
        page.evaluate("() => void document.querySelector('#trigger').click()")
    numbers = {wait_for_sequence_above(page, shown) for page in pages}
    assert len(numbers) == 1
    press(pages[0])
    assert counted(pages[0]) == before + 2
