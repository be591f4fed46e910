"""What a person sees: verdict in colour, shape and word; the live picture; both languages; every size of screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.staging import (
    WAIT_MS,
    Stage,
    counted,
    open_menu,
    open_page,
    press,
    wait_for_sequence_above,
    wait_past_lock_out,
)

pytestmark = pytest.mark.browser

SHAPES = {"PASS": "circle", "FAIL": "polygon", "REVIEW": "polygon", "NOT_JUDGED": "rect"}
WORDS = {"PASS": "i.O.", "FAIL": "n.i.O.", "REVIEW": "Meister fragen", "NOT_JUDGED": "nicht prüfbar"}


def press_until(page: Page, verdict: str) -> None:
    for _ in range(8):
        press(page)
        if page.locator(".mb-card").get_attribute("data-verdict") == verdict:
            return
    raise AssertionError(f"no {verdict} among eight parts")


def test_a_verdict_has_colour_and_shape_and_word(page: Page) -> None:
    seen = {}
    for _ in range(8):
        press(page)
        verdict = page.locator(".mb-card").get_attribute("data-verdict") or ""
        assert page.locator(".mb-card .mb-icon .mb-shape").evaluate("shape => shape.tagName") == SHAPES[verdict]
        assert page.locator(".mb-word").inner_text().replace("\n", " ") == WORDS[verdict]
        points = page.locator(".mb-card .mb-icon .mb-shape").get_attribute("points")
        seen[verdict] = (page.locator(".mb-card").evaluate("card => getComputedStyle(card).backgroundColor"), points)
    assert set(seen) == set(WORDS)
    assert len({colour for colour, _ in seen.values()}) == len(WORDS)
    assert seen["FAIL"][1] != seen["REVIEW"][1]


def test_what_was_found_is_on_the_picture_with_its_size_and_the_worst_is_said_in_a_sentence(page: Page) -> None:
    press_until(page, "FAIL")
    labels = [label.replace("\xa0", " ") for label in page.locator(".mb-mark-text").all_text_contents()]
    assert "Pore 2,5 mm" in labels
    assert any(label.startswith("Riss ") for label in labels)
    assert page.locator(".mb-why").inner_text() == "Riss (100) gefunden; nach C nicht zulässig: n.i.O."
    assert "C erlaubt min(0,2 × 5; 2) = 1,0 mm: n.i.O." in page.locator(".mb-reasons").inner_text().replace("\xa0", " ")
    page.wait_for_function("() => document.querySelector('.mb-picture img').naturalWidth === 640")
    page.get_by_text("Zahlen und Zeiten").click()
    page.get_by_text("ISO 5817:2014 C").first.wait_for()
    page.get_by_text("Zahlen und Zeiten").click()


def test_the_live_picture_moves_and_does_not_wait_for_a_trigger(page: Page) -> None:
    shown = "+document.querySelector('#live').dataset.pictures"
    page.wait_for_function(f"() => {shown} > 0", timeout=WAIT_MS)
    look = "document.querySelector('#live').toDataURL().slice(-4000)"
    before, picture = page.evaluate(f"[{shown}, {look}]")
    page.wait_for_function(f"before => {shown} > before + 5", arg=before, timeout=WAIT_MS)
    assert page.evaluate(look) != picture


def test_an_earlier_part_can_be_looked_at_and_a_new_one_takes_its_place(page: Page) -> None:
    press(page)
    last = press(page)
    page.locator("[data-part]").nth(1).click()
    page.wait_for_selector(".mb-earlier")
    assert "Früheres Teil" in page.locator(".mb-heading").inner_text()
    page.get_by_text("Zurück zum letzten Teil").click()
    page.wait_for_selector(f".mb-card:not(.mb-earlier)[data-sequence='{last}']")
    page.locator("[data-part]").nth(1).click()
    page.wait_for_selector(".mb-earlier")
    wait_past_lock_out(page)
    page.keyboard.press("Space")
    wait_for_sequence_above(page, last)
    assert page.locator(".mb-earlier").count() == 0


def test_the_last_ten_parts_have_small_pictures(page: Page) -> None:
    press(page)
    numbers = [int(part.get_attribute("data-part") or 0) for part in page.locator("[data-part]").all()]
    assert 1 <= len(numbers) <= 10
    assert numbers == sorted(numbers, reverse=True)
    assert counted(page) >= len(numbers)
    loaded = "() => [...document.querySelectorAll('.mb-strip img')].every(image => image.naturalWidth === 240)"
    page.wait_for_function(loaded, timeout=WAIT_MS)


def test_german_first_english_by_choice_and_a_reload_keeps_it(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser(locale="fr-FR")
    open_page(page, stage)
    page.get_by_text("Jetzt unter der Kamera").wait_for()
    page.wait_for_function("() => document.documentElement.lang === 'de'")
    open_menu(page)
    page.get_by_text("English", exact=True).click()
    page.get_by_text("Now under the camera").wait_for()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.reload()
    page.get_by_text("Now under the camera").wait_for()
    open_menu(page)
    page.get_by_text("Deutsch", exact=True).click()
    page.get_by_text("Jetzt unter der Kamera").wait_for()


def test_an_english_browser_gets_english(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser(locale="en-GB")
    open_page(page, stage)
    page.get_by_text("Space bar · F8 · foot switch").wait_for()
