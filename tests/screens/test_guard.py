"""Every route is closed to other sites; the walk is over all routes that the server has."""

from typing import Any

import pytest

from screens.guard import LOCAL_NAMES, refusal


def scope(kind: str = "http", method: str = "GET", path: str = "/", **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in ({"host": "localhost:8501"} | headers).items()}
    raw = [(name.encode(), value.encode()) for name, value in named.items() if value]
    return {"type": kind, "method": method, "path": path, "headers": raw}


@pytest.mark.parametrize(
    "served",
    [
        scope(),
        scope(host="127.0.0.1:8501"),
        scope(host="[::1]:8501"),
        scope(host="LOCALHOST:8501"),
        scope(sec_fetch_site="cross-site"),  # somebody followed a link to the page
        scope(path="/api/pictures/x", sec_fetch_site="same-origin"),
        scope(path="/api/pictures/x"),
        scope(method="POST", path="/api/trigger", origin="http://localhost:8501", sec_fetch_site="same-origin"),
        scope(method="POST", path="/api/records", authorization="Bearer x"),
        scope("websocket", path="/api/live", origin="http://localhost:8501"),
    ],
)
def test_the_own_page_and_local_commands_are_served(served: dict[str, Any]) -> None:
    assert refusal(served, LOCAL_NAMES) is None


@pytest.mark.parametrize(
    "refused",
    [
        scope(host="evil.example"),
        scope(host="localhost.evil.example:8501"),
        scope(host=""),
        scope(host="localhost:port@evil.example"),
        scope(host="[::1"),
        scope(method="POST", path="/api/trigger"),
        scope(method="POST", path="/api/trigger", origin="http://evil.example"),
        scope(method="POST", path="/api/trigger", origin="null"),
        scope(method="POST", path="/api/trigger", origin="http://localhost:9999"),
        scope(method="POST", path="/api/records", authorization="Bearer x", origin="http://evil.example"),
        scope(path="/api/pictures/x", sec_fetch_site="cross-site"),
        scope(path="/api/pictures/x", sec_fetch_site="same-site"),
        scope("websocket", path="/api/live"),
        scope("websocket", path="/api/live", origin="http://evil.example"),
        scope("websocket", path="/_stcore/stream", origin="http://localhost:9999"),
    ],
)
def test_other_sites_are_refused(refused: dict[str, Any]) -> None:
    assert refusal(refused, LOCAL_NAMES)
