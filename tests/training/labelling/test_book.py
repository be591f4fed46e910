"""The book of labels: nothing that was drawn is lost, changed or mixed up."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from camera.errors import FrameBroken
from inspection.errors import StorageFailed
from inspection.people.role import Role
from tests.training.labelling.building import PART, box, png
from training.errors import BookRefused, DrawingOvertaken, DrawingRefused
from training.labelling.book import MOST_CLASSES, LabelBook
from training.labelling.drawing import Draft, LabelPicture, Shape, State


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    opened.add_classes(PART, ["pore", "crack"])
    yield opened
    opened.close()


@pytest.fixture
def picture(book: LabelBook) -> LabelPicture:
    return book.add_picture(PART, png(), group="plate-1")


def drawn(book: LabelBook, picture: LabelPicture, *shapes: Shape, based_on: int = 0) -> None:
    book.draw(PART, picture.sha256, shapes, based_on=based_on, role=Role.TRAINEE)


def test_a_picture_is_there_once_and_is_what_was_given(book: LabelBook) -> None:
    first = book.add_picture(PART, png(), group="plate-1")
    again = book.add_picture(PART, png(), group="plate-2")

    assert first == again
    assert book.pictures(PART) == (first,)
    assert book.picture_bytes(first) == png()
    assert (first.width_px, first.height_px, first.media_type) == (80, 60, "image/png")


def test_a_broken_picture_is_refused_and_leaves_nothing(book: LabelBook, tmp_path: Path) -> None:
    with pytest.raises(FrameBroken):
        book.add_picture(PART, png()[:-20])

    assert book.pictures(PART) == ()
    assert list((tmp_path / "labels" / "pictures").iterdir()) == []


def test_the_same_picture_belongs_to_two_parts(book: LabelBook, picture: LabelPicture) -> None:
    book.add_picture("board", png())

    assert book.drawings("board") == {}
    assert book.picture("board", picture.sha256) is not None


def test_every_drawing_stays(book: LabelBook, picture: LabelPicture) -> None:
    drawn(book, picture, box())
    drawn(book, picture, box(), box("crack", (30, 30, 50, 40)), based_on=1)
    book.draw(PART, picture.sha256, [box()], based_on=2, role=Role.MASTER, state=State.APPROVED)

    history = book.history(PART, picture.sha256)
    assert [(one.revision, one.state, one.role, len(one.shapes)) for one in history] == [
        (1, State.DRAWN, Role.TRAINEE, 1),
        (2, State.DRAWN, Role.TRAINEE, 2),
        (3, State.APPROVED, Role.MASTER, 1),
    ]
    assert book.drawings(PART) == {picture.sha256: history[-1]}


@pytest.mark.parametrize("change", ["UPDATE drawings SET state = 'approved'", "DELETE FROM drawings"])
def test_no_program_changes_a_drawing(book: LabelBook, picture: LabelPicture, tmp_path: Path, change: str) -> None:
    drawn(book, picture, box())
    file = sqlite3.connect(tmp_path / "labels" / "labels.db")

    with pytest.raises(sqlite3.IntegrityError, match="what was drawn stays"):
        file.execute(change)


def test_the_second_of_two_people_is_told_and_loses_nothing(book: LabelBook, picture: LabelPicture) -> None:
    drawn(book, picture, box())

    with pytest.raises(DrawingOvertaken, match="somebody else") as caught:
        drawn(book, picture, box("crack", (30, 30, 50, 40)))

    assert caught.value.now == book.history(PART, picture.sha256)[0]
    assert len(book.history(PART, picture.sha256)) == 1


def test_a_double_click_hands_in_once(book: LabelBook, picture: LabelPicture) -> None:
    drawn(book, picture, box())
    drawn(book, picture, box())

    assert len(book.history(PART, picture.sha256)) == 1


def test_of_many_at_once_one_wins(book: LabelBook, picture: LabelPicture) -> None:
    def hand_in(number: int) -> bool:
        try:
            drawn(book, picture, box(xyxy=(number, 1, number + 10, 11)))
        except DrawingOvertaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(hand_in, range(1, 17)))

    assert sum(won) == 1
    assert len(book.history(PART, picture.sha256)) == 1


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (box(xyxy=(70, 10, 95, 20)), "within the picture of 80 x 60 px"),
        (box(xyxy=(20, 10, 20, 20)), "width and height"),
        (box("slag", (10, 10, 20, 20)), "pore, crack"),
        (Shape(class_name="pore", xyxy=(1, 1, 2, 2), polygon=((1, 1), (5, 5), (90, 9))), "within the picture"),
    ],
)
def test_a_label_that_must_not_be_is_refused(book: LabelBook, picture: LabelPicture, shape: Shape, said: str) -> None:
    with pytest.raises(DrawingRefused, match=said):
        drawn(book, picture, shape)

    assert book.history(PART, picture.sha256) == ()


def test_no_shapes_say_that_there_is_no_defect(book: LabelBook, picture: LabelPicture) -> None:
    drawn(book, picture)

    assert book.drawings(PART)[picture.sha256].shapes == ()


@pytest.mark.parametrize("state", [State.APPROVED, State.SENT_BACK])
def test_only_the_master_approves(book: LabelBook, picture: LabelPicture, state: State) -> None:
    with pytest.raises(DrawingRefused, match="log in as master"):
        book.draw(PART, picture.sha256, [box()], based_on=0, role=Role.TRAINEE, state=state)


def test_a_draft_is_that_of_one_browser(book: LabelBook, picture: LabelPicture) -> None:
    draft = Draft(based_on=0, shapes=(box(),))
    book.drafts.keep(PART, picture.sha256, "left", Draft(based_on=0, shapes=()))
    book.drafts.keep(PART, picture.sha256, "left", draft)

    assert book.drafts.find(PART, picture.sha256, "left") == draft
    assert book.drafts.find(PART, picture.sha256, "right") is None
    book.drafts.forget(PART, picture.sha256, "left")
    assert book.drafts.find(PART, picture.sha256, "left") is None


def test_a_key_never_changes_its_meaning(book: LabelBook) -> None:
    assert book.add_classes(PART, ["slag", "pore"]) == ("pore", "crack", "slag")
    assert book.classes(PART) == ("pore", "crack", "slag")


@pytest.mark.parametrize("name", ["Pore", "", "7up", "<b>", "a" * 41])
def test_a_class_needs_a_name_that_a_file_can_have(book: LabelBook, name: str) -> None:
    with pytest.raises(DrawingRefused, match="small letters"):
        book.add_classes(PART, [name])


def test_classes_end_somewhere(book: LabelBook) -> None:
    with pytest.raises(DrawingRefused, match="at most"):
        book.add_classes(PART, [f"class-{number}" for number in range(MOST_CLASSES)])


def test_a_changed_picture_is_not_shown(book: LabelBook, picture: LabelPicture) -> None:
    book.picture_path(picture).write_bytes(png(2))

    with pytest.raises(StorageFailed, match="changed"):
        book.picture_bytes(picture)


def test_a_newer_book_is_not_touched(tmp_path: Path) -> None:
    LabelBook.open(tmp_path).close()
    path = tmp_path / "labels" / "labels.db"
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    before = path.read_bytes()

    with pytest.raises(BookRefused, match="format 99"):
        LabelBook.open(tmp_path)
    assert path.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
from inspection.people.role import Role
from training.labelling.book import LabelBook
from training.labelling.drawing import Draft, Shape
book = LabelBook.open(Path(sys.argv[1]))
sha256 = book.pictures("weld")[0].sha256
book.draw("weld", sha256, [Shape(class_name="pore", xyxy=(1, 1, 9, 9))], based_on=0, role=Role.TRAINEE)
book.drafts.keep("weld", sha256, "desk", Draft(based_on=1, shapes=()))
os.kill(os.getpid(), 9)
"""


def test_what_was_handed_in_survives_a_kill(book: LabelBook, picture: LabelPicture, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False)

    assert [one.revision for one in book.history(PART, picture.sha256)] == [1]
    assert book.drafts.find(PART, picture.sha256, "desk") == Draft(based_on=1, shapes=())
