"""What the operator feels: verdict on the screen at 5 megapixels and with three browsers, live picture, first paint,
and a day of inspections without growing.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

import cv2
import psutil
import pytest
import yaml
from playwright.sync_api import Browser, Page

from camera.config import SimulatedConfig
from camera.simulated import SimulatedCamera
from tests.browser.staging import REAL_STATION, WAIT_MS, Stage, open_page, press, sequence, staged
from tests.browser.test_speed import WATCH, first_times, summary, trigger
from tests.proofs.figures import leave_figures

pytestmark = [pytest.mark.browser, pytest.mark.proof]

TRIGGERS = 40
A_DAY = int(os.environ.get("MEISTERBLICK_PROOF_PARTS", "28800"))
"""8 hours of one inspection a second."""

FEATURES = """# {{05D8C294-F295-4dfb-9D01-096BD04049F4}}
# GenApi persistence file (version 3.1.0)
TestImageSelector\tOff
ImageFilename\t{picture}
ImageFileMode\tOn
"""


def new_page(browser: Browser, stage: Stage) -> Page:
    page = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 800}).new_page()
    open_page(page, stage)
    page.evaluate(WATCH)
    return page


def settle(page: Page) -> None:
    """The first parts load what the later ones find loaded."""
    for _ in range(5):
        press(page)


def measured(page: Page) -> dict[str, dict[str, float]]:
    """Trigger to record as the station measured it, key to verdict painted as the browser saw it, in ms."""
    page.evaluate("() => { window.mbShown = []; window.mbPressed = []; }")
    recorded_ms, last = trigger(page, TRIGGERS)
    page.wait_for_function("s => window.mbShown.some(([sequence]) => sequence >= s)", arg=last)
    pressed, painted = page.evaluate("[window.mbPressed, window.mbShown]")
    on_screen = [at - began for at, began in zip(first_times(painted).values(), pressed, strict=True)]
    return {"trigger_to_record_ms": summary(recorded_ms), "key_to_verdict_painted_ms": summary(on_screen)}


def basler(home: Path, width_px: int, height_px: int) -> None:
    """Settings for Basler's emulator, which shows a rendered board."""
    camera = SimulatedCamera(SimulatedConfig(part="board", width_px=width_px, height_px=height_px))
    camera.open()
    pixels = camera.part.pixels
    camera.close()
    home.mkdir(parents=True)
    picture, features = home.parent / "board.png", home.parent / "emulator.pfs"
    cv2.imwrite(str(picture), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    features.write_text(FEATURES.format(picture=picture))
    settings = {
        "part": "board",
        "camera": {
            "kind": "basler",
            "serial": "0815-0000",
            "transport": "emulated",
            "pixel_format": "BGR8Packed",
            "region": {"x_px": 0, "y_px": 0, "width_px": width_px, "height_px": height_px},
            "features": str(features),
        },
    }
    (home / "settings.yaml").write_text(yaml.safe_dump(settings))


@pytest.mark.parametrize(("width_px", "height_px", "goal_ms"), [(640, 480, 150), (2448, 2048, 1000)])
def test_a_basler_camera(
    width_px: int,
    height_px: int,
    goal_ms: int,
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYLON_CAMEMU", "1")
    home = tmp_path / "home"
    basler(home, width_px, height_px)
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        page = new_page(browser, stage)
        settle(page)
        assert page.locator(".mb-card").get_attribute("data-verdict") != "NOT_JUDGED"
        figures = measured(page)
    leave_figures(f"basler-{width_px}x{height_px}", {"picture": f"{width_px}x{height_px}, emulator, board", **figures})
    assert figures["key_to_verdict_painted_ms"]["p95"] < goal_ms * 2, figures


def test_three_live_browsers_and_the_live_picture(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        page = new_page(browser, stage)
        settle(page)
        alone = [measured(page)]
        others = [new_page(browser, stage) for _ in range(2)]
        page.bring_to_front()
        together = [measured(page)]
        for other in others:
            other.context.close()
        alone.append(measured(page))
        before = int(page.locator("#live").get_attribute("data-pictures") or 0)
        page.wait_for_timeout(10_000)
        fps = (int(page.locator("#live").get_attribute("data-pictures") or 0) - before) / 10
    figures = {
        "one_browser": alone,
        "three_browsers": together,
        "slower_by": round(
            together[0]["trigger_to_record_ms"]["median"]
            / (sum(one["trigger_to_record_ms"]["median"] for one in alone) / 2)
            - 1,
            3,
        ),
        "live_pictures_a_second": fps,
    }
    leave_figures("three-browsers", figures)
    assert fps > 10, figures


def test_first_paint(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    paints, ready = list[float](), list[float]()
    with staged(home, command=(*REAL_STATION, str(home))) as stage:
        new_page(browser, stage).context.close()
        for _ in range(5):
            context = browser.new_context(locale="de-DE")
            page = context.new_page()
            began = time.monotonic()
            open_page(page, stage)
            ready.append((time.monotonic() - began) * 1000)
            paints.append(page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            context.close()
    figures = {"first_paint_ms": median(paints), "worst_ms": max(paints), "trigger_ready_ms": median(ready)}
    leave_figures("first-paint", figures)
    assert figures["first_paint_ms"] < 3000, figures


@pytest.fixture
def long_day(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path / "home", "--answers", "mixed", "--lock-out-ms", "0") as stage:
        yield stage


@pytest.mark.timeout(0)  # a day
def test_a_day_of_inspections_does_not_grow(browser: Browser, long_day: Stage) -> None:
    page = new_page(browser, long_day)
    server = psutil.Process(long_day.process.pid)
    sizes, behind, last, began = list[tuple[int, float]](), list[int](), 0, time.monotonic()
    for number in range(1, A_DAY + 1):
        last = post(long_day, "/api/trigger", {"source": "button"})["sequence"]
        if number % max(1, A_DAY // 20) == 0:
            sizes.append((number, round(server.memory_info().rss / 1e6, 1)))
            behind.append(last - sequence(page))
    took_s = time.monotonic() - began
    page.wait_for_function(
        "last => +document.querySelector('.mb-card').dataset.sequence === last", arg=last, timeout=WAIT_MS
    )
    assert page.locator(".mb-master-fold").count() == 1  # no form of an earlier part is left
    heap = page.evaluate("() => performance.memory ? Math.round(performance.memory.usedJSHeapSize / 1e6) : null")
    figures = {
        "parts": A_DAY,
        "seconds": round(took_s),
        "parts_a_second": round(A_DAY / took_s, 2),
        "memory_mb": sizes,
        "browser_heap_mb": heap,
        "browser_behind_by_parts": behind,
        "threads": server.num_threads(),
    }
    leave_figures("a-day-at-the-screen", figures)
    settled = sizes[len(sizes) // 4][1]
    assert sizes[-1][1] < settled * 1.05 + 10, figures


def post(stage: Stage, path: str, body: object) -> Any:
    headers = {"Origin": stage.url, "Content-Type": "application/json"}
    with urlopen(Request(stage.url + path, json.dumps(body).encode(), headers, method="POST"), timeout=20) as answer:
        return json.load(answer)
