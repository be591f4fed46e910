"""`inspect --record` beside a running station: the records go through it, into one chain."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspection.records import RecordStore, audit
from tests.commands.conftest import Run


@contextlib.contextmanager
def station(home: Path, *options: str) -> Iterator[int]:
    """A real station in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "commands", "--home", str(home), "--port", str(port), "--no-browser", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
    try:
        end = time.monotonic() + 60
        while not (home / "station.json").exists():
            assert process.poll() is None, "the station ended by itself"
            assert time.monotonic() < end, "the station did not come up"
            time.sleep(0.05)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.mark.skipif(sys.platform == "win32", reason="ends the station by SIGTERM")
def test_records_go_through_the_running_station(meisterblick: Run, home: Path, pictures: Path) -> None:
    (home / "settings.yaml").write_text("part: plate\n", encoding="utf-8")
    with station(home) as port:
        result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "csv")
        assert result.exit_code == 0, result.stderr
        assert len(result.stdout.splitlines()) == 1 + 4
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.status == 200
    assert not (home / "station.json").exists(), "the station took its address away"
    report = audit(home)
    assert (report.ok, report.inspections, report.outside_pictures) == (True, 4, 3)


def test_a_folder_held_by_something_that_does_not_answer(meisterblick: Run, home: Path, pictures: Path) -> None:
    store = RecordStore.open(home)
    try:
        result = meisterblick("inspect", pictures, "--part", "plate", "--record")
        assert (result.exit_code, result.stdout) == (3, "")
        assert "close it, or wait until the station has started" in result.stderr
    finally:
        store.close()


def test_a_station_that_refuses_the_token_acknowledges_nothing(meisterblick: Run, home: Path, pictures: Path) -> None:
    (home / "settings.yaml").write_text("part: plate\n", encoding="utf-8")
    with station(home) as port:
        (home / "station.json").write_text(f'{{"pid": 1, "port": {port}, "token": "wrong"}}', encoding="utf-8")
        result = meisterblick("inspect", pictures, "--part", "plate", "--record", "--format", "json")
        assert (result.exit_code, result.stdout) == (3, "")
        assert "did not acknowledge" in result.stderr
    assert audit(home).inspections == 0
