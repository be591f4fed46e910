"""The first chapter of the handbook, done as it is written there, in either language."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspection.language import Language
from tests.browser.staging import ROOT, WAIT_MS, Stage, sequence, wait_for_sequence_above, wait_past_lock_out

pytestmark = pytest.mark.browser

FIRST_DAY: dict[Language, str] = {"de": "de/1-erster-tag.md", "en": "en/1-first-day.md"}


def bold_words(text: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", text)


@pytest.mark.parametrize("language", FIRST_DAY)
def test_the_first_part_as_the_first_chapter_says(
    open_browser: Callable[..., Page], stage: Stage, language: Language
) -> None:
    text = (ROOT / "docs" / "handbook" / FIRST_DAY[language]).read_text(encoding="utf-8")
    steps = re.findall(r"^\d\. (.+)$", text, re.MULTILINE)
    verdicts = [bold_words(row)[0] for row in re.findall(r"^\|.*\*\*.*\|$", text, re.MULTILINE)]
    signs = bold_words(text.split("\n\n")[-2])
    [seen], [inspect] = bold_words(steps[0]), bold_words(steps[1])

    page = open_browser(locale=f"{language}-{'DE' if language == 'de' else 'GB'}")
    page.goto(stage.url)
    page.get_by_text(seen).wait_for(timeout=WAIT_MS)
    for is_by_key in (True, False):
        page.wait_for_selector("#trigger:not([disabled])", timeout=WAIT_MS)
        page.wait_for_selector(".mb-card")
        wait_past_lock_out(page)
        before = sequence(page)
        if is_by_key:
            page.keyboard.press("Space")
        else:
            page.get_by_role("button", name=inspect).click()
        assert wait_for_sequence_above(page, before) > before
        assert page.locator(".mb-card .mb-word").inner_text() in verdicts
        assert page.locator(".mb-card .mb-why").inner_text()
    expect(page.locator(".mb-signs b")).to_have_text([f"{sign}:" for sign in signs], timeout=WAIT_MS)
