"""Takes the README's pictures of the station anew: `python -m tests.browser.take_pictures`.

The shipped model judges; where none ships, a detector that knows what was rendered into the parts.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from inspection.places import SHIPPED_MODELS
from tests.browser.staging import (
    CHROMIUM,
    CHROMIUM_OPTIONS,
    REAL_STATION,
    ROOT,
    WAIT_MS,
    Stage,
    open_page,
    press,
    staged,
)

PICTURES = ROOT / "docs" / "pictures"
LIMIT_BYTES = 250_000
PARTS = 40
"""Among so many parts every verdict that is shown comes up."""


def main() -> None:
    """Write the three pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        ships = (SHIPPED_MODELS / "weld-bead" / "manifest.json").exists()
        with staged(home, "--answers", "truth", command=(*REAL_STATION, str(home)) if ships else ()) as stage:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
            page = new_page(browser, stage, 1280, 800)
            wanted = {"FAIL": "station-fail.png", "PASS": "station-pass.png"}
            for number in range(PARTS):
                press(page)
                page.wait_for_timeout(1700)  # until the simulated camera shows the next part
                verdict = page.locator(".mb-card").get_attribute("data-verdict") or ""
                if number >= 10 and verdict in wanted:
                    save(page, wanted.pop(verdict))
                if not wanted:
                    break
            save(new_page(browser, stage, 800, 1280, "?lang=en", "dark"), "station-tablet.png")
            browser.close()


def new_page(browser: Browser, stage: Stage, width: int, height: int, query: str = "", scheme: str = "light") -> Page:
    """A page with the live picture on it."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="de-DE",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    open_page(page, stage, query)
    page.wait_for_function("() => +document.querySelector('#live').dataset.pictures > 3", timeout=WAIT_MS)
    return page


def save(page: Page, name: str) -> None:
    """A picture of the page in 256 colours. Raises RuntimeError when it is above 250 KB."""
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = PICTURES / name
    # the octree keeps the few pixels of a small sign's colour, where the median cut would not
    picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LIMIT_BYTES:
        raise RuntimeError(f"{path} has {path.stat().st_size} bytes, more than {LIMIT_BYTES}: show less")


if __name__ == "__main__":
    main()
