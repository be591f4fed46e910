"""What becomes of a part, by real requests."""

import sqlite3
import uuid
from contextlib import closing

import pytest

from inspection.record import DispositionRecord
from inspection.records import audit
from screens.disposition_route import DispositionRequest
from tests.browser.staging import Stage, staged
from tests.screens.building import inspection
from tests.screens.test_server import ANSWER, ask, authorized, batch


def said(number: int, about: str, **changes: object) -> dict[str, object]:
    """Scrap, with an id that belongs to this part and number."""
    ids = {"disposition_id": f"{number:016x}{about[:16]}", "record_id": about}
    scrap = {"fate": "scrap", "cause": "pore", "reason": "nicht mehr zu schweißen", "cost_cents": 1250}
    return {**ids, **scrap, "role": "master", **changes}


def say(stage: Stage, body: object, **headers: str) -> ANSWER:
    origin = {"Origin": f"http://127.0.0.1:{stage.url.rsplit(':', 1)[1]}"}
    return ask(stage, "POST", "/api/dispositions", body, **(headers or origin))


def recorded(stage: Stage) -> str:
    record_id = uuid.uuid4().hex
    group = batch(inspection(record_id=record_id))
    assert ask(stage, "POST", "/api/records", group, Authorization=authorized(stage))[0] == 200
    return record_id


@pytest.fixture
def part(served: Stage) -> str:
    """The id of a part that was recorded just now."""
    return recorded(served)


def test_it_is_recorded_once_and_counted_and_a_correction_counts_instead(served: Stage, part: str) -> None:
    before = audit(served.home).dispositions
    status, answer, _ = say(served, said(1, part))
    assert status == 200
    record = DispositionRecord.model_validate(answer)
    assert (record.disposition.fate, record.disposition.cost_cents) == ("scrap", 1250)
    assert say(served, said(1, part))[:2] == (200, answer)
    assert all_said(served)[-1:] == [("scrap", 1250)]
    good = said(2, part, fate="good", reason=None, cost_cents=0, cause=None)
    assert say(served, good)[0] == 200
    assert all_said(served)[-2:] == [("scrap", 1250), ("good", 0)]
    assert audit(served.home).dispositions == before + 2


def all_said(stage: Stage) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(stage.home / "records.db")) as connection:
        return connection.execute("SELECT fate, cost_cents FROM dispositions ORDER BY sequence").fetchall()


def test_what_cannot_be_recorded_says_why_and_the_station_goes_on(served: Stage, part: str) -> None:
    assert say(served, said(2, part))[0] == 200
    status, answer, _ = say(served, said(2, part, cost_cents=1))
    assert status == 409 and said(2, part)["disposition_id"] in answer["error"]
    assert say(served, said(3, "0" * 32))[0] == 404
    assert say(served, said(5, part))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"fate": "open"},
        {"fate": "good"},  # and costs something
        {"reason": None},
        {"reason": " \n "},
        {"reason": "x" * 201},
        {"reason": "bell\x07"},
        {"cost_cents": -1},
        {"cost_cents": 12.5},
        {"cause": "a\nb"},
        {"role": "Karl Huber"},
        {"name": "Karl Huber"},
        {"record_id": "../records"},
        {"given_at": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_a_wrong_body_is_refused(served: Stage, part: str, changes: dict[str, object]) -> None:
    status, answer, _ = say(served, said(6, part, **changes))
    assert status == 422 and answer["error"]


def test_what_is_no_json_is_refused(served: Stage) -> None:
    for body in (b"", b"{", b"\xff", b"[]"):
        assert say(served, body)[0] == 422


def test_only_the_stations_own_page_may_say_it(served: Stage, part: str) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}):
        assert say(served, said(7, part), **headers)[0] == 403, headers


def test_a_pasted_reason_becomes_one_line() -> None:
    typed = said(8, "e5" * 16, reason=" nicht mehr\u00a0zu\r\n schweißen ")
    assert DispositionRequest.model_validate(typed).reason == "nicht mehr zu schweißen"


def test_a_station_that_records_nothing_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with staged(tmp_path_factory.mktemp("stopping") / "home") as stage:
        part = recorded(stage)
        stage.fail_storage()
        for _ in range(2):
            status, answer, _ = say(stage, said(9, part))
            assert status == 503 and "make room" in answer["error"]
