"""The scrap book in a browser: every section, a part's way said, machine and lot in the bar, what rises, reports."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspection.demonstration.years import fill_years
from inspection.verdict import Verdict
from screens.scrap.sections import Section
from tests.browser.staging import WAIT_MS, Stage, asked_elsewhere, open_page, press, staged, wait_until_drawn
from tests.browser.test_accessible import found
from tests.screens.history.shop import Shop

pytestmark = pytest.mark.browser
PARTS = 1200


@pytest.fixture(scope="module")
def shop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Months of a shop that never was, up to yesterday."""
    home = tmp_path_factory.mktemp("scrap") / "home"
    fill_years(home, PARTS, until=date.today() - timedelta(days=1))
    with staged(home, "--answers", "fail") as stage:
        yield stage


@pytest.fixture
def page(somebody: BrowserContext) -> Page:
    return somebody.new_page()


def open_section(page: Page, shop: Stage, section: Section, more: str = "period=all") -> None:
    page.goto(f"{shop.url}/scrap?lang=de&section={section}&{more}")
    page.wait_for_selector(f".st-key-mb_scrap_{section}", timeout=WAIT_MS)
    wait_until_drawn(page)


def test_every_section_is_drawn_offline_and_axe_finds_nothing_serious(shop: Stage, page: Page) -> None:
    outside = asked_elsewhere(page, shop)
    serious = {}
    for section in Section:
        open_section(page, shop, section)
        assert not page.locator("[data-testid='stException']").count()
        serious[section] = found(page)
    assert {section: said for section, said in serious.items() if said} == {}
    assert outside == []


def test_the_chart_has_a_table_beside_it_with_every_n(shop: Stage, page: Page) -> None:
    open_section(page, shop, Section.RATE)
    page.locator("[data-testid=stVegaLiteChart] :is(canvas, svg)").first.wait_for(timeout=WAIT_MS)
    page.get_by_text("Dasselbe als Tabelle").click()
    expect(page.locator(".mb-table th[scope=col]").nth(2)).to_have_text("Teile")
    assert page.locator(".mb-table tbody tr").count() > 2
    counts = [
        int(text.replace(".", "")) for text in page.locator(".mb-table tbody td:nth-of-type(2)").all_inner_texts()
    ]
    said = page.locator(".mb-figure-card small").first.inner_text()
    assert f"von {sum(counts):,}".replace(",", ".") in said
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_filter_narrows_and_stays_over_a_reload(shop: Stage, page: Page) -> None:
    open_section(page, shop, Section.RATE)
    everything = page.locator(".mb-figure-card small").first.inner_text()
    page.get_by_label("Auftrag").fill("nobody-has-this")
    page.get_by_label("Auftrag").press("Enter")
    page.get_by_text("Kein Teil gefunden, auf das alles passt.").wait_for(timeout=WAIT_MS)
    page.reload()
    page.get_by_text("Kein Teil gefunden, auf das alles passt.").wait_for(timeout=WAIT_MS)
    page.get_by_role("button", name="Alle Filter leeren").click()
    page.wait_for_selector(".mb-figure-card", timeout=WAIT_MS)
    assert page.locator(".mb-figure-card small").first.inner_text() != everything  # all times before, 30 days now


def test_what_becomes_of_a_part_is_said_with_gloves_on(shop: Stage, page: Page) -> None:
    page.goto(f"{shop.url}/history?lang=de&verdicts=FAIL")
    page.locator(".mb-found button").first.click(timeout=WAIT_MS)
    fold = page.locator(".mb-disposition .mb-master-fold")
    fold.click(timeout=WAIT_MS)
    page.locator("[data-fate=scrap]").click()
    for pressed in (page.locator("[data-fate=scrap]"), page.locator(".mb-disposition-save")):
        box = pressed.bounding_box()
        assert box is not None and box["width"] >= 48 and box["height"] >= 48
    page.locator(".mb-disposition-save").click()
    page.get_by_text("Erst einen Grund auswählen").wait_for(timeout=WAIT_MS)
    page.get_by_role("button", name="nicht zu retten").click()
    page.locator(".mb-disposition-cost input").fill("12,50 €")
    assert found(page) == []
    page.locator(".mb-disposition-save").dblclick()
    expect(fold).to_contain_text("Ausschuss", timeout=WAIT_MS)
    expect(fold).to_contain_text("nicht zu retten")
    expect(page.locator(".mb-facts ul li").filter(has_text="12,50")).to_have_count(1)  # pressed twice, said once


def test_machine_and_lot_are_said_once_and_hold(shop: Stage, page: Page) -> None:
    open_page(page, shop, "?lang=de")
    assert not page.locator(".mb-bar-further").is_visible()
    page.get_by_role("button", name="Mehr").click()
    page.locator("[data-field=machine]").fill("Roboter 7")
    page.locator("[data-field=machine]").press("Enter")
    page.get_by_text("Maschine übernommen: Roboter 7").wait_for(timeout=WAIT_MS)
    page.get_by_role("button", name="Mehr").click()
    entries = [press(page), press(page)]
    for entry in entries:
        page.goto(f"{shop.url}/history?lang=de&entry={entry}")
        page.locator(".mb-facts").get_by_text("Roboter 7").wait_for(timeout=WAIT_MS)


def test_a_report_is_saved(shop: Stage, page: Page) -> None:
    open_section(page, shop, Section.REPORT)
    for name, begins in (("Auf Papier (PDF)", b"%PDF-"), ("Arbeitsmappe (Excel)", b"PK"), ("Tabelle (CSV)", b"")):
        with page.expect_download(timeout=WAIT_MS) as saved:
            page.get_by_role("button", name=name).click()
        assert Path(saved.value.path()).read_bytes().startswith(begins)


def test_what_rises_is_said_while_inspecting(page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    bench = Shop(home)
    for verdict in [Verdict.PASS] * 140 + [Verdict.FAIL] * 12 + [Verdict.PASS] * 6:
        bench.inspect(verdict)
    bench.store.close()
    with staged(home) as stage:
        open_page(page, stage, "?lang=de")
        said = page.get_by_text("Riss kommt öfter als vorher: bei 12 der letzten")
        for _ in range(20):  # it is looked for in the background, and shown with the next part
            press(page)
            page.wait_for_timeout(1500)
            if said.count():
                break
        expect(said.first).to_be_visible()
