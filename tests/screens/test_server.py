"""The server by real requests, as a command beside the station sends them."""

import http.client
import json
import socket
import subprocess
import sys
from typing import Any

from inspection.record import Inspection
from screens.presence import Presence
from tests.browser.staging import ROOT, Stage
from tests.screens.building import inspection

ANSWER = tuple[int, Any, dict[str, str]]


def ask(stage: Stage, method: str, path: str, body: object = None, **headers: str) -> ANSWER:
    port = int(stage.url.rsplit(":", 1)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection.request(method, path, content if body is not None else None, named)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    is_json = answer.headers.get_content_type() == "application/json"
    return answer.status, json.loads(data) if is_json else data, dict(answer.headers)


def authorized(stage: Stage) -> str:
    presence = None
    while presence is None:  # the station is being built
        presence = Presence.read(stage.home)
    return f"Bearer {presence.token}"


def batch(*inspections: Inspection) -> object:
    return {"inspections": [one.model_dump(mode="json") for one in inspections]}


def test_a_group_is_recorded_in_its_order_and_once_when_sent_again(served: Stage) -> None:
    group = batch(inspection(record_id="a1" * 16), inspection(record_id="a2" * 16))
    status, answer, _ = ask(served, "POST", "/api/records", group, Authorization=authorized(served))
    assert status == 200
    first, second = answer["sequences"]
    assert second == first + 1
    again = ask(served, "POST", "/api/records", group, Authorization=authorized(served))
    assert again[:2] == (200, answer)


def test_a_record_that_says_something_else_is_a_conflict_and_the_station_goes_on(served: Stage) -> None:
    one = inspection(record_id="b1" * 16)
    other = one.model_copy(update={"software_version": "other"})
    authorization = authorized(served)
    assert ask(served, "POST", "/api/records", batch(one), Authorization=authorization)[0] == 200
    assert ask(served, "POST", "/api/records", batch(other), Authorization=authorization)[0] == 409
    later = batch(inspection(record_id="b2" * 16))
    assert ask(served, "POST", "/api/records", later, Authorization=authorization)[0] == 200


def test_without_the_token_nothing_is_recorded(served: Stage) -> None:
    group = batch(inspection(record_id="c1" * 16))
    origin = {"Origin": f"http://127.0.0.1:{served.url.rsplit(':', 1)[1]}"}
    assert ask(served, "POST", "/api/records", group, **origin)[0] == 401
    assert ask(served, "POST", "/api/records", group, Authorization="Bearer wrong")[0] == 401
    assert ask(served, "POST", "/api/records", group, Authorization=f"Basic {authorized(served)[7:]}")[0] == 401
    assert ask(served, "POST", "/api/records", group)[0] == 403


def test_a_wrong_body_is_named(served: Stage) -> None:
    authorization = authorized(served)
    bodies: list[object] = [b"", b"{", {"inspections": []}, {"inspections": [{}]}, {"inspections": [], "more": 1}]
    for body in bodies:
        status, answer, _ = ask(served, "POST", "/api/records", body, Authorization=authorization)
        assert status == 422
        assert answer["error"]
    unstored = inspection(record_id="d1" * 16, path=None)
    assert ask(served, "POST", "/api/records", batch(unstored), Authorization=authorization)[0] == 422
    many = {"inspections": [inspection().model_dump(mode="json")] * 65}
    assert ask(served, "POST", "/api/records", many, Authorization=authorization)[0] == 422
    assert ask(served, "POST", "/api/records", b" " * 16_000_001, Authorization=authorization)[0] == 413


def test_a_trigger_is_recorded_and_its_picture_can_be_seen_small_and_whole(served: Stage) -> None:
    authorized(served)
    origin = {"Origin": f"http://127.0.0.1:{served.url.rsplit(':', 1)[1]}"}
    answers = [ask(served, "POST", "/api/trigger", {"source": "button"}, **origin)[1] for _ in range(2)]
    assert [answer["outcome"] for answer in answers] == ["recorded", "ignored"]
    assert ask(served, "POST", "/api/trigger", {"source": "<b>"}, **origin)[0] == 422
    sha256 = next(path.stem for path in (served.home / "pictures").glob("*/*.png"))
    for address in (f"/api/pictures/{sha256}", f"/api/pictures/{sha256}/small"):
        status, data, headers = ask(served, "GET", address)
        assert status == 200 and len(data) > 500
        assert headers["x-content-type-options"] == "nosniff" and "immutable" in headers["cache-control"]


def test_pictures_are_asked_for_by_their_hash_and_by_nothing_else(served: Stage) -> None:
    authorized(served)
    for name in ("0" * 64, "x", "..%2f..%2fsettings.yaml", "%2e%2e", "A" * 64):
        assert ask(served, "GET", f"/api/pictures/{name}")[0] in (400, 404), name


def test_other_names_and_other_sites_are_refused_on_every_route(served: Stage) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/api/pictures/x"):
        assert ask(served, "GET", path, Host="evil.example")[0] == 403
    for path in ("/_stcore/stream", "/api/live", "/api/news"):
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        assert ask(served, "GET", path, **upgrade, Origin="http://evil.example")[0] == 403, path
        assert ask(served, "GET", path, **upgrade)[0] == 403, path


def test_no_other_site_may_frame_the_page(served: Stage) -> None:
    assert ask(served, "GET", "/")[2]["x-frame-options"] == "DENY"


def test_a_port_in_use_ends_with_a_message_and_status_2() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        code = f"from screens.server import run; run(port={port}, open_browser=False)"
        ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 2
    assert f"--port {port + 1}" in ended.stderr
