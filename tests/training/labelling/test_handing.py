"""Drawings go out and come in again as they were; what must not be kept is refused before anything is (row 30, 35)."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.people import Role
from tests.training.labelling.building import PART, box, png
from training.data.exchange.transfer import Format
from training.errors import ArchiveRefused, DatasetError, LabelError
from training.labelling.book import LabelBook
from training.labelling.drawing import MadeBy, Shape, State
from training.labelling.handing import hand_in, hand_out


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path / "there")
    opened.add_classes(PART, ["pore", "slag-line"])
    yield opened
    opened.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path / "here")
    yield opened
    opened.close()


def approve(book: LabelBook, seed: int, *shapes: Shape) -> None:
    picture = book.add_picture(PART, png(seed), group=f"piece-{seed}")
    done = len(book.history(PART, picture.sha256))
    book.draw(PART, picture.sha256, shapes, based_on=done, role=Role.MASTER, state=State.APPROVED)


POLYGON = Shape(class_name="slag-line", xyxy=(30, 20, 50, 40), polygon=((30, 20), (50, 25), (40, 40)))


@pytest.mark.parametrize("format", Format)
def test_what_goes_out_comes_in_as_drawn(book: LabelBook, other: LabelBook, format: Format) -> None:
    approve(book, 1, box(), POLYGON)
    approve(book, 2)
    book.add_picture(PART, png(3))
    data, told = hand_out(book, PART, format)
    assert (told.pictures, told.shapes) == (2, 2)
    came = hand_in(other, PART, data, role=Role.TRAINEE)
    assert (came.format, came.pictures, came.shapes, came.known) == (format, 2, 2, 0)
    drawings = other.drawings(PART)
    assert {one.state for one in drawings.values()} == {State.DRAWN}
    [drawn] = [one for one in drawings.values() if one.shapes]
    assert {shape.made_by for shape in drawn.shapes} == {MadeBy.IMPORT}
    by_class = {shape.class_name: shape for shape in drawn.shapes}
    assert by_class["pore"].xyxy == pytest.approx((10, 10, 20, 20), abs=0.01)
    assert by_class["slag-line"].xyxy == pytest.approx(POLYGON.xyxy, abs=0.01)
    again = hand_in(other, PART, data, role=Role.TRAINEE)
    assert (again.known, len(other.pictures(PART))) == (2, 2)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corners=st.lists(st.tuples(st.floats(0, 60), st.floats(0, 40), st.floats(2, 20), st.floats(2, 20)), max_size=4),
    format=st.sampled_from(Format),
)
def test_any_boxes_survive_the_way_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, corners: list[tuple[float, float, float, float]], format: Format
) -> None:
    root = tmp_path_factory.mktemp("books")
    books = [LabelBook.open(root / name) for name in ("there", "here")]
    for one in books:
        one.add_classes(PART, ["pore"])
    boxes = [box(xyxy=(x, y, x + width, y + height)) for x, y, width, height in corners]
    approve(books[0], 1, *boxes)
    data, _ = hand_out(books[0], PART, format)
    hand_in(books[1], PART, data, role=Role.MASTER)
    [drawn] = books[1].drawings(PART).values()
    assert [one.xyxy for one in drawn.shapes] == [pytest.approx(one.xyxy, abs=0.02) for one in boxes]
    for one in books:
        one.close()


def test_where_somebody_has_drawn_already_that_stays(book: LabelBook, other: LabelBook) -> None:
    approve(book, 1, box())
    data, _ = hand_out(book, PART, Format.COCO)
    hand_in(other, PART, data, role=Role.TRAINEE)
    [drawing] = other.drawings(PART).values()
    other.draw(PART, drawing.sha256, [], based_on=1, role=Role.MASTER, state=State.APPROVED)
    hand_in(other, PART, data, role=Role.TRAINEE)
    assert other.drawings(PART)[drawing.sha256].state is State.APPROVED


def test_a_picture_that_went_out_from_here_is_known_when_it_comes_back(book: LabelBook) -> None:
    approve(book, 1, box())
    data, _ = hand_out(book, PART, Format.CVAT)
    came = hand_in(book, PART, data, role=Role.MASTER)
    assert (came.known, len(book.pictures(PART))) == (1, 1)


def test_nothing_approved_is_nothing_to_hand_out(book: LabelBook) -> None:
    with pytest.raises(LabelError, match="no drawing of weld is approved"):
        hand_out(book, PART, Format.YOLO)


def yolo(label: str, names: str = "[pore]", more: tuple[str, bytes] | None = None) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as opened:
        opened.writestr("data.yaml", f"train: images/train\nnames: {names}\n")
        opened.writestr("images/train/a.png", png(1))
        opened.writestr("images/train/b.png", png(2))
        opened.writestr("labels/train/a.txt", "0 0.5 0.5 0.1 0.1\n")
        opened.writestr("labels/train/b.txt", label)
        if more is not None:
            opened.writestr(*more)
    return stored.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (yolo("0 0.95 0.5 0.3 0.1\n"), LabelError),
        (yolo("0 0.5 0.5 0 0.1\n"), LabelError),
        (yolo("0 nan 0.5 0.1 0.1\n"), LabelError),
        (yolo("7 0.5 0.5 0.1 0.1\n"), LabelError),
        (yolo("", names="['9 lives']"), LabelError),
        (yolo("", names="[Pore, pore]"), LabelError),
        (yolo("", more=("../evil.txt", b"0")), ArchiveRefused),
        (yolo("", more=("images/train/c.png", b"no picture")), DatasetError),
        (b"PK no zip", ArchiveRefused),
        (bytes(51 * 1024 * 1024), ArchiveRefused),
    ],
    ids=["outside", "no area", "nan", "no class", "no name", "same name", "slip", "no picture", "no zip", "too large"],
)
def test_what_must_not_be_kept_changes_nothing(other: LabelBook, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        hand_in(other, PART, data, role=Role.MASTER)
    assert (other.pictures(PART), other.classes(PART), other.drawings(PART)) == ((), (), {})
    assert not list(other.root.glob("tmp*"))


def test_a_class_that_is_new_comes_last(book: LabelBook) -> None:
    hand_in(book, PART, yolo("1 0.5 0.5 0.2 0.2\n", names="[Pore, Slag Dot]"), role=Role.MASTER)
    assert book.classes(PART) == ("pore", "slag-line", "slag-dot")
