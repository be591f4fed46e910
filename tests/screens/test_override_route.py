"""The master's word by real requests."""

import uuid

import pytest
from pydantic import ValidationError

from inspection.protocol import RecordBook
from inspection.record import OverrideRecord
from screens.override_route import OverrideRequest
from tests.browser.staging import Stage, staged
from tests.inspection.protocol import paper
from tests.screens.building import inspection
from tests.screens.test_server import ANSWER, ask, authorized, batch


def word_id(number: int, about: str) -> str:
    return f"{number:016x}{about[:16]}"


def word(number: int, about: str, **changes: object) -> dict[str, object]:
    said = {"verdict": "PASS", "role": "master", "reason": "nachgemessen: 0,9 mm"}
    return {"override_id": word_id(number, about), "record_id": about, **said, **changes}


def say(stage: Stage, body: object, **headers: str) -> ANSWER:
    origin = {"Origin": f"http://127.0.0.1:{stage.url.rsplit(':', 1)[1]}"}
    return ask(stage, "POST", "/api/overrides", body, **(headers or origin))


@pytest.fixture
def part(served: Stage) -> str:
    """The id of a part that was recorded just now."""
    record_id = uuid.uuid4().hex
    answer = ask(
        served, "POST", "/api/records", batch(inspection(record_id=record_id)), Authorization=authorized(served)
    )
    assert answer[0] == 200
    return record_id


def test_a_word_is_recorded_once_and_stands_on_the_protocol(served: Stage, part: str) -> None:
    status, answer, _ = say(served, word(1, part))
    assert status == 200
    record = OverrideRecord.model_validate(answer)
    assert record.override.reason == "nachgemessen: 0,9 mm"
    assert say(served, word(1, part))[:2] == (200, answer)
    with RecordBook.opened(served.home) as book:
        assert book.overrides_of([part]) == {part: (record,)}
    said = paper.text(ask(served, "GET", f"/api/protocols/{part}?lang=de")[1])
    assert "Wort des Meisters i.O. Funktion: Meister Grund: nachgemessen: 0,9 mm" in said


def test_what_cannot_be_recorded_says_why_and_the_station_goes_on(served: Stage, part: str) -> None:
    assert say(served, word(2, part))[0] == 200
    status, answer, _ = say(served, word(2, part, verdict="FAIL"))
    assert status == 409 and word_id(2, part) in answer["error"]
    status, answer, _ = say(served, word(3, "0" * 32))
    assert status == 404 and "0" * 32 in answer["error"]
    assert say(served, word(4, word_id(2, part)))[0] == 404  # a word is no part
    assert say(served, word(5, part))[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": "\n\t "},
        {"reason": "x" * 501},
        {"reason": "bell\x07"},
        {"reason": None},
        {"verdict": "REVIEW"},
        {"role": "Karl Huber"},
        {"name": "Karl Huber"},
        {"record_id": "../records"},
        {"override_id": 7},
        {"given_at": "2020-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_a_wrong_body_is_refused(served: Stage, part: str, changes: dict[str, object]) -> None:
    status, answer, _ = say(served, word(6, part, **changes))
    assert status == 422 and answer["error"]


def test_what_is_no_json_is_refused(served: Stage) -> None:
    for body in (b"", b"{", b"\xff", b"[]"):
        assert say(served, body)[0] == 422


def test_only_the_stations_own_page_may_say_it(served: Stage, part: str) -> None:
    for headers in (
        {"Origin": "http://evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Accept": "*/*"},  # no Origin at all
    ):
        assert say(served, word(7, part), **headers)[0] == 403, headers


def test_a_pasted_reason_becomes_one_line() -> None:
    said = OverrideRequest.model_validate(word(8, "e5" * 16, reason=" nachgemessen:\u00a00,9 mm\r\n mit der\tLehre "))
    assert said.reason == "nachgemessen: 0,9 mm mit der Lehre"
    with pytest.raises(ValidationError):
        OverrideRequest.model_validate(word(8, "e5" * 16, reason="\u200b"))


def test_a_station_that_records_nothing_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with staged(tmp_path_factory.mktemp("stopping") / "home") as stage:
        record_id = "e6" * 16
        group = batch(inspection(record_id=record_id))
        assert ask(stage, "POST", "/api/records", group, Authorization=authorized(stage))[0] == 200
        stage.fail_storage()
        for _ in range(2):
            status, answer, _ = say(stage, word(9, record_id))
            assert status == 503 and "make room" in answer["error"]
        origin = {"Origin": stage.url.replace("localhost", "127.0.0.1")}
        assert ask(stage, "POST", "/api/trigger", {"source": "key"}, **origin)[0] == 503
