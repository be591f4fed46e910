"""From approved drawings to a frozen version: only what is approved, each piece on one side, row 30 once more."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from camera.rendering import CLASS_NAMES, render_part
from inspection.override import Role as Approver
from inspection.people.role import Role
from tests.training.labelling.building import PART, box, png, png_of
from training.data.split import Part
from training.data.version import DatasetVersion, open_version
from training.errors import LabelError, TooFewLessons
from training.labelling.book import LabelBook
from training.labelling.drawing import Shape, State
from training.labelling.lessons import approved, freeze_lessons

PORE, CRACK = box(), box("crack", (30, 30, 50, 40))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    opened.add_classes(PART, ["pore", "crack", "never-drawn"])
    yield opened
    opened.close()


def add(book: LabelBook, seed: int, *shapes: Shape, state: State = State.APPROVED, group: str | None = None) -> str:
    picture = book.add_picture(PART, png(seed), group=group)
    book.draw(PART, picture.sha256, shapes, based_on=0, role=Role.MASTER, state=state)
    return picture.sha256


def add_shop(book: LabelBook, first: int = 0) -> None:
    """24 pieces as a trainee brings them: pores on ten, cracks on four, ten good ones."""
    for number in range(first, first + 24):
        drawn: Sequence[Shape] = (PORE,) if number % 24 < 10 else (CRACK,) if number % 24 < 14 else ()
        add(book, number, *drawn)


def classes_in(version: DatasetVersion, part: Part) -> set[str]:
    return {box.class_name for one in version.of(part) for box in one.boxes}


def test_rendered_parts_are_no_copies_of_each_other(tmp_path: Path) -> None:
    book = LabelBook.open(tmp_path)
    book.add_classes("weld-bead", CLASS_NAMES["weld-bead"])
    for number in range(20):
        part = render_part("weld-bead", seed=7, index=number, width_px=320, height_px=240)
        picture = book.add_picture("weld-bead", png_of(part.pixels))
        shapes = [Shape(class_name=one.class_name, xyxy=one.xyxy) for one in part.defects]
        book.draw("weld-bead", picture.sha256, shapes, based_on=0, role=Role.MASTER, state=State.APPROVED)

    version = open_version(freeze_lessons(book, "weld-bead", tmp_path))

    book.close()
    assert {part: len(version.of(part)) for part in Part} == {Part.TRAIN: 12, Part.VAL: 4, Part.GOLDEN: 4}
    assert classes_in(version, Part.TRAIN) == set(version.classes)
    assert classes_in(version, Part.GOLDEN) and classes_in(version, Part.VAL)


def test_of_few_pictures_each_class_is_learned_steered_by_and_judged_by(book: LabelBook, tmp_path: Path) -> None:
    add_shop(book)

    folder = freeze_lessons(book, PART, tmp_path)

    version = open_version(folder)
    assert folder == tmp_path / "datasets" / PART / "v0001"
    assert (version.approved_by, version.classes) == (Approver.MASTER, ("pore", "crack"))
    assert {part: len(version.of(part)) for part in Part} == {Part.TRAIN: 14, Part.VAL: 5, Part.GOLDEN: 5}
    assert [classes_in(version, part) for part in Part] == [{"pore", "crack"}] * 3
    first = book.pictures(PART)[0]
    frozen = next(one for one in version.pictures if one.sha256 == first.sha256)
    assert (folder / frozen.file).samefile(book.picture_path(first)), "a picture is kept once"


@pytest.mark.parametrize("state", [State.DRAWN, State.SENT_BACK, State.SET_ASIDE])
def test_what_nobody_approved_teaches_nobody(book: LabelBook, tmp_path: Path, state: State) -> None:
    add_shop(book)
    left_out = add(book, 90, PORE, state=state)
    book.add_picture(PART, png(91))
    taken_back = approved(book, PART)[0].picture.sha256
    book.draw(PART, taken_back, (PORE,), based_on=1, role=Role.TRAINEE)

    version = open_version(freeze_lessons(book, PART, tmp_path))

    assert len(version.pictures) == 23
    assert not {left_out, taken_back} & {one.sha256 for one in version.pictures}


def test_a_piece_stays_on_one_side(book: LabelBook, tmp_path: Path) -> None:
    add_shop(book)
    for seed in range(50, 60):
        add(book, seed, PORE, group=f"plate-{seed % 2}")

    version = open_version(freeze_lessons(book, PART, tmp_path))

    for plate in ("plate-0", "plate-1"):
        assert len({one.split for one in version.pictures if one.group == plate}) == 1


def test_the_same_drawings_are_frozen_once_and_golden_stays_golden(book: LabelBook, tmp_path: Path) -> None:
    add_shop(book)
    first = freeze_lessons(book, PART, tmp_path)
    golden = {one.sha256 for one in open_version(first).of(Part.GOLDEN)}
    assert freeze_lessons(book, PART, tmp_path) == first
    book.draw(PART, min(golden), (), based_on=1, role=Role.MASTER, state=State.SET_ASIDE)
    assert freeze_lessons(book, PART, tmp_path) == first, "what was put away to judge by stays so"

    add_shop(book, 100)
    second = open_version(freeze_lessons(book, PART, tmp_path))

    assert second.version == 2
    assert golden <= {one.sha256 for one in second.of(Part.GOLDEN)}
    assert len(second.of(Part.GOLDEN)) == 10


def test_a_corrected_drawing_makes_another_version(book: LabelBook, tmp_path: Path) -> None:
    add_shop(book)
    freeze_lessons(book, PART, tmp_path)
    corrected = approved(book, PART)[0].picture.sha256
    book.draw(PART, corrected, (PORE, CRACK), based_on=1, role=Role.MASTER, state=State.APPROVED)

    version = open_version(freeze_lessons(book, PART, tmp_path))

    assert version.version == 2
    assert len(next(one for one in version.pictures if one.sha256 == corrected).boxes) == 2


@pytest.mark.parametrize("drawn", [[], [(PORE,)], [(PORE,), (PORE,), (), ()], [(PORE,), (CRACK,), (PORE,)]])
def test_too_few_are_refused_before_anything_is_made(
    book: LabelBook, tmp_path: Path, drawn: list[tuple[Shape, ...]]
) -> None:
    for seed, shapes in enumerate(drawn):
        add(book, seed, *shapes)

    with pytest.raises(TooFewLessons, match="pieces"):
        freeze_lessons(book, PART, tmp_path)
    assert not list((tmp_path / "datasets").glob("*/v*"))


@pytest.mark.parametrize(("xyxy", "said"), [((700, 10, 900, 20), "within the picture"), ((5, 5, 5, 9), "width")])
def test_a_label_that_must_not_be_is_refused_at_training_too(
    book: LabelBook, tmp_path: Path, xyxy: tuple[float, ...], said: str
) -> None:
    add_shop(book)
    sha256 = approved(book, PART)[0].picture.sha256
    body = book.history(PART, sha256)[0].model_dump(mode="json")
    body["shapes"][0]["xyxy"], body["revision"] = xyxy, 2
    with sqlite3.connect(tmp_path / "labels" / "labels.db") as file:  # as a program of tomorrow might have written it
        file.execute(
            "INSERT INTO drawings (part, sha256, revision, state, body) VALUES (?, ?, 2, 'approved', ?)",
            (PART, sha256, json.dumps(body)),
        )

    with pytest.raises(LabelError, match=f"{sha256[:12]}.*{said}"):
        freeze_lessons(book, PART, tmp_path)
    assert not list((tmp_path / "datasets").glob("*/v*"))


@pytest.mark.skipif(sys.platform == "win32", reason="the parent is this process, which forks")
def test_it_is_done_in_a_process_of_its_own(book: LabelBook, tmp_path: Path) -> None:
    import os

    command = [sys.executable, "-m", "training.labelling.lessons", str(tmp_path), PART, str(os.getpid())]
    refused = subprocess.run(command, capture_output=True, text=True, check=False)
    add_shop(book)
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "let the master approve them" in refused.stderr
    assert (done.returncode, done.stdout.strip()) == (0, str(tmp_path / "datasets" / PART / "v0001"))
