"""axe-core finds nothing serious on any page, light and dark, in landscape and in portrait."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.staging import WAIT_MS, Stage, open_menu, open_page, press

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")
LANDSCAPE, PORTRAIT = (1280, 800), (800, 1280)
ROOMS = {"daily": ".mb-state", "review": "h1", "history": "h1", "setup": ".mb-head", "system": ".mb-head"}


def found(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule, where, and why."""
    page.evaluate(AXE)
    report: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in report["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("size", "scheme"), [(LANDSCAPE, "light"), (PORTRAIT, "dark")])
def test_the_operators_page(
    open_browser: Callable[..., Page], stage: Stage, size: tuple[int, int], scheme: str
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    open_page(page, stage)
    for _ in range(3):  # each kind of verdict has colours of its own
        press(page)
        assert found(page) == []
    for fold in page.locator("summary").all():
        fold.click()
    assert found(page) == []
    open_menu(page)
    assert found(page) == []


@pytest.mark.parametrize(("size", "scheme"), [(LANDSCAPE, "dark"), (PORTRAIT, "light")])
@pytest.mark.parametrize("room", ROOMS)
def test_every_other_room(
    open_browser: Callable[..., Page], stage: Stage, room: str, size: tuple[int, int], scheme: str
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    page.goto(f"{stage.url}/{room}?lang=de")
    page.wait_for_selector(ROOMS[room], timeout=WAIT_MS)
    page.wait_for_timeout(500)  # what Streamlit draws last
    assert found(page) == []
