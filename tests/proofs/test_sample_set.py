"""A large sample set through `meisterblick inspect --record`: every picture recorded, memory flat, as fast at the end.

A few hundred rendered boards are given again and again, each time under a name of its own (a hard link).
MEISTERBLICK_PROOF_PICTURES says how many files there are.
"""

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from camera.rendering import render_part
from commands.rendered_set import jpeg_of
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore, audit
from tests.proofs.figures import leave_figures

PICTURES = int(os.environ.get("MEISTERBLICK_PROOF_PICTURES", "20000"))
DIFFERENT = 200
SEED = 71_001
STEPS = 20
"""Memory and time are looked at so many times; the first two steps, in which libraries are loaded, are the measure."""
FLAT_MB = 32
"""By so much the peak of memory may still grow after them: the database's own cache, and how memory is parted."""


def hard_links(folder: Path) -> Path:
    """A folder of PICTURES files: `DIFFERENT` boards under names that say which it is."""
    folder.mkdir()
    boards = [render_part("board", seed=SEED, index=index) for index in range(DIFFERENT)]
    for number in range(PICTURES):
        again, index = divmod(number, DIFFERENT)
        path = folder / f"{again:04}-{index:03}.jpg"
        if again:
            path.hardlink_to(folder / f"0000-{index:03}.jpg")
        else:
            path.write_bytes(jpeg_of(boards[index]))
    return folder


def peak_mb(process: int) -> float:
    """The most memory that it and the processes that it started have had in use up to now, added up."""
    command = psutil.Process(process)
    peaks = [
        int(Path(f"/proc/{one.pid}/status").read_text(encoding="ascii").split("VmHWM:")[1].split()[0])
        for one in (command, *command.children(recursive=True))
    ]
    return sum(peaks) / 1024


def inspected(files: Path, home: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The command's process, and each of its lines."""
    command = [sys.executable, "-m", "commands", "--home", str(home), "inspect", str(files), "--part", "board"]
    with subprocess.Popen([*command, "--record", "--format", "json"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield process.pid, json.loads(line)
    assert process.returncode == 0


@pytest.mark.proof
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory in use from /proc")
def test_a_large_set_is_recorded_with_memory_flat(tmp_path: Path) -> None:
    files, home = hard_links(tmp_path / "pictures"), tmp_path / "home"
    verdicts: dict[str, set[str]] = defaultdict(set)
    peaks, times = [], [time.monotonic()]
    for number, (process, part) in enumerate(inspected(files, home), start=1):
        verdicts[Path(part["image"]).stem.split("-")[1]].add(part["verdict"])
        if number % (PICTURES // STEPS) == 0:
            peaks.append(round(peak_mb(process), 1))
            times.append(time.monotonic())
    rates = [round(PICTURES / STEPS / (end - begin), 1) for begin, end in pairwise(times)]
    store = RecordStore.open(home)
    recorded = sum(store.counts().values())
    store.close()
    recipe = load_recipe(SHIPPED_RECIPES / "board.yaml")
    figures = {"pictures": PICTURES, "recorded": recorded, "model": recipe.model, "peak_mb": peaks, "a_second": rates}
    leave_figures("sample_set", figures)
    assert recorded == PICTURES
    assert len(verdicts) == DIFFERENT
    assert all(len(given) == 1 for given in verdicts.values()), "the same picture, the same verdict"
    assert peaks[-1] - peaks[1] < FLAT_MB
    assert audit(home).ok
