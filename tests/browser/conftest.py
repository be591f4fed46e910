"""One Chromium for all browser tests; a page of its own for each."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from tests.browser.staging import CHROMIUM, CHROMIUM_OPTIONS, WAIT_MS, Stage, open_page, staged

expect.set_options(timeout=WAIT_MS)

TRIED_AGAIN = 2
"""A slow machine loses a key now and then, as a hand does; whatever is broken fails every time. The summary says so."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("proof"):
            item.add_marker(pytest.mark.flaky(reruns=TRIED_AGAIN))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure is told with what stood on the open pages, and what the servers said."""
    report = yield
    given = getattr(item, "funcargs", {})
    if report.when == "call" and report.failed and "browser" in given:
        pages = [page for context in given["browser"].contexts for page in context.pages]
        report.sections += [("an open page", _on(page)) for page in pages]
        report.sections += [("a server", one.said()) for one in given.values() if isinstance(one, Stage)]
    return report


def _on(page: Page) -> str:
    try:
        return f"{page.url}\n{page.inner_text('body', timeout=1000)[:3000]}"
    except Error as error:
        return f"{page.url}\n{error}"


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


OpenBrowser = Callable[..., Page]


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[Callable[[str], BrowserContext]]:
    """One context for each language; it keeps Streamlit's scripts, so that only the first page has to load them."""
    kept: dict[str, BrowserContext] = {}

    def context(locale: str) -> BrowserContext:
        if locale not in kept:
            kept[locale] = browser.new_context(locale=locale, reduced_motion="reduce")
            kept[locale].set_default_timeout(WAIT_MS)
        return kept[locale]

    yield context
    for context_ in kept.values():
        context_.close()


@pytest.fixture
def somebody(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without any cookie."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(WAIT_MS)
    yield context
    context.close()


@pytest.fixture
def open_browser(contexts: Callable[[str], BrowserContext]) -> Iterator[OpenBrowser]:
    """Opens a page as another person would."""
    pages = []

    def new(
        width: int = 1280, height: int = 800, locale: str = "de-DE", color_scheme: Literal["light", "dark"] = "light"
    ) -> Page:
        page = contexts(locale).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion="reduce")
        pages.append(page)
        return page

    yield new
    for page in pages:
        page.close()


@pytest.fixture
def page(shared_page: Page) -> Page:
    """The shared station's page, German, ready to use; whoever opens something on it closes it again."""
    shared_page.bring_to_front()  # Chromium draws a page behind another once a second
    return shared_page


@pytest.fixture(scope="session")
def shared_page(contexts: Callable[[str], BrowserContext], stage: Stage) -> Iterator[Page]:
    page = contexts("de-DE").new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    open_page(page, stage)
    yield page
    page.close()
