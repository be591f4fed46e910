"""What teaches most is asked for first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.people.role import Role
from tests.training.labelling.building import PART, png
from training.labelling.book import LabelBook
from training.labelling.drawing import State
from training.labelling.next_up import ONE_AT_RANDOM_IN, next_pictures
from training.labelling.unlike_seen import Seen, Standing
from training.labelling.why import Why


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    yield opened
    opened.close()


def added(book: LabelBook, seed: int, why: Why = Why.UPLOADED, doubt: float = 0) -> str:
    return book.add_picture(PART, png(seed), why=why, doubt=doubt).sha256


def found_out(book: LabelBook, **seen: Seen) -> None:
    folder = book.root / "seen"
    folder.mkdir()
    (folder / f"{PART}.json").write_text(Standing(pictures=seen).model_dump_json())


def asked_for(book: LabelBook, limit: int = 100) -> list[tuple[str, Why]]:
    return [(one.sha256, one.why) for one in next_pictures(book, PART, limit=limit)]


def test_the_order_is_that_of_what_teaches_most(book: LabelBook) -> None:
    reasons = [Why.UPLOADED, Why.NOT_JUDGED, Why.DOUBTFUL, Why.OVERRULED]
    pictures = {why: added(book, seed, why) for seed, why in enumerate(reasons)}
    surer = added(book, 10, Why.DOUBTFUL, doubt=0.9)
    sent_back = added(book, 11)
    new = added(book, 12)
    book.draw(PART, sent_back, [], based_on=0, role=Role.MASTER, state=State.SENT_BACK)
    found_out(book, **{new: Seen(unlike=0.7), pictures[Why.UPLOADED]: Seen(unlike=0.3)})

    assert asked_for(book) == [
        (sent_back, Why.SENT_BACK),
        (pictures[Why.OVERRULED], Why.OVERRULED),
        (surer, Why.DOUBTFUL),
        (pictures[Why.DOUBTFUL], Why.DOUBTFUL),
        (pictures[Why.NOT_JUDGED], Why.NOT_JUDGED),
        (new, Why.UNLIKE_SEEN),
        (pictures[Why.UPLOADED], Why.UPLOADED),
    ]


@pytest.mark.parametrize("state", [State.DRAWN, State.APPROVED, State.SET_ASIDE])
def test_what_is_drawn_is_not_asked_for_again(book: LabelBook, state: State) -> None:
    book.draw(PART, added(book, 1), [], based_on=0, role=Role.MASTER, state=state)

    assert asked_for(book) == []


def test_of_pictures_that_show_the_same_one_is_asked_for(book: LabelBook) -> None:
    first, second = added(book, 1), added(book, 2)
    found_out(book, **{first: Seen(unlike=0.1), second: Seen(unlike=0, same_as=first)})

    assert asked_for(book) == [(first, Why.UPLOADED)]


def test_one_in_ten_comes_at_random(book: LabelBook) -> None:
    for seed in range(20):
        added(book, seed, Why.DOUBTFUL)
    for seed in range(20, 24):
        added(book, seed, Why.RANDOM)

    reasons = [why for _, why in asked_for(book)]

    assert [place for place, why in enumerate(reasons) if why is Why.RANDOM] == [9, 19, 22, 23]
    assert ONE_AT_RANDOM_IN == 10


def test_no_more_come_than_were_asked_for(book: LabelBook) -> None:
    for seed in range(5):
        added(book, seed)

    assert len(asked_for(book, 3)) == 3


def test_a_damaged_file_of_what_was_found_out_is_no_hindrance(book: LabelBook) -> None:
    picture = added(book, 1)
    found_out(book)
    (book.root / "seen" / f"{PART}.json").write_text("{")

    assert asked_for(book) == [(picture, Why.UPLOADED)]
