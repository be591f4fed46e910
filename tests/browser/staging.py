"""A staged station as a server of its own, and what a browser test asks of the page."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from playwright.sync_api import Page, WebSocket
from playwright.sync_api import Request as Asked

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 60
"""With a slow machine, where the first page alone takes half a minute to load; no bound."""
WAIT_MS = PATIENCE_S * 1000
REAL_STATION = (
    "-c",
    "import pathlib, sys; from screens.server import run; "
    "run(port=int(sys.argv[3]), open_browser=False, home=pathlib.Path(sys.argv[1]))",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A running server with its folder."""

    url: str
    home: Path
    process: "subprocess.Popen[bytes]"
    log: Path

    def disturb(self, **disturbances: object) -> None:
        """Switch faults of the simulated camera on; without arguments all are off."""
        self._post("/stage/disturb", disturbances)

    def fail_storage(self) -> None:
        """From now on no record can be saved."""
        self._post("/stage/fail", {})

    def said(self) -> str:
        """The end of the server's log, for whoever reads a failure."""
        return f"the server in {self.home} said at last:\n{self.log.read_text(errors='replace')[-3000:]}"

    def end(self) -> float:
        """Ask the server to end; seconds until it did."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def _post(self, path: str, body: object) -> None:
        headers = {"Origin": self.url, "Content-Type": "application/json"}
        request = Request(self.url + path, json.dumps(body).encode(), headers, method="POST")
        with urlopen(request, timeout=PATIENCE_S):
            pass


@contextmanager
def staged(home: Path, *arguments: str, command: tuple[str, ...] = (), port_option: str = "--port") -> Iterator[Stage]:
    """Serve a staged station (or what `command` starts) on a free port until the block is left."""
    port = free_port()
    home.mkdir(parents=True, exist_ok=True)
    program = command or (str(Path(__file__).with_name("staged_app.py")), "--home", str(home), *arguments)
    log = home.parent / f"{home.name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *program, port_option, str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    stage = Stage(url=f"http://localhost:{port}", home=home, process=process, log=log)
    try:
        _wait_until_up(stage)
        yield stage
    except BaseException as error:
        error.add_note(stage.said())
        raise
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_up(stage: Stage) -> None:
    deadline = time.monotonic() + 2 * PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{stage.url}/_stcore/health", timeout=5):
                return
        except (URLError, OSError):
            if stage.process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def open_page(page: Page, stage: Stage, query: str = "") -> None:
    """Open the station's page and wait until it can be used."""
    page.goto(f"{stage.url}/{query}")
    page.wait_for_selector("#trigger:not([disabled])", timeout=WAIT_MS)
    page.wait_for_selector(".mb-card")
    wait_until_drawn(page)  # the trigger is put in place anew while the page is still being drawn


def wait_until_drawn(page: Page) -> None:
    """Wait until the page's script has ended: before, what stands further down may still be of the run before."""
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=WAIT_MS)


def asked_elsewhere(page: Page, stage: Stage) -> list[str]:
    """What the page asks of any other than this station from now on; the list grows."""
    outside: list[str] = []
    own = (stage.url, stage.url.replace("http", "ws"), "data:", "blob:")

    def note(asked: Asked | WebSocket) -> None:
        if not asked.url.startswith(own):
            outside.append(asked.url)

    page.on("request", note)
    page.on("websocket", note)
    return outside


def sequence(page: Page) -> int:
    """Number of the part that is shown; 0 for none."""
    return int(page.locator(".mb-card").get_attribute("data-sequence") or 0)


def wait_for_sequence_above(page: Page, before: int) -> int:
    """Wait until a later part is shown."""
    page.wait_for_function(
        "before => +document.querySelector('.mb-card')?.dataset.sequence > before", arg=before, timeout=WAIT_MS
    )
    return sequence(page)


def counted(page: Page) -> int:
    """How many parts the page says were inspected, once strip and counters have caught up with the verdict."""
    page.wait_for_function(
        """() => {
          const shown = +document.querySelector('.mb-card').dataset.sequence;
          const newest = document.querySelector('[data-part]');
          return shown === 0 || (newest && +newest.dataset.part >= shown);
        }""",
        timeout=WAIT_MS,
    )
    texts = page.locator("[data-count]").all_inner_texts()
    return sum(int(text.replace(".", "").replace(",", "")) for text in texts)


def open_menu(page: Page) -> None:
    """Open the menu at the top of any page."""
    page.locator(".st-key-mb_menu button").first.click()
    page.locator(".st-key-mb_menu_rooms").wait_for(timeout=WAIT_MS)


def press(page: Page, key: str = "Space") -> int:
    """Press a key, wait for the verdict; the part's number."""
    before = sequence(page)
    wait_past_lock_out(page)
    page.keyboard.press(key)
    return wait_for_sequence_above(page, before)


def wait_past_lock_out(page: Page) -> None:
    """A press within 300 ms of the one before does not count, on purpose."""
    page.wait_for_timeout(350)
