"""A new kind of defect comes before more of the same."""

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.frame import Pixels
from camera.rendering import RenderedPart, render_part
from inspection.detection.engines import Engine, make_engine
from inspection.people.role import Role
from inspection.precedence import Precedence
from inspection.record import Precision
from tests.training.labelling.building import PART, png
from training.labelling.book import LabelBook
from training.labelling.next_up import next_pictures
from training.labelling.seeing import Seeing
from training.labelling.unlike_seen import look, rank, standing
from training.labelling.why import Why
from training.teaching.feature_net import shipped_feature_net

CRACKED_KNOT = "knot_with_crack"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return make_engine("onnxruntime", shipped_feature_net()[1], Precision.F32, 1)


def as_png(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def boards() -> list[RenderedPart]:
    return [render_part("board", seed=5, index=index, width_px=480, height_px=360) for index in range(40)]


def shows(board: RenderedPart, class_name: str) -> bool:
    return any(defect.class_name == class_name for defect in board.defects)


def test_a_new_kind_of_defect_comes_before_more_of_the_same(
    book: LabelBook, engine: Engine, boards: list[RenderedPart]
) -> None:
    new = [one for one in boards if shows(one, CRACKED_KNOT)]
    of_the_same = [one for one in boards if not shows(one, CRACKED_KNOT)][:18]
    assert new
    for board in of_the_same[:9]:
        drawn = book.add_picture(PART, as_png(board.pixels))
        book.draw(PART, drawn.sha256, [], based_on=0, role=Role.TRAINEE)
    for board in of_the_same[9:]:
        book.add_picture(PART, as_png(board.pixels))
    cracked = book.add_picture(PART, as_png(new[0].pixels)).sha256
    assert next_pictures(book, PART, limit=1)[0].sha256 != cracked  # nobody has looked yet

    look(book, PART, engine)

    first = next_pictures(book, PART, limit=1)[0]
    assert (first.sha256, first.why) == (cracked, Why.UNLIKE_SEEN)


def places(middle: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(middle, 1, (256, 8)).astype(np.float32)


def test_of_many_with_the_same_news_one_is_new() -> None:
    drawn = {f"drawn {number}": places(0, number) for number in range(8)}
    waiting = {f"same {number}": places(0, 100 + number) for number in range(4)}
    news = places(0, 200)
    news[:20] += 30
    waiting |= {f"new {number}": news + np.float32(0.01 * number) for number in range(3)}

    scores = rank(drawn, waiting)

    first, *rest = sorted(scores, key=lambda name: -scores[name])
    assert first.startswith("new") and scores[first] > 0.5
    assert all(scores[name] < 0.5 for name in rest if name.startswith("new"))


def test_where_little_is_drawn_the_order_holds_and_nothing_is_called_new() -> None:
    odd = places(0, 1)
    odd[:20] += 30

    scores = rank({}, {"usual": places(0, 2), "odd": odd})

    assert scores["odd"] > scores["usual"]
    assert max(scores.values()) < 0.5


def test_copies_are_found_and_broken_files_left_out(
    book: LabelBook, engine: Engine, boards: list[RenderedPart]
) -> None:
    first = book.add_picture(PART, as_png(boards[0].pixels))
    noise = np.random.default_rng(1).integers(0, 3, boards[0].pixels.shape, np.uint8)
    again = book.add_picture(PART, as_png(np.minimum(boards[0].pixels, 250) + noise))
    broken = book.add_picture(PART, png())
    book.picture_path(broken).write_bytes(b"")

    seen = look(book, PART, engine).pictures

    assert set(seen) == {first.sha256, again.sha256}
    assert (seen[first.sha256].same_as, seen[again.sha256].same_as) == (None, first.sha256)


def test_no_picture_is_looked_at_twice(book: LabelBook, engine: Engine) -> None:
    picture = book.add_picture(PART, png(width_px=160, height_px=120))
    found = look(book, PART, engine)
    book.picture_path(picture).unlink()

    assert look(book, PART, engine) == found == standing(book, PART)


@pytest.mark.skipif(sys.platform == "win32", reason="the lock cannot be seen there by the same process")
def test_looking_is_done_beside_the_bench_and_sleeps_while_a_part_is_judged(book: LabelBook, tmp_path: Path) -> None:
    picture = book.add_picture(PART, png(width_px=160, height_px=120))
    seeing, precedence = Seeing(tmp_path), Precedence(tmp_path)
    try:
        with precedence.held():
            assert seeing.look(book, PART)
            time.sleep(2)
            assert not standing(book, PART).pictures
        deadline = time.monotonic() + 100
        while not standing(book, PART).pictures and time.monotonic() < deadline:
            time.sleep(0.1)
        assert picture.sha256 in standing(book, PART).pictures
        while seeing.look(book, PART) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not seeing.look(book, PART)  # nothing has changed
    finally:
        seeing.close()
        precedence.close()
