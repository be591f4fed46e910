"""Starting `writer` and reading what it acknowledged; mounting small disks to fill and to break."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from inspection.records import RecordStore, audit
from tests.inspection.records.building import NO_LOW_WATER, ROOT


class Writer:
    """A `writer` process. Leave the `with` block to have it killed."""

    def __init__(self, mode: Literal["killed", "endless", "steps"], home: Path) -> None:
        command = [sys.executable, "-m", "tests.inspection.records.writer", mode, str(home)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.acknowledged: list[str] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self) -> None:
        """Send a line."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """The next line; acknowledged records are remembered. Empty when the process has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if line.startswith("ACK "):
            self.acknowledged.append(line.removeprefix("ACK "))
        return line

    def answers_until(self, word: str) -> None:
        """Read until a line that begins with `word`."""
        while not (line := self.answer()).startswith(word):
            assert line, f"the writer ended before it said {word}"


def assert_nothing_lost(home: Path, acknowledged: list[str]) -> None:
    """Start a station on what is left: everything acknowledged is there, every picture too, the chain holds."""
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        lost = [record_id for record_id in acknowledged if store.find(record_id) is None]
        losses = [event for event in store.notices if event.code != "pictures-put-aside"]
    finally:
        store.close()
    assert not lost
    assert not losses
    assert audit(home).problems == ()
    assert not list((home / "pictures" / "tmp").iterdir())


def run(*command: str | Path) -> str:
    """Run a system program and return what it prints. Raises CalledProcessError."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


@contextmanager
def mounted(place: Path, *arguments: str | Path) -> Iterator[Path]:
    """Mount something at `place` while the block runs. Skips the test where this user may not mount."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    place.mkdir(exist_ok=True)
    try:
        run("mount", *arguments, place)
    except subprocess.CalledProcessError as error:
        pytest.skip(f"this machine does not let us mount: {error.stderr.strip()}")
    try:
        yield place
    finally:
        run("umount", "--lazy", place)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """An empty disk in memory."""
    with mounted(place, "-t", "tmpfs", "-o", f"size={size}", "tmpfs") as disk:
        yield disk


def format_image(image: Path, size: str) -> None:
    """Make a file that holds an empty ext4. Skips the test where there is no mkfs.ext4."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("there is no mkfs.ext4")
    image.unlink(missing_ok=True)
    run("truncate", "-s", size, image)
    run("mkfs.ext4", "-q", "-F", image)


@contextmanager
def ext4_disk(folder: Path, size: str = "24M") -> Iterator[Path]:
    """A real journalled file system in a file, empty."""
    format_image(folder / "disk.img", size)
    with mounted(folder / "disk", "-o", "loop", folder / "disk.img") as disk:
        yield disk
