"""Recorded parts are found again: by a person with gloves on, and by whoever gets the link."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.staging import PATIENCE_S, WAIT_MS, Stage, open_menu, staged
from tests.browser.test_review import inspect
from tests.inspection.protocol import paper

pytestmark = pytest.mark.browser

PARTS = 23


@pytest.fixture(scope="module")
def bench(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station that has inspected more parts than stand on one page."""
    with staged(tmp_path_factory.mktemp("history") / "home", "--answers", "mixed", "--lock-out-ms", "0") as stage:
        inspect(stage, PARTS)
        yield stage


@pytest.fixture
def at_history(bench: Stage, open_browser: Callable[..., Page]) -> Page:
    page = open_browser()
    page.goto(f"{bench.url}/history?lang=de")
    wait_for_cards(page)
    return page


def wait_for_cards(page: Page, count: int | None = None) -> None:
    page.wait_for_selector("[data-entry]", timeout=WAIT_MS)
    if count is not None:
        page.wait_for_function(
            "count => document.querySelectorAll('[data-entry]').length === count", arg=count, timeout=WAIT_MS
        )


def counted(page: Page) -> str:
    return page.locator(".mb-counted").inner_text()


def wait_until_counted(page: Page, text: str) -> None:
    page.locator(".mb-counted").filter(has_text=text).wait_for(timeout=WAIT_MS)


def address(page: Page) -> dict[str, list[str]]:
    return {name: values for name, values in parse_qs(urlsplit(page.url).query).items() if name != "lang"}


def test_all_parts_are_found_page_by_page(at_history: Page) -> None:
    page = at_history
    assert counted(page).startswith(f"{PARTS} Teile: ")
    wait_for_cards(page, 20)
    page.get_by_role("button", name="Ältere zeigen").click()
    wait_for_cards(page, PARTS)
    entries = [
        int(entry) for entry in page.locator("[data-entry]").evaluate_all("all => all.map(e => e.dataset.entry)")
    ]
    assert entries == sorted(entries, reverse=True) and len(set(entries)) == PARTS
    assert page.get_by_role("button", name="Ältere zeigen").count() == 0


def test_filters_stand_in_the_address_and_a_reload_keeps_them(at_history: Page) -> None:
    page = at_history
    page.locator(".st-key-asked_verdicts").get_by_text("n.i.O.", exact=True).click()
    page.wait_for_url("**verdicts=FAIL**", timeout=WAIT_MS)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-entry]')].every(card => card.dataset.verdict === 'FAIL')",
        timeout=WAIT_MS,
    )
    assert counted(page).endswith("n.i.O.") and "," not in counted(page)
    page.locator(".st-key-asked_period input").click()
    page.get_by_role("option", name="heute").click()
    page.wait_for_url("**period=today**", timeout=WAIT_MS)
    found, asked = counted(page), address(page)
    page.reload()
    wait_for_cards(page)
    assert counted(page) == found and address(page) == asked == {"verdicts": ["FAIL"], "period": ["today"]}
    assert page.locator(".st-key-asked_period input").input_value() == "heute"
    page.get_by_role("button", name="Alle Filter leeren").click()
    wait_until_counted(page, f"{PARTS} Teile: ")
    assert address(page) == {}


def test_an_unknown_number_is_answered_with_the_next_step(at_history: Page) -> None:
    page = at_history
    page.get_by_label("Nummer").fill("S-4711")
    page.keyboard.press("Enter")
    page.locator(".mb-nothing").filter(has_text="Kein Teil mit der Nummer S-4711 gefunden.").wait_for(timeout=WAIT_MS)
    assert "Etikett" in page.locator(".mb-nothing").inner_text()


def test_a_part_is_opened_with_picture_numbers_and_paper_and_the_way_leads_back(bench: Stage, at_history: Page) -> None:
    page = at_history
    card = page.locator("[data-entry][data-verdict=FAIL]").first
    entry = card.get_attribute("data-entry")
    card.click()
    page.wait_for_selector(f".mb-card[data-sequence='{entry}']", timeout=WAIT_MS)
    page.wait_for_url(re.compile(rf"[?&]entry={entry}\b"), timeout=WAIT_MS)
    assert address(page) == {"entry": [entry]}
    assert page.locator(".mb-picture img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_text("Quelle des Grenzwerts").wait_for(timeout=WAIT_MS)
    link = page.get_by_role("link", name="Prüfprotokoll (PDF)").get_attribute("href")
    with urlopen(f"{bench.url}{link}", timeout=PATIENCE_S) as answer:
        assert "n.i.O." in paper.text(answer.read())
    page.get_by_role("button", name="Zurück zur Liste").click()
    wait_for_cards(page)
    assert address(page) == {}
    page.wait_for_function("entry => document.activeElement?.dataset.entry === entry", arg=entry, timeout=WAIT_MS)


def test_a_link_opens_the_part_and_an_entry_is_found_by_its_number(
    bench: Stage, at_history: Page, open_browser: Callable[..., Page]
) -> None:
    entry = at_history.locator("[data-entry]").nth(3).get_attribute("data-entry")
    other = open_browser()
    other.goto(f"{bench.url}/history?lang=de&entry={entry}")
    other.wait_for_selector(f".mb-card[data-sequence='{entry}']", timeout=WAIT_MS)
    at_history.get_by_label("Nummer").fill(str(entry))
    at_history.keyboard.press("Enter")
    wait_until_counted(at_history, "1 Teil: ")
    assert at_history.locator("[data-entry]").get_attribute("data-entry") == entry


def test_the_word_said_at_an_old_part_stands_beside_it(at_history: Page) -> None:
    page = at_history
    page.locator("[data-entry]").nth(1).click()
    page.locator(".mb-master:not(.mb-disposition) .mb-master-fold").click()
    page.get_by_role("button", name="Fehler übersehen").click()
    page.locator("[data-answer=FAIL]").click()
    page.locator(".mb-card .mb-master-line").filter(has_text="Meister: n.i.O. – Fehler übersehen").wait_for(
        timeout=WAIT_MS
    )


def test_everything_is_large_enough_for_gloves_and_nothing_is_cut_off(
    bench: Stage, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(800, 1280, color_scheme="dark")
    page.goto(f"{bench.url}/history?lang=de&period=span")
    wait_for_cards(page)
    fields = "[data-testid=stTextInputRootElement], .react-aria-ComboBox > [role=group], [data-testid=stDateInputField]"
    buttons = ".st-key-mb_ask button:not([role=group] button), [data-entry], .st-key-mb_older button"
    touched = page.locator(f"{fields}, {buttons}")
    sizes = touched.evaluate_all("all => all.map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])")
    assert len(sizes) > 20 and [one for one in sizes if one[1] < 48] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_the_menu_leads_here(bench: Stage, at_history: Page) -> None:
    page = at_history
    page.goto(f"{bench.url}/review?lang=de")
    page.wait_for_selector(".st-key-mb_menu button", timeout=WAIT_MS)
    open_menu(page)
    page.locator(".st-key-mb_menu_rooms").get_by_text("Verlauf").click()
    wait_for_cards(page)
