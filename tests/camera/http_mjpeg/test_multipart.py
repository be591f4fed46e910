"""Streams as cameras write them, and as they break: whole parts come out, in order, however the bytes are cut."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from camera.http_mjpeg.multipart import MAX_HEAD_BYTES, MAX_PART_BYTES, BrokenPart, MultipartParser, Part, boundary_of

JPEG = b"\xff\xd8 a picture\r\n--\r\n\xff\xd9"
assert len(JPEG) == 20


def parsed(pieces: Iterable[bytes], boundary: str = "frame") -> list[bytes | str]:
    """Data of whole parts and the reasons of broken ones."""
    parser = MultipartParser(boundary)
    found = [part for piece in pieces for part in parser.feed(piece, 0.0)]
    return [part.data if isinstance(part, Part) else part.why for part in found]


def part(data: bytes, *fields: str, line_end: bytes = b"\r\n", delimiter: bytes = b"--frame") -> bytes:
    return line_end.join([delimiter, *(field.encode() for field in fields), b"", data, b""])


def counted(data: bytes, length: int | None = None) -> bytes:
    return part(data, "Content-Type: image/jpeg", f"Content-Length: {len(data) if length is None else length}")


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=frame", "frame"),
        ("multipart/x-mixed-replace;boundary=--frame", "frame"),
        ('multipart/x-mixed-replace; boundary="frame"', "frame"),
        ('multipart/x-mixed-replace; charset=utf-8; BOUNDARY="--my frame"', "my frame"),
        ("multipart/x-mixed-replace; boundary=--BoundaryString--", "BoundaryString--"),
        ("multipart/x-mixed-replace", None),
        ("multipart/x-mixed-replace; boundary=", None),
        ("multipart/x-mixed-replace; boundary=--", None),
        ("multipart/x-mixed-replace; boundary=" + "x" * 300, None),
    ],
)
def test_the_boundary_is_read_as_cameras_write_it(content_type: str, boundary: str | None) -> None:
    assert boundary_of(content_type) == boundary


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
@pytest.mark.parametrize("delimiter", [b"--frame", b"----frame"])
@pytest.mark.parametrize("fields", [(), ("Content-Type: image/jpeg",), ("content-length:20",), ("X-Timestamp: 1.5",)])
@pytest.mark.parametrize("preamble", [b"", b"\r\n", b"This is a stream.\r\n"])
def test_every_form_that_cameras_use_is_understood(
    line_end: bytes, delimiter: bytes, fields: tuple[str, ...], preamble: bytes
) -> None:
    stream = preamble + part(JPEG, *fields, line_end=line_end, delimiter=delimiter) * 3
    assert parsed([stream + delimiter + line_end]) == [JPEG] * 3


def test_a_part_with_a_length_is_whole_before_the_next_begins() -> None:
    assert parsed([counted(JPEG)[:-2]]) == [JPEG]


def test_a_part_without_a_line_end_behind_it_is_followed_by_the_next() -> None:
    assert parsed([counted(JPEG)[:-2] + counted(JPEG)]) == [JPEG, JPEG]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (counted(JPEG, length=4000), "the part has 20 bytes, its Content-Length is 4000"),
        (part(JPEG, "Content-Length: many"), "'many', not a number"),
        (part(JPEG, "Content-Length: -5"), "'-5', not a number"),
        (part(JPEG, "Content-Length: 40000001"), "announces 40000001 bytes, at most 40000000"),
        (part(JPEG, "Content-Length: " + "9" * 5000), "announces 9999"),
        (part(JPEG, "X: " + "x" * MAX_HEAD_BYTES), "head has more than 16384 bytes"),
        (part(JPEG, "Content-Type: image/webp"), "is image/webp, expected image/jpeg"),
    ],
)
def test_a_broken_part_is_named_and_the_next_is_whole(broken: bytes, why: str) -> None:
    found = parsed([counted(JPEG) + broken + counted(JPEG)])
    assert found[0] == found[-1] == JPEG
    assert len(found) == 3
    assert why in str(found[1])


def test_a_part_longer_than_its_length_is_broken() -> None:
    first, why, second = parsed([counted(JPEG, length=10) + counted(JPEG)])
    assert (first, second) == (JPEG[:10], JPEG)
    assert "more bytes than its Content-Length of 10" in str(why)


def test_other_parts_than_pictures_are_left_out() -> None:
    assert parsed([part(b"22 C", "Content-Type: text/plain") + counted(JPEG)]) == [JPEG]


def test_a_part_that_does_not_end_is_given_up() -> None:
    piece = bytes(4_000_000)
    found = parsed([part(b"")[:-2], *[piece] * (MAX_PART_BYTES // len(piece) + 1), b"\r\n" + counted(JPEG)])
    assert found[1:] == [JPEG]
    assert "does not end within 40000000 bytes" in str(found[0])


def test_what_never_has_a_delimiter_is_not_kept() -> None:
    parser = MultipartParser("frame")
    for _ in range(50):
        assert parser.feed(bytes(100_000), 0.0) == []
    assert len(parser._buffer) < 1000


def test_the_closing_delimiter_ends_the_stream() -> None:
    parser = MultipartParser("frame")
    assert len(parser.feed(counted(JPEG) + b"--frame--\r\n" + counted(JPEG), 0.0)) == 1
    assert parser.ended


def test_a_part_has_the_time_at_which_its_picture_began_to_come() -> None:
    parser = MultipartParser("frame")
    head, body = counted(JPEG)[: -len(JPEG) - 2], JPEG
    times = []
    for at_s, piece in enumerate([head, body[:5], body[5:], b"\r\n" + head + body[:1], body[1:] + b"\r\n"]):
        times += [found.first_byte_s for found in parser.feed(piece, float(at_s)) if isinstance(found, Part)]
    assert times == [1.0, 3.0]


_DATA = st.binary(max_size=30) | st.sampled_from(
    [JPEG, b"\r\n--frame", b"\n--frame\r\n", b"--frame--\r\n", b"-", b"\n"]
)
_PIECES = st.one_of(
    _DATA,
    st.builds(counted, _DATA),
    st.builds(counted, _DATA, st.integers(0, 60)),
    st.builds(part, _DATA),
    st.builds(
        part, _DATA, st.sampled_from(["Content-Type: text/plain", "Content-Type: image/png", "Content-Length: x"])
    ),
)


@given(stream=st.lists(_PIECES, max_size=6).map(b"".join), cuts=st.lists(st.integers(0, 400), max_size=30))
def test_what_comes_out_does_not_depend_on_how_the_stream_is_cut(stream: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert parsed(pieces) == parsed([stream]) == parsed(stream[i : i + 1] for i in range(len(stream)))


@given(st.lists(st.binary(max_size=60)), st.integers(1, 50))
def test_counted_parts_come_out_as_they_went_in(bodies: list[bytes], size: int) -> None:
    stream = b"".join(map(counted, bodies))
    if b"\n--frame" not in b"".join(b"\n" + body for body in bodies):
        assert parsed(stream[i : i + size] for i in range(0, len(stream), size)) == bodies


@given(st.lists(st.tuples(_PIECES, st.floats(0, 1)), max_size=10))
def test_times_never_run_ahead_or_back(pieces: list[tuple[bytes, float]]) -> None:
    parser, at_s, last_s = MultipartParser("frame"), 0.0, 0.0
    for piece, later_s in pieces:
        at_s += later_s
        for found in parser.feed(piece, at_s):
            if isinstance(found, Part):
                assert last_s <= found.first_byte_s <= at_s
                last_s = found.first_byte_s
            else:
                assert isinstance(found, BrokenPart)
