"""Order and number by scanner or typed: what is scanned is taken, and never inspects or presses anything."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.staging import Stage, counted, open_page, press, sequence, wait_past_lock_out

pytestmark = pytest.mark.browser

SCAN = """async ([text, gapMs]) => {
  const target = document.activeElement ?? document.body;
  for (const key of [...text, "Enter"]) {
    const code = key === " " ? "Space" : key === "Enter" ? "Enter" : "Key";
    const said = {key, code, bubbles: true, composed: true, cancelable: true};
    const isFree = target.dispatchEvent(new KeyboardEvent("keydown", said));
    target.dispatchEvent(new KeyboardEvent("keyup", said));
    if (isFree && key === "Enter") target.click?.();  // what a browser does with Enter on a button
    const until = performance.now() + gapMs;
    while (performance.now() < until) { /* a scanner is no faster, a busy machine no slower */ }
  }
}"""


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    yield page
    for name in ("order", "serial"):
        enter(page, name, "")


def scan(page: Page, text: str, gap_ms: float = 5) -> None:
    page.evaluate(SCAN, [text, gap_ms])


def enter(page: Page, field: str, text: str) -> None:
    page.locator(f"[data-field={field}]").fill(text)
    page.locator(f"[data-field={field}]").press("Enter")
    page.wait_for_function("name => document.activeElement?.dataset.field !== name", arg=field)


def wait_for_field(page: Page, name: str, text: str) -> None:
    page.wait_for_function(
        "([name, text]) => document.querySelector(`[data-field=${name}]`).value === text", arg=[name, text]
    )


def test_a_scan_anywhere_is_the_number_of_the_next_part_and_of_that_one_only(page: Page) -> None:
    before = counted(page)
    wait_past_lock_out(page)
    scan(page, "SN 4711-A")
    wait_for_field(page, "serial", "SN 4711-A")
    page.get_by_text("Das nächste Teil hat die Seriennummer SN 4711-A").wait_for()
    assert counted(page) == before
    part = press(page)
    assert page.locator(".mb-heading").inner_text().endswith("Nr. SN 4711-A")
    page.locator(f"[data-part='{part}'] small").get_by_text("SN 4711-A").wait_for()
    wait_for_field(page, "serial", "")
    press(page)
    assert "Nr." not in page.locator(".mb-heading").inner_text()


def test_a_scanner_that_really_types_is_heard(page: Page) -> None:
    before = counted(page)
    page.keyboard.type("AB 12 CD")
    page.keyboard.press("Enter")
    wait_for_field(page, "serial", "AB 12 CD")
    assert counted(page) == before


def test_a_scan_does_not_press_the_button_that_has_the_focus(page: Page) -> None:
    before, shown = counted(page), sequence(page)
    page.locator("#trigger").focus()
    wait_past_lock_out(page)
    scan(page, "B 7 7")
    wait_for_field(page, "serial", "B 7 7")
    page.locator("#trigger").blur()
    assert (counted(page), sequence(page)) == (before, shown)


def test_what_a_person_types_beside_the_fields_is_no_scan(page: Page) -> None:
    scan(page, "abc", gap_ms=160)
    press(page)
    assert page.locator("[data-field=serial]").input_value() == ""
    assert "Nr." not in page.locator(".mb-heading").inner_text()


def test_the_space_bar_still_inspects_right_after_a_scan(page: Page) -> None:
    before = counted(page)
    scan(page, "X-1")
    wait_for_field(page, "serial", "X-1")
    press(page)
    assert counted(page) == before + 1
    assert page.locator(".mb-heading").inner_text().endswith("Nr. X-1")


def test_an_order_is_typed_stays_and_has_its_own_counters(
    page: Page, open_browser: Callable[..., Page], stage: Stage
) -> None:
    press(page)
    enter(page, "order", "A-2026 17")
    page.get_by_text("Auftrag A-2026 17", exact=True).wait_for()
    page.wait_for_function("() => [...document.querySelectorAll('[data-count]')].every(one => one.innerText === '0')")
    press(page)
    press(page)
    assert counted(page) == 2
    other = open_browser()
    open_page(other, stage)
    assert other.locator("[data-field=order]").input_value() == "A-2026 17"
    assert counted(other) == 2
    enter(page, "order", "")
    page.get_by_text("Heute", exact=True).wait_for()


def test_a_scan_into_the_order_field_is_the_order(page: Page) -> None:
    before = counted(page)
    page.locator("[data-field=order]").click()
    page.keyboard.type("JOB 9")
    page.keyboard.press("Enter")
    page.get_by_text("Auftrag JOB 9", exact=True).wait_for()
    assert page.locator("[data-field=serial]").input_value() == ""
    enter(page, "order", "")
    page.get_by_text("Heute", exact=True).wait_for()
    assert counted(page) == before


def test_what_is_no_number_is_refused_in_words(page: Page) -> None:
    enter(page, "serial", "x" * 65)
    page.get_by_text("Nicht übernommen: höchstens 64 Buchstaben und Ziffern").wait_for()


def test_what_is_scanned_is_shown_as_text(page: Page) -> None:
    enter(page, "serial", "<b>7</b>")
    press(page)
    assert page.locator(".mb-heading").inner_text().endswith("Nr. <b>7</b>")
    assert page.locator(".mb-heading b").count() == 0
