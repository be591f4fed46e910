"""axe-core finds nothing serious on any page, in the light in landscape and in the dark in portrait."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, Literal

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from screens.pages import Room
from screens.setup.steps import Step
from screens.system.sections import Section
from tests.browser.bench import wait_for_step
from tests.browser.staging import WAIT_MS, Stage, open_menu, open_page, press, staged, wait_until_drawn
from tests.screens.door.doors import with_pins

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ADOPT = """css => {  // a tag would be against the login page's security policy
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
AT_ONCE = "*, *::before, *::after { transition: none !important; animation: none !important }"
"""A colour on its way from light to dark is neither."""
DRAWN_TWICE = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SERIOUS = ("serious", "critical")
LANDSCAPE: Final[ViewportSize] = {"width": 1280, "height": 800}
PORTRAIT: Final[ViewportSize] = {"width": 800, "height": 1280}
LOOKS: Final[tuple[tuple[ViewportSize, Literal["light", "dark"]], ...]] = ((LANDSCAPE, "light"), (PORTRAIT, "dark"))
ROOMS = {
    Room.DAILY: ".mb-state",
    Room.REVIEW: ".mb-counted, .mb-nothing",
    Room.HISTORY: ".mb-counted, .mb-nothing",
    Room.SCRAP: ".mb-head",
    Room.LABEL: ".mb-head",
    Room.LEARN: ".mb-head",
    Room.SYSTEM: ".mb-head",
    Room.DEMO: ".mb-card",
}


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station that is opened to the network."""
    home = tmp_path_factory.mktemp("opened") / "home"
    with_pins(home)
    with staged(home, "--opened") as stage:
        yield stage


def found(page: Page) -> list[str]:
    """What axe calls serious or critical in either look: which, the rule, where, and why. The page keeps standing."""
    return [f"{scheme}: {said}" for size, scheme in LOOKS for said in _found_in(page, size, scheme)]


def _found_in(page: Page, size: ViewportSize, scheme: Literal["light", "dark"]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
        page.evaluate(ADOPT, AT_ONCE)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(DRAWN_TWICE)
    page.wait_for_timeout(300)  # what is drawn last
    report: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in report["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def test_the_operators_page(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_page(page, stage)
    for _ in range(5):  # each kind of verdict has colours of its own
        press(page)
        assert found(page) == []
    for fold in page.locator("summary").all():
        fold.click()
    page.get_by_role("button", name="Wort des Meisters").click()
    assert found(page) == []
    open_menu(page)
    assert found(page) == []


def test_what_lies_over_the_operators_page(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    open_page(page, stage)
    press(page)
    page.get_by_role("button", name="Bild groß zeigen").click()
    page.locator("dialog.mb-closer[open]").wait_for()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Letztes Teil zurücknehmen").click()
    page.locator("dialog.mb-back-dialog[open]").wait_for()
    assert found(page) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_other_room(open_browser: Callable[..., Page], stage: Stage, room: Room) -> None:
    page = open_browser()
    page.goto(f"{stage.url}/{room}?lang=de")
    page.wait_for_selector(ROOMS[room], timeout=WAIT_MS)
    wait_until_drawn(page)
    assert found(page) == []


def test_no_room_is_left_out() -> None:
    assert {*ROOMS, Room.INSPECT, Room.SET_UP} == set(Room)


def test_every_step_of_setting_up(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    page.goto(f"{stage.url}/setup?lang=de")
    wait_for_step(page, "path")
    serious = {"path": found(page)}
    for step in Step:
        page.get_by_role("button", name=re.compile(f"^{step.number} ·")).click()
        wait_for_step(page, step)
        serious[step] = found(page)
    assert {step: said for step, said in serious.items() if said} == {}


def test_every_section_of_the_system_page(open_browser: Callable[..., Page], stage: Stage) -> None:
    page = open_browser()
    page.goto(f"{stage.url}/system?lang=de")
    serious = {}
    for section in Section:
        page.locator(f".st-key-system_section_{section} button").click(timeout=WAIT_MS)
        page.wait_for_selector(f".st-key-mb_section_{section}", timeout=WAIT_MS)
        wait_until_drawn(page)
        serious[section] = found(page)
    assert {section: said for section, said in serious.items() if said} == {}


def test_the_login(open_browser: Callable[..., Page], opened: Stage) -> None:
    page = open_browser()
    page.goto(f"{opened.url}/login?lang=de")
    page.wait_for_selector("#pin", timeout=WAIT_MS)
    assert found(page) == []
    page.locator(".tile").first.click()
    page.locator("#pin").fill("9371")
    page.locator(".enter").click()
    page.get_by_text("Diese PIN stimmt nicht.").wait_for(timeout=WAIT_MS)
    assert found(page) == []
