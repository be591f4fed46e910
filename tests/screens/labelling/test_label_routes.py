"""What a browser that draws is told, and what of its words is kept."""

import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from inspection.errors import DetectorError
from inspection.finding import Detection
from inspection.people.role import Role
from tests.screens.labelling.label_server import ME, OTHER, LabelServer, label_server
from tests.training.labelling.building import PART, png

PORE = Detection(class_name="pore", score=0.9, xyxy=(30, 30, 40, 42))
FOREIGN = Detection(class_name="knot", score=0.9, xyxy=(1, 1, 9, 9))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LabelServer]:
    with label_server(tmp_path) as server:
        yield server


@pytest.fixture
def at(server: LabelServer) -> str:
    """Address of a picture of 80 x 60 px."""
    return f"pictures/{server.book.add_picture(PART, png(1)).sha256}"


def shape(xyxy: tuple[float, ...] = (10, 10, 20, 20), class_name: str = "pore") -> dict[str, Any]:
    return {"class_name": class_name, "xyxy": list(xyxy)}


def handed_in(*shapes: dict[str, Any], based_on: int = 0, desk: str = ME, **more: object) -> dict[str, Any]:
    return {"desk": desk, "based_on": based_on, "shapes": list(shapes), **more}


def test_the_strip_says_what_is_next_and_how_far_everything_is(server: LabelServer, at: str) -> None:
    other = server.book.add_picture(PART, png(2)).sha256
    assert server.post(f"{at}/drawing", handed_in()).status == 200
    queue = server.get("queue").said
    assert [(one["sha256"], one["why"], one["state"]) for one in queue["entries"]] == [(other, "uploaded", None)]
    assert queue["counts"] == {"open": 1, "drawn": 1, "approved": 0, "sent_back": 0, "set_aside": 0}
    assert queue["classes"] == ["pore", "crack"] and queue["gathering"] is False
    assert [one["state"] for one in server.get("queue?pile=drawn").said["entries"]] == ["drawn"]
    assert server.get("queue?pile=everything").status == 422


def test_a_draft_is_kept_for_its_desk_until_it_is_handed_in(server: LabelServer, at: str) -> None:
    draft = {"based_on": 0, "shapes": [shape()]}
    assert server.post(f"{at}/draft", {"desk": ME, "draft": draft}).status == 200
    shown = server.get(f"{at}?desk={ME}").said
    assert (shown["width_px"], shown["height_px"], shown["drawing"]) == (80, 60, None)
    assert shown["draft"]["shapes"][0]["xyxy"] == [10, 10, 20, 20]
    assert server.get(f"{at}?desk={OTHER}").said["draft"] is None
    assert server.post(f"{at}/drawing", handed_in(shape())).said["revision"] == 1
    shown = server.get(f"{at}?desk={ME}").said
    assert shown["draft"] is None and shown["drawing"]["state"] == "drawn"


def test_a_draft_can_be_thrown_away(server: LabelServer, at: str) -> None:
    server.post(f"{at}/draft", {"desk": ME, "draft": {"based_on": 0, "shapes": [shape()]}})
    server.post(f"{at}/draft", {"desk": ME, "draft": None})
    assert server.get(f"{at}?desk={ME}").said["draft"] is None


def test_who_opens_a_picture_second_is_told_and_the_first_too(server: LabelServer, at: str) -> None:
    assert server.get(f"{at}?desk={ME}").said["open_elsewhere"] is False
    assert server.get(f"{at}?desk={OTHER}").said["open_elsewhere"] is True
    assert server.post(f"{at}/presence", {"desk": ME}).said == {"open_elsewhere": True, "revision": 0}
    server.post(f"{at}/presence", {"desk": OTHER, "leaves": True})
    assert server.post(f"{at}/presence", {"desk": ME}).said == {"open_elsewhere": False, "revision": 0}


def test_of_two_who_hand_in_the_second_sees_what_stands_there_and_keeps_the_own(server: LabelServer, at: str) -> None:
    mine = shape((40, 40, 50, 50), "crack")
    server.post(f"{at}/draft", {"desk": ME, "draft": {"based_on": 0, "shapes": [mine]}})
    assert server.post(f"{at}/drawing", handed_in(shape(), desk=OTHER)).status == 200
    answer = server.post(f"{at}/drawing", handed_in(mine))
    assert answer.status == 409
    assert (answer.said["now"]["revision"], answer.said["now"]["shapes"][0]["class_name"]) == (1, "pore")
    assert server.get(f"{at}?desk={ME}").said["draft"]["shapes"][0]["class_name"] == "crack"
    assert server.post(f"{at}/drawing", handed_in(mine, based_on=1)).said["revision"] == 2


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (shape((70, 10, 120, 20)), "inside the picture"),
        (shape((10, 10, 10, 20)), "area"),
        (shape(class_name="knot"), "add the class first"),
    ],
)
def test_what_must_not_be_learned_is_refused_at_save(
    server: LabelServer, at: str, drawn: dict[str, Any], says: str
) -> None:
    answer = server.post(f"{at}/drawing", handed_in(drawn))
    assert answer.status == 422 and "shape 1" in answer.said["error"]
    assert server.get(f"{at}?desk={ME}").said["drawing"] is None


