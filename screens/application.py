"""The parts that `st.App` is put together from, around one station host."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from screens.guard import LOCAL_NAMES, Guard
from screens.host import StationHost, put_to_work

PAGE = Path(__file__).with_name("page.py")

Lifespan = Callable[[object], AbstractAsyncContextManager[dict[str, object]]]


def station_lifespan(host: StationHost) -> Lifespan:
    """Starts the station in the background, so that the page opens at once; closes it when the server ends."""
    put_to_work(host)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[dict[str, object]]:
        from streamlit import config

        certificate = config.get_option("server.sslCertFile")
        host.start(
            asyncio.get_running_loop(),
            port=config.get_option("server.port"),
            address=config.get_option("server.address") or "127.0.0.1",
            certificate=Path(certificate) if certificate else None,
        )
        try:
            yield {}
        finally:
            await run_in_threadpool(host.close)

    return lifespan


def guarded(host: StationHost, host_names: Iterable[str] = ()) -> list[Middleware]:
    """The middleware that stands before every route; `host_names` are further names under which it may be asked."""
    names = LOCAL_NAMES | frozenset(name.lower() for name in host_names)
    return [Middleware(Guard, door=host.door, token=host.token, host_names=names)]
