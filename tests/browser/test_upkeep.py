"""Backup and how long pictures are kept, in a browser: two presses, in words, nothing too small for a glove."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspection.upkeep.retention import Retention, load_retention
from tests.browser.staging import WAIT_MS, Stage, open_page, press, wait_until_drawn
from tests.browser.test_accessible import found

pytestmark = pytest.mark.browser


def test_the_master_backs_up_and_lays_down_how_long_pictures_are_kept(
    open_browser: Callable[..., Page], stage: Stage
) -> None:
    page = open_browser()
    open_page(page, stage)
    press(page)
    page.goto(f"{stage.url}/system?section=storage&lang=de")
    page.get_by_role("button", name="Jetzt sichern").click(timeout=WAIT_MS)
    page.get_by_text("Die Sicherung ist fertig und wurde gegengelesen").wait_for(timeout=WAIT_MS)
    expect(page.get_by_role("button", name="Jetzt sichern")).to_be_enabled(timeout=WAIT_MS)
    assert len(list((stage.home / "backups").iterdir())) == 1
    page.get_by_text("Ändern, wie lange Bilder bleiben").click()
    page.get_by_label("Gute Teile: Tage").fill("90")
    save = page.get_by_role("button", name="Bilder so lange behalten")
    box = save.bounding_box()
    assert box is not None and box["height"] >= 48
    wait_until_drawn(page)
    assert found(page) == []
    save.click()
    page.get_by_text("Bilder bleiben ab jetzt so lange.").wait_for(timeout=WAIT_MS)
    page.get_by_text("90 Tage").wait_for(timeout=WAIT_MS)
    assert load_retention(stage.home) == Retention(good_pictures_days=90)