def test_only_the_master_approves_and_sends_back(server: LabelServer, at: str) -> None:
    server.post(f"{at}/drawing", handed_in(shape()))
    approved = handed_in(shape(), based_on=1, state="approved")
    assert server.post(f"{at}/drawing", approved).status == 422
    server.role = Role.MASTER
    back = handed_in(shape(), based_on=1, state="sent-back", note="Der Riss fehlt.")
    assert server.post(f"{at}/drawing", back).said["role"] == "master"
    assert server.get("queue").said["entries"][0]["note"] == "Der Riss fehlt."
    assert server.post(f"{at}/drawing", approved | {"based_on": 2}).said["state"] == "approved"
    states = [one["state"] for one in server.get(f"{at}/history").said["drawings"]]
    assert states == ["drawn", "sent-back", "approved"]


def test_operators_and_strangers_get_nothing_but_the_stations_token_opens(server: LabelServer, at: str) -> None:
    for server.role in (Role.OPERATOR, None):
        assert [server.get(end).status for end in ("queue", at, f"{at}/file")] == [403, 403, 403]
        assert server.post(f"{at}/drawing", handed_in()).status == 403
    assert server.get("queue", authorization="Bearer the token").status == 200


def test_a_new_class_is_the_masters_and_comes_last(server: LabelServer) -> None:
    assert server.post("classes", {"name": "undercut"}).status == 403
    server.role = Role.MASTER
    assert server.post("classes", {"name": "undercut"}).said == {"classes": ["pore", "crack", "undercut"]}
    assert server.post("classes", {"name": "<b>"}).status == 422


def test_the_picture_comes_small_first_and_whole(server: LabelServer) -> None:
    large = server.book.add_picture(PART, png(3, width_px=2000, height_px=500)).sha256
    assert server.get(f"pictures/{large}/file").body == png(3, width_px=2000, height_px=500)
    for width in (1600, 240):
        small = server.get(f"pictures/{large}/small?width={width}")
        assert Image.open(io.BytesIO(small.body)).size == (width, width // 4)
        assert "immutable" in small.headers["cache-control"]


def test_what_is_not_in_the_book_is_told_so(server: LabelServer) -> None:
    for end in ("", "/file", "/small", "/history"):
        assert server.get(f"pictures/{'0' * 64}{end}?desk={ME}").status == 404
    assert server.get(f"pictures/..%2f..%2fpeople.json/file?desk={ME}").status == 404


@pytest.mark.parametrize("body", [b"", b"{}", b"[1", b'{"desk": "x", "draft": null}', b'{"desk": 1}'])
def test_what_is_no_request_is_refused(server: LabelServer, at: str, body: bytes) -> None:
    for end in ("draft", "drawing", "presence", "outline"):
        assert server.post(f"{at}/{end}", body).status == 422


def test_a_body_that_nobody_draws_is_refused(server: LabelServer, at: str) -> None:
    assert server.post(f"{at}/draft", b" " * 8_000_001).status == 413


def station(part: str = PART) -> SimpleNamespace:
    state = SimpleNamespace(model=SimpleNamespace(judge=None), last_sequence=0, counts={})
    return SimpleNamespace(
        recipe=SimpleNamespace(name=part),
        judging=False,
        state=lambda: state,
        search=lambda _search: (),
        overrides_of=lambda _ids: {},
        find=lambda _id: None,
    )


def test_the_active_model_suggests_what_the_part_knows(tmp_path: Path) -> None:
    with label_server(tmp_path, [PORE, FOREIGN], DetectorError("no answer"), station=station()) as server:
        at = f"pictures/{server.book.add_picture(PART, png(1)).sha256}"
        [suggested] = server.get(f"{at}/suggestions").said["shapes"]
        assert (suggested["class_name"], suggested["made_by"]) == ("pore", "model")
        assert server.get(f"{at}/suggestions").said == {"shapes": [], "trouble": "no answer"}


def test_a_part_that_is_not_at_the_bench_gets_no_suggestions(tmp_path: Path) -> None:
    with label_server(tmp_path, [PORE], station=station("another")) as server:
        at = f"pictures/{server.book.add_picture(PART, png(1)).sha256}"
        assert server.get(f"{at}/suggestions").said["shapes"] == []


def test_an_outline_within_a_box(server: LabelServer, at: str) -> None:
    answer = server.post(f"{at}/outline", {"xyxy": [10, 10, 40, 40]})
    assert answer.status == 200 and set(answer.said) == {"polygon"}
