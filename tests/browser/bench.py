"""What a test does at a bench that is being set up: lay something under the camera, touch a place of a picture."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import cv2
import numpy as np
from playwright.sync_api import Locator, Page

from camera.frame import Pixels
from tests.browser.staging import PATIENCE_S, WAIT_MS, Stage, staged, wait_until_drawn

APP = Path(__file__).with_name("staged_bench.py")


@contextmanager
def bench(home: Path, *arguments: str) -> Iterator[Stage]:
    """A station whose camera shows what is laid under it; see `staged_bench`."""
    with staged(home, command=(str(APP), "--home", str(home), *arguments)) as stage:
        yield stage


def lay(stage: Stage, pixels: Pixels) -> None:
    """Lay something else under the camera: what it shows, (height, width, 3) RGB."""
    _, png = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    _post(stage, "lay", png.tobytes())


def restore(stage: Stage) -> None:
    """Judge by the recipe with which the bench began."""
    _post(stage, "restore", b"")


def _post(stage: Stage, path: str, body: bytes) -> None:
    headers = {"Origin": stage.url, "Content-Type": "application/octet-stream"}
    with urlopen(Request(f"{stage.url}/stage/{path}", body, headers, method="POST"), timeout=PATIENCE_S):
        pass


def ruler_picture() -> Pixels:
    """A ruler with a long mark every 100 px, on grey, 640 x 480."""
    pixels = np.full((480, 640, 3), 150, np.uint8)
    pixels[200:280, 40:600] = 230
    for x in range(60, 600, 10):
        pixels[200 : 240 if (x - 60) % 100 == 0 else 220, x - 1 : x + 1] = 20
    return pixels


def open_step(page: Page, stage: Stage, step: str, lang: str = "de") -> None:
    """Open a step of the master's page."""
    page.goto(f"{stage.url}/setup?lang={lang}&step={step}")
    wait_for_step(page, step)


def wait_for_step(page: Page, step: str) -> None:
    """Wait until a step of the master's page is drawn."""
    page.wait_for_selector(f".st-key-mb_step_{step} .mb-state", timeout=WAIT_MS)
    wait_until_drawn(page)


def wait_for_state(page: Page, text: str) -> None:
    """Wait until the top of the step says so, and the rest of it is drawn too."""
    page.locator(".mb-state").filter(has_text=text).first.wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)


def wait_for_words(page: Page, text: str | re.Pattern[str]) -> None:
    """Wait until the page says so, and all of it is drawn."""
    page.get_by_text(text).first.wait_for(timeout=WAIT_MS)
    wait_until_drawn(page)


def button(page: Page, name: str) -> Locator:
    """A button by its words."""
    return page.get_by_role("button", name=name, exact=True)


def place_of(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the picture is on the screen."""
    place: list[float] = page.locator(".mb-points-picture").evaluate(
        """(surface, [x, y]) => {
          const box = surface.getBoundingClientRect();
          const [left, top, width, height] = surface.getAttribute('viewBox').split(' ').map(Number);
          return [box.left + (x - left) / width * box.width, box.top + (y - top) / height * box.height];
        }""",
        [x, y],
    )
    return place[0], place[1]


def tap(page: Page, x: float, y: float) -> None:
    """Touch a pixel of the picture."""
    page.mouse.click(*place_of(page, x, y))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one pixel of the picture to another."""
    page.mouse.move(*place_of(page, *start))
    page.mouse.down()
    page.mouse.move(*place_of(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    page.mouse.move(*place_of(page, *end))
    page.mouse.up()


def wait_for_picture(page: Page) -> None:
    """Wait until there is a picture to touch."""
    page.wait_for_function(
        "() => document.querySelector('.mb-points-picture image')?.getBoundingClientRect().width > 50", timeout=WAIT_MS
    )
