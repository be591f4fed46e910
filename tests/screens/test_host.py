"""What the host tells the browsers, and when."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from inspection.motion import PartWatch
from inspection.motion.part_watch import Light, Watching
from screens import host as hosting
from screens.host import StationHost
from tests.screens.test_page import station_in

PATIENCE_S = 60
SETTLED_S = 1.5


def with_host(home: Path, act: Callable[[StationHost, PartWatch], Awaitable[None]]) -> None:
    """A host at work that has nothing new to tell."""

    async def work() -> None:
        host = StationHost(station_in, home)
        host.start(asyncio.get_running_loop(), 8501)
        try:
            async with asyncio.timeout(PATIENCE_S):
                while host.part_watch is None or host.part_watch.state.light is not Light.GOOD:
                    await asyncio.sleep(0.02)
                await asyncio.sleep(SETTLED_S)
                await act(host, host.part_watch)
        finally:
            await asyncio.to_thread(host.close)

    with ThreadPoolExecutor(1) as beside:  # a browser test may have left a loop in this thread
        beside.submit(lambda: asyncio.run(work())).result()


def test_what_the_automatic_trigger_does_is_told_and_needs_no_new_page(tmp_path: Path) -> None:
    async def act(host: StationHost, watch: PartWatch) -> None:
        before = host.news
        watch.switch(True)
        news = await host.news_after(before)
        assert before.watching is Watching.OFF and news != before
        watch.switch(False)
        while news.watching is not Watching.OFF:
            news = await host.news_after(news)
        assert news.version == before.version

    with_host(tmp_path, act)


def test_a_new_day_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(host: StationHost, _watch: PartWatch) -> None:
        before = host.news
        monkeypatch.setattr(hosting, "_today", lambda: date(2026, 1, 1))
        assert (await host.news_after(before)).version > before.version

    with_host(tmp_path, act)
