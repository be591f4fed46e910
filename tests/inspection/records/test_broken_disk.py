"""Row 16: the disk reports an error, or turns read-only. The store stops, says so, and tries nothing twice.

strace makes a real system call of a real process fail; ext4 on a loop device is broken by its own means.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspection.errors import StorageFailed
from inspection.records import RecordStore, audit
from tests.inspection.records.building import NO_LOW_WATER, pictured
from tests.inspection.records.processes import Writer, assert_nothing_lost, ext4_disk, run

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="strace and ext4 are Linux")


@contextmanager
def traced(process_id: int, log: Path, inject: str) -> Iterator[None]:
    """Let strace make system calls of a running process fail; what was called is in `log`."""
    if shutil.which("strace") is None:
        pytest.skip("there is no strace")
    calls = "fsync,fdatasync,write,pwrite64,rename,renameat,renameat2"
    command = ["strace", "-f", "-y", "-p", str(process_id), "-o", str(log), "-e", f"trace={calls}", "-e", inject]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    answer = tracer.stderr.readline()
    if "attached" not in answer:
        tracer.kill()
        pytest.skip(f"strace may not look at another process here: {answer.strip()}")
    try:
        yield
    finally:
        tracer.terminate()
        tracer.communicate()


def calls(log: Path, name: str, path: str) -> list[str]:
    """The traced calls of a name to a file whose path matches."""
    return [line for line in log.read_text().splitlines() if re.search(rf" {name}\(\d+<[^>]*{path}", line)]


@linux_only
@pytest.mark.parametrize(
    ("inject", "file"),
    [
        ("fsync:error=EIO:when=1", r"pictures/tmp/\w+\.jpg"),
        ("fsync:error=EIO:when=2", r"pictures/[0-9a-f]{2}>"),
        ("write:error=EIO:when=1", r"pictures/tmp/\w+\.jpg"),
        ("write:error=ENOSPC:when=1", r"pictures/tmp/\w+\.jpg"),
        ("rename,renameat,renameat2:error=EIO:when=1", None),
        ("fdatasync:error=EIO:when=1", r"records\.db"),
        ("pwrite64:error=EIO:when=3", r"records\.db"),
    ],
)
def test_a_failed_call_stops_the_store_and_is_not_repeated(
    writer: Writer, home: Path, tmp_path: Path, inject: str, file: str | None
) -> None:
    log = tmp_path / "calls"
    writer.start("steps", home)
    assert writer.answer() == "OPEN"
    writer.send()
    assert writer.answer().startswith("ACK ")
    with traced(writer.child, log, f"inject={inject}"):
        writer.send()
        first = writer.answer()
        writer.send()
        second = writer.answer()
    writer.kill()
    acknowledged = writer.acknowledged
    assert first.startswith("ERR StorageFull" if "ENOSPC" in inject else "ERR StorageFailed")
    assert second == first, "a stopped store gives the same answer and saves nothing"
    assert len(acknowledged) == 1
    name = inject.split(":", maxsplit=1)[0]
    if file is not None and name != "pwrite64":
        failed = [line for line in calls(log, name, file) if "INJECTED" in line]
        assert len(failed) == 1, log.read_text()
        descriptor_path = re.search(r"\d+<([^>]+)>", failed[0])
        assert descriptor_path is not None
        assert len(calls(log, name, re.escape(descriptor_path[1]) + ">")) == 1, "a failed call was repeated"
    assert_nothing_lost(home, acknowledged)


@linux_only
def test_a_failed_fsync_of_the_database_is_no_acknowledgement(writer: Writer, home: Path, tmp_path: Path) -> None:
    """Every fsync from the database's first on fails: the record is not acknowledged, the store stops for good."""
    writer.start("steps", home)
    assert writer.answer() == "OPEN"
    with traced(writer.child, tmp_path / "calls", "inject=fsync,fdatasync:error=EIO:when=3+"):
        writer.send()
        assert writer.answer().startswith("ERR StorageFailed")
        writer.send()
        assert writer.answer().startswith("ERR StorageFailed")
    writer.kill()
    assert_nothing_lost(home, [])


@linux_only
@pytest.mark.parametrize("kill", ["remount", "shutdown"])
def test_a_disk_that_fails_or_turns_read_only_stops_the_store(tmp_path: Path, kill: str) -> None:
    with ext4_disk(tmp_path) as disk:
        store = RecordStore.open(disk / "home", NO_LOW_WATER)
        saved = store.save(*pictured())
        if kill == "remount":
            run("mount", "-o", "remount,abort", disk)  # what ext4 does by itself after an error
        else:
            import fcntl

            directory = os.open(disk, os.O_RDONLY)
            # EXT4_IOC_SHUTDOWN with GOING_FLAGS_NOLOGFLUSH (linux/fs/ext4/ext4.h): the disk is gone
            fcntl.ioctl(directory, 0x8004587D, (2).to_bytes(4, sys.byteorder))
            os.close(directory)
        with pytest.raises(StorageFailed) as failure:
            store.save(*pictured())
        assert store.stopped is failure.value
        with pytest.raises(StorageFailed) as second:
            store.save(*pictured())
        assert str(second.value) == str(failure.value)
        store.close()
        if kill == "shutdown":
            return  # nothing can be read any more
        assert "Read-only file system" in str(failure.value)
        with pytest.raises(StorageFailed, match="Read-only"):
            RecordStore.open(disk / "home", NO_LOW_WATER)
        report = audit(disk / "home")
        assert report.ok, report.problems
        assert report.head_sequence == saved.sequence
