"""Is it enough: counted at once, copies found when every picture is looked at."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from inspection.people.role import Role
from tests.training.labelling.building import PART, box, png
from training.data.health.report import HealthReport, Severity, Sign
from training.labelling.book import LabelBook
from training.labelling.drawing import Shape, State
from training.labelling.health import counted_health, seen_health
from training.labelling.lessons import approved


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    opened.add_classes(PART, ["pore", "crack"])
    yield opened
    opened.close()


def add(book: LabelBook, data: bytes, *shapes: Shape) -> None:
    picture = book.add_picture(PART, data)
    book.draw(PART, picture.sha256, shapes, based_on=0, role=Role.MASTER, state=State.APPROVED)


def signs(report: HealthReport) -> list[tuple[Sign, str | None, int | None]]:
    return [(one.sign, one.class_name, one.count) for one in report.findings]


def test_nothing_is_a_problem(book: LabelBook) -> None:
    assert counted_health(book, PART, ()).severity is Severity.PROBLEM


def test_it_counts_pictures_of_each_class(book: LabelBook) -> None:
    for seed in range(18):
        add(book, png(seed), box(), *([box("crack", (30, 30, 50, 40))] if seed < 4 else []))
    add(book, png(99))

    report = counted_health(book, PART, approved(book, PART))

    assert report.labels == {"pore": 18, "crack": 4}
    assert signs(report) == [
        (Sign.TOO_FEW_OF_CLASS, "crack", 4),
        (Sign.TOO_FEW_OF_CLASS, "pore", 18),
        (Sign.FEW_BACKGROUND, None, 1),
    ]


def test_copies_show_when_pictures_are_looked_at(book: LabelBook, tmp_path: Path) -> None:
    add(book, png(1), box())
    add(book, png(2), box())
    assert seen_health(book, PART) == ()
    add(book, saved_again(png(1)), box())
    command = [sys.executable, "-m", "training.labelling.health", str(tmp_path), PART]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert signs(HealthReport.model_validate_json(printed)) == [(Sign.NEAR_COPIES, None, 1)]


def saved_again(data: bytes) -> bytes:
    """The same picture in other bytes."""
    file = io.BytesIO()
    Image.open(io.BytesIO(data)).save(file, "PNG", compress_level=1)
    return file.getvalue()
