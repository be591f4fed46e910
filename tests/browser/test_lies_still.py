"""A part is laid under the camera, and nobody presses anything."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from camera.frame import Pixels
from tests.browser.bench import bench, lay
from tests.browser.staging import Stage, counted, open_page, sequence, wait_for_sequence_above

pytestmark = pytest.mark.browser

TABLE = np.full((480, 640, 3), 90, np.uint8)


def part(seed: int) -> Pixels:
    """Something with structure on the table."""
    picture = TABLE.copy()
    pattern = np.random.default_rng(seed).integers(60, 230, (18, 24, 3), np.uint8)
    picture[60:420, 80:560] = np.kron(pattern, np.ones((20, 20, 1), np.uint8))
    return picture


def with_hand(under: Pixels, x: int) -> Pixels:
    picture = under.copy()
    picture[100:380, :x] = (224, 172, 140)
    return picture


@pytest.fixture(scope="module")
def table(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with bench(tmp_path_factory.mktemp("still") / "home", "--answers", "nothing") as stage:
        lay(stage, TABLE)
        yield stage


def wait_until_watching(page: Page) -> None:
    page.wait_for_timeout(1500)  # until it has seen for long enough that nothing moves
    page.wait_for_selector(".mb-bar-automatic[data-watching=waiting]")


def test_a_part_that_lies_still_makes_one_inspection_and_a_hand_over_it_none(
    table: Stage, open_browser: Callable[..., Page]
) -> None:
    lay(table, TABLE)
    page = open_browser()
    open_page(page, table)
    already = counted(page)
    automatic = page.get_by_role("switch", name="Teil liegt still")
    assert automatic.get_attribute("aria-checked") == "false"  # off until somebody wants it
    automatic.click()
    page.wait_for_selector(".mb-bar-automatic[aria-checked=true]")
    assert "ein Teil" in automatic.inner_text() or "bewegt" in automatic.inner_text()
    wait_until_watching(page)

    before = sequence(page)
    lay(table, part(1))
    first = wait_for_sequence_above(page, before)
    wait_until_watching(page)
    for x in (200, 330, 260, 120):
        lay(table, with_hand(part(1), x))
    lay(table, part(1))
    wait_until_watching(page)
    assert (sequence(page), counted(page)) == (first, already + 1)

    lay(table, TABLE)
    wait_until_watching(page)
    lay(table, part(2))
    second = wait_for_sequence_above(page, first)
    wait_until_watching(page)
    assert (sequence(page), counted(page)) == (second, already + 2)

    automatic.click()
    page.wait_for_selector(".mb-bar-automatic[data-watching=off]")
    lay(table, part(3))
    page.wait_for_timeout(1500)
    assert (sequence(page), counted(page)) == (second, already + 2)


def test_while_somebody_checks_the_day_or_sets_up_nothing_is_inspected_by_itself(
    table: Stage, open_browser: Callable[..., Page]
) -> None:
    lay(table, TABLE)
    page, other = open_browser(), open_browser()
    open_page(page, table)
    automatic = page.get_by_role("switch", name="Teil liegt still")
    automatic.click()
    wait_until_watching(page)
    before = sequence(page)
    other.goto(f"{table.url}/daily?lang=de")
    page.locator(".mb-bar-automatic[data-watching=held]", has_text="Einrichten oder Tagesprüfung ist offen").wait_for()
    lay(table, part(4))
    page.wait_for_timeout(6500)  # longer than a room has to say that it is open
    assert automatic.get_attribute("data-watching") == "held"
    other.goto(f"{table.url}/setup?lang=de")
    other.locator("[class*=st-key-mb_step_]").first.wait_for()
    page.wait_for_timeout(6500)
    assert automatic.get_attribute("data-watching") == "held"
    other.close()
    wait_until_watching(page)
    assert sequence(page) == before
    lay(table, TABLE)
    wait_until_watching(page)
    lay(table, part(5))
    wait_for_sequence_above(page, before)
    automatic.click()
    page.wait_for_selector(".mb-bar-automatic[data-watching=off]")


def test_the_light_is_said_in_words(table: Stage, open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    open_page(page, table)
    page.locator(".mb-signs li", has_text="Licht: gut").wait_for()
    table.disturb(lamp=0.01)
    page.locator(".mb-signs li[data-good=false]", has_text="Licht: zu dunkel").wait_for()
    table.disturb()
    page.locator(".mb-signs li[data-good=true]", has_text="Licht: gut").wait_for()
