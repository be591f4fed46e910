"""The judged picture shown large, and labels that do not cover each other."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.staging import Stage, counted, open_page, press, wait_for_sequence_above
from tests.browser.test_what_is_seen import press_until

pytestmark = pytest.mark.browser

OVERLAPS = """place => {
  const drawn = document.querySelectorAll(`${place} .mb-mark-plate, ${place} .mb-picture-opener svg`);
  const plates = [...drawn].map(one => one.getBoundingClientRect());
  return [plates.length, plates.flatMap((a, i) => plates.slice(i + 1).filter(b =>
    a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5)).length];
}"""


@pytest.fixture
def shown_large(page: Page) -> Iterator[Page]:
    press_until(page, "FAIL")
    page.get_by_role("button", name="Bild groß zeigen").click()
    page.locator(".mb-closer[open]").wait_for()
    page.wait_for_function("() => +document.querySelector('.mb-closer-stage').dataset.enlarged > 0")
    yield page
    if page.locator(".mb-closer[open]").count():
        page.get_by_role("button", name="Schließen").click()


def enlarged(page: Page) -> float:
    return float(page.locator(".mb-closer-stage").get_attribute("data-enlarged") or 0)


def left(page: Page) -> float:
    return float((page.locator(".mb-closer-picture").get_attribute("viewBox") or "").split()[0])


def test_wheel_buttons_keys_and_double_tap_enlarge(shown_large: Page) -> None:
    page, whole = shown_large, enlarged(shown_large)
    page.mouse.move(640, 450)
    page.mouse.wheel(0, -400)
    page.wait_for_function("least => +document.querySelector('.mb-closer-stage').dataset.enlarged > least", arg=whole)
    by_wheel = enlarged(page)
    page.keyboard.press("+")
    assert enlarged(page) > by_wheel
    page.keyboard.press("-")
    page.get_by_role("button", name="größer").click()
    assert enlarged(page) > by_wheel
    page.keyboard.press("0")
    assert enlarged(page) == whole
    page.mouse.dblclick(640, 450)
    assert enlarged(page) == pytest.approx(3 * whole, rel=0.01)
    page.get_by_role("button", name="Ganzes Bild").click()
    assert enlarged(page) == whole


def test_a_drag_moves_it_and_the_letters_stay_as_large(shown_large: Page) -> None:
    page = shown_large
    letters = "() => document.querySelector('.mb-closer .mb-mark-text').getBoundingClientRect().height"
    before = page.evaluate(letters)
    page.mouse.dblclick(640, 450)
    start = left(page)
    page.mouse.move(640, 450)
    page.mouse.down()
    page.mouse.move(560, 450)
    page.mouse.move(500, 450)
    page.mouse.up()
    assert left(page) > start
    assert page.evaluate(letters) == pytest.approx(before, rel=0.05)


def test_no_key_inspects_behind_it_and_escape_closes(shown_large: Page) -> None:
    page, before = shown_large, counted(shown_large)
    page.keyboard.press("Space")
    page.keyboard.press("F8")
    page.keyboard.press("Escape")
    page.locator(".mb-closer").wait_for(state="hidden")
    press(page)
    assert counted(page) == before + 1


def test_a_new_verdict_is_not_hidden_by_an_old_picture(
    shown_large: Page, open_browser: Callable[..., Page], stage: Stage
) -> None:
    other = open_browser()
    open_page(other, stage)
    part = press(other)
    wait_for_sequence_above(shown_large, part - 1)
    shown_large.locator(".mb-closer").wait_for(state="hidden")


def test_labels_of_neighbours_do_not_cover_each_other(page: Page) -> None:
    """A picture full of defects, as the station would send it."""
    press_until(page, "FAIL")
    page.evaluate(
        """async () => {
          const marks = [];
          for (let i = 0; i < 24; i += 1) {
            const [x, y] = [60 + (i % 6) * 90 + (i * 37) % 23, 150 + Math.floor(i / 6) * 42];
            marks.push({xyxy: [x, y, x + 14 + i % 5, y + 14], outline: null, kind: ["fail", "review", "within"][i % 3],
              label: `Auflagerung ${i},5 mm`});
          }
          const word = document.querySelector('.mb-word').innerText;
          const picture = {address: document.querySelector('.mb-picture img').src, width_px: 640, height_px: 480,
            description: ''};
          document.dispatchEvent(new CustomEvent('mb-part', {detail: {sequence: 1e6, is_newest: true, verdict: 'FAIL',
            word, heading: 'x', grade: '', sentences: ['x'], remedy: '', coverage: [], picture, marks, master: null,
            withdrawn: ''}}));
        }"""
    )
    labels, overlaps = page.evaluate(OVERLAPS, ".mb-picture")
    assert labels >= 5 and overlaps == 0
    page.reload()
    page.wait_for_selector("#trigger:not([disabled])")
