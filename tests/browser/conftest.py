"""One Chromium for all browser tests; a page of its own for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.staging import CHROMIUM, CHROMIUM_OPTIONS, Stage, open_page, staged


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium: install Debian's `chromium`, which the browser tests drive")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def stage(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A station that finds every kind of verdict in turn; shared, so tests compare with what they found."""
    with staged(tmp_path_factory.mktemp("shared") / "home", "--answers", "mixed") as stage:
        yield stage


@pytest.fixture
def open_browser(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages as different people would: each in a context of its own."""
    with _contexts(browser) as new:
        yield new


@pytest.fixture(scope="session")
def page(browser: Browser, stage: Stage) -> Iterator[Page]:
    """The shared station's page, German, ready to use; whoever opens something on it closes it again."""
    with _contexts(browser) as new:
        page = new()
        open_page(page, stage)
        yield page


@contextmanager
def _contexts(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def new(width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, **{"locale": "de-DE", "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
