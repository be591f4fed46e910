"""The scrap book on years of a shop: from the address to the first chart, from a filter to its answer, in Chromium.

The folder is that of tests/proofs/test_scrap_numbers.py: MEISTERBLICK_YEARS, or 200,000 parts made up here.
"""

import os
import shutil
import time
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from inspection.demonstration.years import fill_years
from tests.browser.staging import WAIT_MS, open_page, staged, wait_until_drawn
from tests.proofs.figures import leave_figures

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.timeout(7200)]

CHART = "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg"
PARTS = int(os.environ.get("MEISTERBLICK_YEARS_PARTS", "200000"))
MACHINES = ("Schweißzelle 1", "Schweißzelle 2", "Handplatz", "Hobel 1", "Säge 2")


def test_first_chart_and_filters(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    if given := os.environ.get("MEISTERBLICK_YEARS"):
        shutil.copytree(given, home)
    else:
        fill_years(home, PARTS, until=date(2026, 11, 20))
    with staged(home) as stage:
        page = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800}).new_page()
        open_page(page, stage)  # the station is at work
        first_s = opened(page, f"{stage.url}/scrap?lang=de&period=all")
        again_s = [opened(page, f"{stage.url}/scrap?lang=de&period=all") for _ in range(5)]
        filter_s = [filtered(page, machine) for machine in MACHINES]
    leave_figures(
        "scrap_screen",
        {
            "parts": PARTS,
            "first_visit_since_the_start_s": round(first_s, 2),
            "address_to_first_chart_s": round(median(again_s), 2),
            "filter_to_new_figures_s": round(median(filter_s), 2),
        },
    )
    assert median(again_s) < 1.5, again_s
    assert median(filter_s) < 0.5, filter_s


def opened(page: Page, address: str) -> float:
    """Seconds from the address to the chart, the browser's own start of the page included."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(CHART, timeout=WAIT_MS)
    taken = time.perf_counter() - began
    wait_until_drawn(page)
    return taken


def filtered(page: Page, machine: str) -> float:
    """Seconds from the choice of a machine to other figures on the page."""
    before = page.locator(".mb-figures").first.inner_text()
    page.get_by_label("Maschine").first.click()
    option = page.get_by_role("option", name=machine, exact=True)
    option.wait_for(timeout=WAIT_MS)
    began = time.perf_counter()
    option.click()
    page.wait_for_function(
        "before => document.querySelector('.mb-figures')?.innerText !== before", arg=before, timeout=WAIT_MS
    )
    taken = time.perf_counter() - began
    wait_until_drawn(page)
    return taken
