"""A training killed again and again ends as an undisturbed one; a budget is kept; a part at the bench does not wait."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import psutil
import pytest
from safetensors.torch import load_file

from commands.render import Part, Split, render
from inspection.station.build import build_station
from inspection.station.station import Recorded
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
        render(Part.WELD, folder / split, count, seed, split, 320, 240)
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


def wait_for(folder: RunFolder, process: "subprocess.Popen[bytes]", *, beyond: int) -> None:
    """Until the run has told of a step beyond that one."""
    while process.poll() is None:
        if any(isinstance(event, Progress) and event.step > beyond for event in read_events(folder.journal)):
            return
        time.sleep(0.2)
    raise AssertionError(f"the training ended with status {process.returncode} before step {beyond}")


def steps_begun(events: list[JournalEvent]) -> list[int]:
    return [event.step for event in events if isinstance(event, Begun)]


def test_killed_again_and_again_it_ends_with_the_very_same_weights(beads: Path, tmp_path: Path) -> None:
    asked = ("--data", str(beads), "--epochs", "12", "--side", "320")
    subprocess.run(command(tmp_path, "undisturbed", *asked), check=True)
    killed = RunFolder.of("killed", tmp_path)
    kills = 0
    for beyond, whom in ((3, "trainer"), (8, "command"), (14, "trainer")):
        again = ("--resume",) if kills else asked
        with at_work(tmp_path, "killed", *again) as process:
            wait_for(killed, process, beyond=beyond)
            victim = psutil.Process(process.pid).children()[0].pid if whom == "trainer" else process.pid
            os.kill(victim, signal.SIGKILL)
            process.wait()
            kills += 1
    subprocess.run(command(tmp_path, "killed", "--resume"), check=True)
    undisturbed = RunFolder.of("undisturbed", tmp_path)
    for name in ("best", "checkpoint"):
        first, again_found = load_file(getattr(undisturbed, name)), load_file(getattr(killed, name))
        assert set(first) == set(again_found)
        assert all((first[key] == again_found[key]).all() for key in first), name
    models = [tmp_path / "models" / name / "model.onnx" for name in ("undisturbed", "killed")]
    assert models[0].read_bytes() == models[1].read_bytes()
    events = read_events(killed.journal)
    [finished] = [event for event in events if isinstance(event, Finished)]
    leave_figures(
        "training-killed",
        {"kills": kills, "resumed_at_step": steps_begun(events)[1:], "steps": finished.step, "differing_tensors": 0},
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
        wait_for(RunFolder.of("beside", tmp_path), process, beyond=8)
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
