"""axe-core finds nothing serious on any page, light and dark, in landscape and in portrait."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page

from screens.pages import Room
from screens.setup.steps import Step
from screens.system.sections import Section
from tests.browser.staging import WAIT_MS, Stage, open_menu, open_page, press, staged
from tests.screens.door.doors import with_pins

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")
LOOKS = [((1280, 800), "light"), ((800, 1280), "dark"), ((1280, 800), "dark"), ((800, 1280), "light")]
Scheme = Literal["light", "dark"]
ROOMS = {
    Room.DAILY: ".mb-state",
    Room.REVIEW: ".mb-counted",
    Room.HISTORY: ".mb-counted",
    Room.SYSTEM: ".mb-head",
    Room.DEMO: ".mb-card",
}
every_look = pytest.mark.parametrize(("size", "scheme"), LOOKS[:2])
the_other_looks = pytest.mark.parametrize(("size", "scheme"), LOOKS[2:])


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station that is opened to the network."""
    home = tmp_path_factory.mktemp("opened") / "home"
    with_pins(home)
    with staged(home, "--opened") as stage:
        yield stage


def found(page: Page) -> list[str]:
    """What axe calls serious or critical: the rule, where, and why."""
    page.wait_for_timeout(400)  # what Streamlit draws last
    page.evaluate(AXE)
    report: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in report["violations"]
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


@every_look
def test_the_operators_page(
    open_browser: Callable[..., Page], stage: Stage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_browser(*size, color_scheme=scheme)
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


@the_other_looks
def test_what_lies_over_the_operators_page(
    open_browser: Callable[..., Page], stage: Stage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    open_page(page, stage)
    press(page)
    page.get_by_role("button", name="Bild groß zeigen").click()
    page.locator("dialog.mb-closer[open]").wait_for()
    assert found(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Letztes Teil zurücknehmen").click()
    page.locator("dialog.mb-back-dialog[open]").wait_for()
    assert found(page) == []


@the_other_looks
@pytest.mark.parametrize("room", ROOMS)
def test_every_other_room(
    open_browser: Callable[..., Page], stage: Stage, room: Room, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    page.goto(f"{stage.url}/{room}?lang=de")
    page.wait_for_selector(ROOMS[room], timeout=WAIT_MS)
    assert found(page) == []


def test_no_room_is_left_out() -> None:
    assert {*ROOMS, Room.INSPECT, Room.SET_UP} == set(Room)


@every_look
def test_every_step_of_setting_up(
    open_browser: Callable[..., Page], stage: Stage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    serious = {}
    for step in ("path", *Step):
        page.goto(f"{stage.url}/setup?lang=de&step={step}")
        page.wait_for_selector(f".st-key-mb_step_{step} .mb-state", timeout=WAIT_MS)
        serious[step] = found(page)
    assert {step: said for step, said in serious.items() if said} == {}


@every_look
def test_every_section_of_the_system_page(
    open_browser: Callable[..., Page], stage: Stage, size: tuple[int, int], scheme: Scheme
) -> None:
    page = open_browser(*size, color_scheme=scheme)
    serious = {}
    for section in Section:
        page.goto(f"{stage.url}/system?lang=de&section={section}")
        page.locator(f".st-key-section_{section} button").wait_for(timeout=WAIT_MS)
        serious[section] = found(page)
    assert {section: said for section, said in serious.items() if said} == {}


@every_look
def test_the_login(browser: Browser, opened: Stage, size: tuple[int, int], scheme: Scheme) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(locale="de-DE", color_scheme=scheme, viewport=viewport) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{opened.url}/login?lang=de")
        page.wait_for_selector("#pin", timeout=WAIT_MS)
        assert found(page) == []
        page.locator(".tile").first.click()
        page.locator("#pin").fill("9371")
        page.locator(".enter").click()
        page.get_by_text("Diese PIN stimmt nicht.").wait_for(timeout=WAIT_MS)
        assert found(page) == []
