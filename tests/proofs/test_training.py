"""A training killed again and again ends as an undisturbed one; a budget is kept; a part at the bench does not wait."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import psutil
import pytest
from safetensors.torch import load_file

from commands.render import Part, Split, render
from inspection.station.build import build_station
from inspection.station.outcome import Recorded
from tests.proofs.figures import ROOT, leave_figures
from training.fitting.journal import Begun, Finished, JournalEvent, Progress, Validated, read_events
from training.fitting.run_folder import RunFolder

pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
]
BOARDS = ROOT.parent / "shared" / "data" / "wood" / "data.yaml"
BUDGET_MINUTES = float(os.environ.get("MEISTERBLICK_PROOF_MINUTES", "15"))
PARTS = 100


@pytest.fixture(scope="module")
def beads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small set of rendered beads."""
    folder = tmp_path_factory.mktemp("beads")
    for split, count, seed in ((Split.TRAIN, 48, 41), (Split.VAL, 12, 42)):
        render(Part.WELD, folder / split, count, seed, split, 640, 480)
    text = (folder / "train" / "data.yaml").read_text(encoding="utf-8").replace("train: images", "train: train/images")
    (folder / "data.yaml").write_text(text + "val: val/images/val\n", encoding="utf-8")
    return folder / "data.yaml"


def command(home: Path, name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "commands", "--home", str(home), "train", "--name", name, *arguments]


@contextmanager
def at_work(home: Path, name: str, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """The command in a process of its own; its trainer dies with it."""
    process = subprocess.Popen(command(home, name, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(folder: RunFolder, process: "subprocess.Popen[bytes]", happened: Callable[[], bool]) -> None:
    while not happened():
        if process.poll() is not None:
            raise AssertionError(f"the training ended early, with status {process.returncode}; see {folder.log}")
        time.sleep(0.2)


def told(folder: RunFolder) -> int:
    """The last step that the run has told of."""
    return max((event.step for event in read_events(folder.journal) if isinstance(event, Progress)), default=0)


def saved_at(folder: RunFolder) -> float:
    return folder.checkpoint.stat().st_mtime if folder.checkpoint.exists() else 0.0


def steps_begun(events: list[JournalEvent]) -> list[int]:
    return [event.step for event in events if isinstance(event, Begun)]


def test_killed_again_and_again_it_ends_with_the_very_same_weights(beads: Path, tmp_path: Path) -> None:
    asked = ("--data", str(beads), "--epochs", "25")
    subprocess.run(command(tmp_path, "undisturbed", *asked), check=True)
    killed = RunFolder.of("killed", tmp_path)
    whom = ("trainer", "command", "trainer")
    for number, victim in enumerate(whom):
        before = saved_at(killed)
        with at_work(tmp_path, "killed", *(("--resume",) if number else asked)) as process:
            wait_for(killed, process, lambda before=before: saved_at(killed) > before)  # type: ignore[misc]
            saved = told(killed)
            wait_for(killed, process, lambda saved=saved: told(killed) > saved + 5)  # type: ignore[misc]
            pid = psutil.Process(process.pid).children()[0].pid if victim == "trainer" else process.pid
            os.kill(pid, signal.SIGKILL)
            process.wait()
    subprocess.run(command(tmp_path, "killed", "--resume"), check=True)
    undisturbed = RunFolder.of("undisturbed", tmp_path)
    for name in ("best", "checkpoint"):
        first, again_found = load_file(getattr(undisturbed, name)), load_file(getattr(killed, name))
        assert set(first) == set(again_found)
        assert all((first[key] == again_found[key]).all() for key in first), name
    models = [tmp_path / "models" / name / "model.onnx" for name in ("undisturbed", "killed")]
    assert models[0].read_bytes() == models[1].read_bytes()
    events = read_events(killed.journal)
    resumed_at = steps_begun(events)[1:]
    assert len(resumed_at) == len(whom)
    assert 0 < resumed_at[0] < resumed_at[1] < resumed_at[2], "each must go on from a checkpoint of its own"
    [finished] = [event for event in events if isinstance(event, Finished)]
    leave_figures(
        "training-killed",
        {"kills": len(whom), "resumed_at_step": resumed_at, "steps": finished.step, "differing_tensors": 0},
    )


@pytest.mark.skipif(not BOARDS.exists(), reason="needs the real boards beside the checkout, which are not shipped")
def test_a_lunch_break_is_kept(tmp_path: Path) -> None:
    started = time.monotonic()
    subprocess.run(
        command(tmp_path, "lunch", "--data", str(BOARDS), "--minutes", str(BUDGET_MINUTES)),
        check=True,
    )
    seconds = time.monotonic() - started
    assert abs(seconds - BUDGET_MINUTES * 60) <= 30
    events = read_events(RunFolder.of("lunch", tmp_path).journal)
    [finished] = [event for event in events if isinstance(event, Finished)]
    leave_figures(
        "training-lunch",
        {
            "minutes": BUDGET_MINUTES,
            "seconds": round(seconds, 1),
            "epochs": finished.epoch,
            "map50": finished.map50,
            "map50_95": finished.map50_95,
            "curve": [[round(one.share, 2), one.map50] for one in events if isinstance(one, Validated)],
        },
    )


@pytest.mark.skipif(not BOARDS.exists(), reason="needs the real boards beside the checkout, which are not shipped")
def test_a_part_does_not_wait_for_the_trainer(tmp_path: Path) -> None:
    alone = inspections_ms(tmp_path)
    with at_work(tmp_path, "beside", "--data", str(BOARDS), "--minutes", "30") as process:
        folder = RunFolder.of("beside", tmp_path)
        wait_for(folder, process, lambda: told(folder) > 8)
        beside = inspections_ms(tmp_path)
        assert process.poll() is None
    p95 = {name: quantiles(times, n=20)[-1] for name, times in (("alone", alone), ("beside", beside))}
    leave_figures(
        "training-beside-inspection",
        {
            "parts": PARTS,
            "median_ms_alone": round(median(alone), 1),
            "median_ms_beside": round(median(beside), 1),
            "p95_ms_alone": round(p95["alone"], 1),
            "p95_ms_beside": round(p95["beside"], 1),
            "p95_ratio": round(p95["beside"] / p95["alone"], 2),
        },
    )
    assert p95["beside"] <= 1.3 * p95["alone"]


def inspections_ms(home: Path) -> list[float]:
    """What parts take from trigger to acknowledged record, a new one every 0.35 s, as at a busy bench."""
    station = build_station(home)
    try:
        station.warm_up()
        times = []
        for _ in range(PARTS + 5):
            time.sleep(0.35)
            outcome = station.trigger("button")
            assert isinstance(outcome, Recorded), outcome
            times.append(outcome.elapsed_ms)
        return times[5:]
    finally:
        station.close()
