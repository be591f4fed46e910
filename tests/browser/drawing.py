"""What a test does in the room of drawing: pictures to draw on, places on the picture, what the station keeps."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Locator, Page

from camera.frame import Pixels
from tests.browser.staging import WAIT_MS, Stage
from training.labelling.book import LabelBook
from training.labelling.drawing import Draft

PART = "weld-bead"
CLASSES = ("pore", "crack", "spatter")


def plate(seed: int, width_px: int = 640, height_px: int = 480) -> Pixels:
    """A grey plate with a dark blot at a fifth of its width and height; one of another seed is no copy of it."""
    patches = np.random.default_rng(seed).integers(110, 220, (6, 8, 1), np.uint8)
    pixels = np.kron(patches, np.ones((height_px // 6, width_px // 8, 3), np.uint8))
    rows, columns = np.ogrid[:height_px, :width_px]
    blot = (columns - width_px / 5) ** 2 + (rows - height_px / 5) ** 2 < (min(width_px, height_px) / 20) ** 2
    pixels[blot] = 40
    return pixels


def png(pixels: Pixels) -> bytes:
    """As the camera would keep it."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", compress_level=1)
    return file.getvalue()


@contextmanager
def book_of(stage: Stage | Path) -> Iterator[LabelBook]:
    """The book of a station, running or not."""
    book = LabelBook.open(stage if isinstance(stage, Path) else stage.home)
    try:
        yield book
    finally:
        book.close()


def bring(stage: Stage | Path, *pictures: Pixels) -> list[str]:
    """Put pictures into the book; their names."""
    with book_of(stage) as book:
        book.add_classes(PART, CLASSES)
        return [book.add_picture(PART, png(picture)).sha256 for picture in pictures]


def open_drawing(page: Page, stage: Stage, sha256: str, *, section: str = "draw") -> None:
    """Open the room, and there this picture."""
    page.goto(f"{stage.url}/label?lang=de&do={section}")
    page.locator(f".mb-label [data-sha256='{sha256}']").click()
    wait_for_open(page, sha256)


def wait_for_open(page: Page, sha256: str) -> None:
    """Wait until this picture can be drawn on, in all its pixels."""
    page.wait_for_selector(f".mb-label[data-picture='{sha256}']", timeout=WAIT_MS)
    stage_of(page).and_(page.locator("[data-picture=full]")).wait_for(timeout=WAIT_MS)


def stage_of(page: Page) -> Locator:
    """Where the picture is."""
    return page.locator(".mb-label-middle .mb-label-stage").first


def place_of(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the picture is on the screen."""
    place: list[float] = stage_of(page).evaluate(
        """(stage, [x, y]) => {
          const box = stage.getBoundingClientRect();
          const [left, top, width] = stage.querySelector('svg').getAttribute('viewBox').split(' ').map(Number);
          return [box.left + (x - left) / width * box.width, box.top + (y - top) / width * box.width];
        }""",
        [x, y],
    )
    return place[0], place[1]


def under(page: Page, x: float, y: float) -> tuple[float, float]:
    """Which pixel of the picture is at this place of the screen."""
    place: list[float] = stage_of(page).evaluate(
        """(stage, [x, y]) => {
          const box = stage.getBoundingClientRect();
          const [left, top, width] = stage.querySelector('svg').getAttribute('viewBox').split(' ').map(Number);
          return [left + (x - box.left) / box.width * width, top + (y - box.top) / box.width * width];
        }""",
        [x, y],
    )
    return place[0], place[1]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag from one pixel of the picture to another."""
    page.mouse.move(*place_of(page, *start))
    page.mouse.down()
    page.mouse.move(*place_of(page, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
    page.mouse.move(*place_of(page, *end))
    page.mouse.up()


def touch(page: Page, x: float, y: float) -> None:
    """Click on a pixel of the picture."""
    page.mouse.click(*place_of(page, x, y))


def act(page: Page, name: str) -> Locator:
    """A button by what it does."""
    return page.locator(f".mb-label [data-act='{name}']")


def wait_for_shapes(page: Page, count: int, suggested: int = 0) -> None:
    """Wait until so many shapes are drawn, and so many suggested."""
    wanted = f".mb-label-stage[data-shapes='{count}'][data-suggested='{suggested}']"
    page.locator(wanted).first.wait_for(timeout=WAIT_MS)


def wait_until_kept(page: Page) -> None:
    """Wait until the station has what is on the screen."""
    page.locator(".mb-label-saved[data-state=saved]").wait_for(timeout=WAIT_MS)


def drafts(stage: Stage, page: Page, sha256: str) -> Draft | None:
    """What the station keeps of this browser's work on the picture."""
    desk: str = page.evaluate("() => localStorage.getItem('mb-label-desk')")
    with book_of(stage) as book:
        return book.drafts.find(PART, sha256, desk)


OpenDrawing = Callable[[str], Page]
