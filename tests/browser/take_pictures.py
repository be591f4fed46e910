"""Takes the pictures anew that README, docs and handbook show: `python -m tests.browser.take_pictures [SCENE...]`.

The shipped model judges; where none ships, a detector that knows what was rendered into the parts. Setting up is
shown at a staged bench. Of what the handbook's pictures are says `tests.browser.handbook`.
"""

import io
import sys
import tempfile
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from inspection.demonstration.years import fill_years
from inspection.language import Language
from inspection.places import SHIPPED_MODELS
from tests.browser import handbook
from tests.browser.bench import bench, button, lay, open_step, wait_for_state
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
from tests.browser.test_setup_scale import HELD
from tests.inspection.calibration.bench import take
from tests.inspection.calibration.conftest import A5, LAST, LENS, PRINTED

PICTURES = ROOT / "docs" / "pictures"
LIMIT_BYTES = 250_000
HANDBOOK_LIMIT_BYTES = 120_000
COLOURS = (256, 128, 64, 32)
"""As many as the limit allows."""
LANGUAGES: tuple[Language, ...] = ("de", "en")

PARTS = 40
"""Among so many parts every verdict that is shown comes up."""
MONTHS_OF_PARTS = 8000


def main() -> None:
    """Write all pictures, or those of the scenes that are named."""
    scenes = {
        "inspecting": inspecting,
        "setting-up": setting_up,
        "bench": at_the_bench,
        "login": at_the_login,
        "demonstration": at_the_demonstration,
        "scrap-book": in_the_scrap_book,
    }
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        for scene in sys.argv[1:] or scenes:
            scenes[scene](browser, Path(folder) / scene)
        browser.close()


def at_the_bench(browser: Browser, home: Path) -> None:
    """Handbook: what operator and master see."""
    with staged(home, "--answers", "model" if ships() else "truth") as stage:
        handbook.prepare(new_page(browser, stage, 1280, 800), stage)
        for language in LANGUAGES:
            take_shots(browser, stage, handbook.AT_THE_BENCH, language)


def at_the_login(browser: Browser, home: Path) -> None:
    """Handbook: a station that is opened to the network."""
    handbook.save_some_pins(home, "de")
    with staged(home, "--opened") as stage:
        for language in LANGUAGES:
            handbook.save_some_pins(home, language)
            take_shots(browser, stage, handbook.AT_THE_LOGIN, language)


def at_the_demonstration(browser: Browser, home: Path) -> None:
    """Handbook: the demonstration."""
    with staged(home, command=(*REAL_STATION, str(home)) if ships() else ()) as stage:
        for language in LANGUAGES:
            take_shots(browser, stage, handbook.AT_THE_DEMONSTRATION, language)


def in_the_scrap_book(browser: Browser, home: Path) -> None:
    """Handbook: what months of a shop look like."""
    fill_years(home, MONTHS_OF_PARTS, until=date.today() - timedelta(days=1))
    with staged(home) as stage:
        for language in LANGUAGES:
            take_shots(browser, stage, handbook.IN_THE_SCRAP_BOOK, language)


def take_shots(browser: Browser, stage: Stage, shots: Iterable[handbook.Shot], language: Language) -> None:
    """Each on a page of its own."""
    for shot in shots:
        page = browser.new_context(
            viewport={"width": 1280, "height": 800},
            locale="de-DE" if language == "de" else "en-GB",
            reduced_motion="reduce",
        ).new_page()
        shot.bring(page, stage, language)
        settle(page, handbook.PICTURES / handbook.file_name(shot, language), HANDBOOK_LIMIT_BYTES, shot.settle_ms)
        page.context.close()
        if shot.disturbs:
            stage.disturb()


def ships() -> bool:
    """Whether a model comes with the program."""
    return (SHIPPED_MODELS / "weld-bead" / "manifest.json").exists()


def inspecting(browser: Browser, home: Path) -> None:
    """The operator's page."""
    with staged(home, "--answers", "truth", command=(*REAL_STATION, str(home)) if ships() else ()) as stage:
        page = new_page(browser, stage, 1280, 800)
        wanted = {"FAIL": "station-fail.png", "PASS": "station-pass.png"}
        for number in range(PARTS):
            press(page)
            page.wait_for_timeout(1700)  # until the simulated camera shows the next part
            verdict = page.locator(".mb-card").get_attribute("data-verdict") or ""
            if number >= 10 and verdict in wanted:
                save(page, PICTURES / wanted.pop(verdict))
            if not wanted:
                break
        save(new_page(browser, stage, 800, 1280, "?lang=en", "dark"), PICTURES / "station-tablet.png")


def setting_up(browser: Browser, home: Path) -> None:
    """The master's page: scale by the printed target, limits by the norm, a failed daily check."""
    with bench(home) as stage:
        page = new_page(browser, stage, 1280, 800)
        open_step(page, stage, "daily")
        button(page, "Das als Referenz einlernen").click()
        button(page, "Jetzt prüfen").wait_for()
        stage.disturb(lamp=0.6)
        button(page, "Jetzt prüfen").click()
        wait_for_state(page, "nicht bestanden")
        settle(page, PICTURES / "setup-daily-check.png")
        stage.disturb()
        button(page, "Jetzt prüfen").click()
        wait_for_state(page, "bestanden,")

        open_step(page, stage, "part", "en")
        page.get_by_text("B · stringent").click()
        button(page, "Save as a new version").wait_for()
        settle(page, PICTURES / "setup-limits.png")

        open_step(page, stage, "scale")
        page.get_by_text("Mit der gedruckten Kalibriertafel: genau").click()
        page.get_by_label("längs, in mm").fill("99,2")
        page.get_by_label("quer, in mm").fill("99,7")
        button(page, "Weiter: Bilder aufnehmen").click()
        rng = np.random.default_rng(1)
        for number, pose in enumerate(HELD, start=1):
            lay(stage, take(LENS, A5, pose, rng, stretch_xy=PRINTED))
            button(page, f"Bild {number} aufnehmen").click()
            page.get_by_text(f"Bilder: {number}.").wait_for()
        lay(stage, take(LENS, A5, LAST, rng, stretch_xy=PRINTED))
        button(page, "Letztes Bild aufnehmen und rechnen").click()
        page.locator(".mb-figure").wait_for()
        settle(page, PICTURES / "setup-scale.png")


def settle(page: Page, path: Path, limit_bytes: int = LIMIT_BYTES, settle_ms: int = 1500) -> None:
    """A picture of the page once it is at rest and no button is under the mouse."""
    page.mouse.move(2, 2)
    page.wait_for_timeout(settle_ms)
    save(page, path, limit_bytes)


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


def save(page: Page, path: Path, limit_bytes: int = LIMIT_BYTES) -> None:
    """A picture of the page in few colours. Raises RuntimeError when it is above the limit even so."""
    page.wait_for_function("() => [...document.images].every(image => image.complete)")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path.parent.mkdir(parents=True, exist_ok=True)
    for colours in COLOURS:
        # the octree keeps the few pixels of a small sign's colour, where the median cut would not
        drawn = picture.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        drawn.save(path, optimize=True)
        if path.stat().st_size <= limit_bytes:
            return
    raise RuntimeError(f"{path} has {path.stat().st_size} bytes, more than {limit_bytes}: show less")


if __name__ == "__main__":
    main()
