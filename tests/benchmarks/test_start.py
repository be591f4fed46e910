"""Whole programs are started, and what they do is looked at; how fast they are is not."""

import sys
from pathlib import Path

import pytest

from benchmarks import start
from benchmarks.processes import environment, peak_mb, peak_mb_to_the_end, program, running, seconds


@pytest.mark.timeout(300)
def test_a_short_run_starts_every_program(capfd: pytest.CaptureFixture[str]) -> None:
    benchmark = start.run(quick=True)
    assert capfd.readouterr().out == ""  # where results are printed
    assert benchmark.name == "start"
    command, package, judging, station, memory = benchmark.cases
    assert set(command.peers) == {"yolo predict, ONNX Runtime", "yolo predict, PyTorch", "python -c pass"}
    assert set(package.peers) == set(judging.peers) == {"import ultralytics", "python -c pass"}
    assert set(station.peers) == {"an empty Streamlit page"}
    assert memory.peers == {"what is allowed": start.MOST_MB}
    assert [case.unit for case in benchmark.cases] == ["s", "s", "s", "s", "MB"]
    assert all(case.ours > 0 for case in benchmark.cases)


def test_a_program_that_fails_is_no_fast_one(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="status 3"):
        seconds([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    with pytest.raises(RuntimeError, match="no such thing"):
        peak_mb_to_the_end([sys.executable, "-c", "raise SystemExit('no such thing')"], tmp_path)


def test_programs_keep_their_bytecode_and_their_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    told = environment(tmp_path)
    assert "PYTHONDONTWRITEBYTECODE" not in told
    assert told["MEISTERBLICK_HOME"] == str(tmp_path)
    assert told["YOLO_OFFLINE"] == "true"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux counts the peak itself")
def test_the_peak_is_that_of_the_program_and_stays_after_it_let_go(tmp_path: Path) -> None:
    held = "import time; a = b'x' * 200_000_000; del a; print('done', flush=True); time.sleep(60)"
    with running([sys.executable, "-c", held], tmp_path) as process:
        while "done" not in (tmp_path / "output.txt").read_text():
            assert process.poll() is None
        assert 200 < peak_mb(process) < 260
    assert process.returncode is not None


def test_a_program_that_is_not_installed_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no program nothing-of-this-name"):
        program("nothing-of-this-name")
