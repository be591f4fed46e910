"""Starting `writer` and reading what it acknowledged; mounting small disks to fill and to break."""

import os
import shutil
import signal
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
    """A `writer` process: `start` a child, talk to it, `kill` it. Leave the `with` block to end all."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.inspection.records.writer"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.child = 0
        self.acknowledged: list[str] = []

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.kill()
        self.process.communicate()

    def start(self, mode: Literal["endless", "words", "steps"], home: Path) -> None:
        """Have a child begin to open the store; what an earlier one acknowledged is forgotten."""
        self.acknowledged = []
        self.send(f"{mode} {home}")
        self.child = int(self.answer().removeprefix("PID "))

    def kill(self) -> None:
        """Kill -9 the child, and take note of all that it acknowledged before."""
        if self.child:
            os.kill(self.child, signal.SIGKILL)
            while self.answer() != "GONE":
                pass
            self.child = 0

    def send(self, line: str = "go") -> None:
        """Send a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        """The next line; acknowledged records are remembered."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line, "the writer ended"
        if line.startswith("ACK "):
            self.acknowledged.append(line.removeprefix("ACK "))
        return line


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
