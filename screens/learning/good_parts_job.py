"""Teaches a model from pictures of good parts: `meisterblick teach` in a process of its own, found again by its files.

HOME/training/NAME/teaching.json   which process does it
                   command.log     what it said
                   learned.txt     the pictures: none of them may judge a model later
                   good/           the pictures, linked; gone when it is done
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from inspection.closed import Closed
from inspection.good_only.manifest import is_good_only
from inspection.on_disk import write_durably
from inspection.places import SHIPPED_MODELS
from screens.learning.training_job import on_its_own
from training.data.lineage import golden_anywhere
from training.labelling.book import LabelBook
from training.labelling.lessons import Lesson
from training.runs import LOG, CommandProcess

_TEACHING: Final = "teaching.json"
_SAID: Final = "meisterblick: "
_BEGINNING: Final = threading.Lock()


class _Teaching(Closed):
    part: str
    process: CommandProcess


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A model of good parts, or the attempt at one. `complaint`: why nothing came of it."""

    name: str
    is_at_work: bool
    is_there: bool
    complaint: str


def newest(home: Path, part: str) -> Taught | None:
    """The model of good parts that was begun last for this part; None where none was."""
    number = _first_free(home, part) - 1
    if number < 1:
        return None
    name = f"{part}-good-{number}"
    folder = home / "training" / name
    at_work = _at_work(folder)
    is_there = is_good_only(home / "models" / name)
    complaint = "" if is_there or at_work else _complaint(folder)
    return Taught(name=name, is_at_work=at_work, is_there=is_there and not at_work, complaint=complaint)


def usable(lessons: Sequence[Lesson], home: Path) -> list[Lesson]:
    """Approved pictures of good parts that judge no model: whatever judges must not teach. Raises VersionDamaged."""
    golden = golden_anywhere(home)
    return [one for one in lessons if not one.drawing.shapes and one.picture.sha256 not in golden]


def begin(home: Path, book: LabelBook, part: str, good: Sequence[Lesson], per_100: float) -> None:
    """Teach the next model of this part, unless one is at work. Raises OSError."""
    with _BEGINNING:
        before = newest(home, part)
        if before is not None and before.is_at_work:
            return
        name = before.name if before is not None and not before.is_there else f"{part}-good-{_first_free(home, part)}"
        folder = home / "training" / name
        pictures = folder / "good"
        shutil.rmtree(pictures, ignore_errors=True)
        pictures.mkdir(parents=True)
        for one in good:
            _put(book.picture_path(one.picture), pictures)
        learned = "".join(f"{one.picture.sha256}\n" for one in good)
        write_durably(folder / "learned.txt", learned.encode())
        command = [sys.executable, "-P", "-m", "commands", "--home", str(home), "teach", str(pictures)]
        with (folder / LOG).open("wb") as log:
            process = subprocess.Popen(
                [*command, "--name", name, "--false-alarms", f"{per_100:g}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **on_its_own(),
            )
        told = _Teaching(part=part, process=CommandProcess.of(process.pid))
        write_durably(folder / _TEACHING, told.model_dump_json().encode() + b"\n")
        threading.Thread(target=_clear_up, args=(process, folder), name="teaching", daemon=True).start()


def _put(picture: Path, folder: Path) -> None:
    try:
        (folder / picture.name).hardlink_to(picture)
    except OSError:  # a file system without links
        shutil.copyfile(picture, folder / picture.name)


def _clear_up(process: "subprocess.Popen[bytes]", folder: Path) -> None:
    if process.wait():
        (folder / "learned.txt").unlink(missing_ok=True)  # nothing was learned from them
    shutil.rmtree(folder / "good", ignore_errors=True)


def _first_free(home: Path, part: str) -> int:
    number = 1
    while any(
        (root / f"{part}-good-{number}").exists() for root in (home / "models", home / "training", SHIPPED_MODELS)
    ):
        number += 1
    return number


def _at_work(folder: Path) -> bool:
    try:
        return _Teaching.model_validate_json((folder / _TEACHING).read_bytes()).process.is_alive
    except (OSError, ValidationError):
        return False


def _complaint(folder: Path) -> str:
    try:
        said = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return said.partition(_SAID)[2].strip()
