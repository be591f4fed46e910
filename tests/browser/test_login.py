"""A station that is opened to the network: closed until somebody types a PIN, and closed again afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from inspection.people import Role
from tests.browser.staging import WAIT_MS, Stage, press, staged
from tests.screens.door.doors import PINS, with_pins

pytestmark = pytest.mark.browser
PAGES = ("", "setup", "system", "history", "nowhere")


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    home = tmp_path_factory.mktemp("opened") / "home"
    with_pins(home)
    with staged(home, "--opened") as stage:
        yield stage


def choose(page: Page, role: Role) -> None:
    page.locator(".tile").filter(has=page.locator("b", has_text=role.value)).click()


def type_on_large_keys(page: Page, pin: str) -> None:
    for digit in pin:
        page.locator(f'[data-key="{digit}"]').click()
    page.locator(".enter").click()


def wait_for_login(page: Page) -> None:
    page.wait_for_selector("#pin", timeout=WAIT_MS)


def test_every_page_leads_to_the_login_and_nothing_else_is_told(opened: Stage, somebody: BrowserContext) -> None:
    page = somebody.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(f"{opened.url}/{name}")
        assert page.url == f"{opened.url}/login?next=%2F{name}"
        wait_for_login(page)
    assert all(url.startswith(opened.url) for url in asked)
    for path in ("/api/live", "/_stcore/stream"):
        refused = page.evaluate(
            """path => new Promise(done => {
              const socket = new WebSocket(location.origin.replace('http', 'ws') + path);
              socket.onopen = () => done('open');
              socket.onmessage = () => done('message');
              socket.onclose = () => done('closed');
            })""",
            path,
        )
        assert refused == "closed", path


def test_a_wrong_pin_is_said_and_the_right_one_on_large_keys_opens(opened: Stage, somebody: BrowserContext) -> None:
    page = somebody.new_page()
    page.goto(f"{opened.url}/")
    wait_for_login(page)
    choose(page, Role.OPERATOR)
    type_on_large_keys(page, "9371")
    expect(page.locator("#said")).to_have_text("Diese PIN stimmt nicht.")
    expect(page.locator("#pin")).to_have_value("")
    type_on_large_keys(page, PINS[Role.OPERATOR])
    page.wait_for_selector("#trigger:not([disabled])", timeout=WAIT_MS)
    page.wait_for_selector(".mb-card")
    assert press(page) > 0
    page.goto(f"{opened.url}/setup?lang=de")
    page.get_by_text("Hier ist der Meister gefragt").wait_for(timeout=WAIT_MS)


def test_the_keyboard_suffices_and_logging_out_closes_every_page(opened: Stage, somebody: BrowserContext) -> None:
    page = somebody.new_page()
    page.goto(f"{opened.url}/system?section=about&lang=de")
    wait_for_login(page)
    page.locator('.tile input[name="who"]').first.focus()
    page.keyboard.press("ArrowDown")  # operator, trainee
    expect(page.locator(".tile", has_text=Role.TRAINEE.value).locator("input")).to_be_checked()
    page.locator("#pin").focus()
    page.keyboard.type(f"x{PINS[Role.TRAINEE]}")
    page.keyboard.press("Enter")
    page.wait_for_selector(".st-key-mb_section_about", timeout=WAIT_MS)
    other = somebody.new_page()
    other.goto(f"{opened.url}/login?lang=de")
    other.get_by_text("Angemeldet: trainee").wait_for()
    other.get_by_role("button", name="Abmelden").click()
    wait_for_login(other)
    expect(other.locator("#logout")).to_have_count(0)
    page.reload()
    wait_for_login(page)


def test_after_five_wrong_pins_it_says_how_long_to_wait(somebody: BrowserContext, tmp_path: Path) -> None:
    """At a station of its own, for everybody at this computer has to wait then."""
    with_pins(tmp_path / "home")
    with staged(tmp_path / "home", "--opened") as stage:
        be_wrong_five_times(somebody.new_page(), stage)


def be_wrong_five_times(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/login?lang=de")
    choose(page, Role.MASTER)
    for _ in range(5):
        page.locator("#pin").fill("9371")
        with page.expect_response("**/api/login"):
            page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.getElementById('said').textContent && !document.getElementById('pin').value"
        )
    page.wait_for_function("() => document.getElementById('said').textContent.includes('Nächster Versuch in')")
    expect(page.locator(".enter")).to_be_disabled()
    page.reload()
    choose(page, Role.MASTER)
    page.locator("#pin").fill(PINS[Role.MASTER])
    with page.expect_response("**/api/login") as early:
        page.keyboard.press("Enter")
    assert early.value.status == 429
