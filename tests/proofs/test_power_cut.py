"""Row 14: the power is cut while records are saved. Nothing acknowledged is lost, nothing is without its picture.

Without hardware: a store writes to an ext4 in a file, on a loop device. At a random instant the file, which is what
has reached the disk, is copied; all that the kernel still held in memory is missing there, as after a power cut. The
copy is mounted (ext4 replays its journal), a station is started on it, and everything acknowledged until then must be
there. The same cuts with every fsync turned into nothing must lose records, else the proof would prove nothing.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from inspection.records import RecordStore, audit
from inspection.records.connections import journal_mode
from tests.inspection.records.building import NO_LOW_WATER
from tests.inspection.records.processes import Writer, format_image, mounted, run
from tests.inspection.records.test_killed import kill_again_and_again
from tests.proofs.figures import leave_figures

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3600)]

CUTS = int(os.environ.get("MEISTERBLICK_POWER_CUTS", "90"))
KILLS = int(os.environ.get("MEISTERBLICK_KILLS", "300"))


def cut(folder: Path, draw: random.Random, figures: dict[str, int]) -> None:
    """One power cut on a fresh disk."""
    image, copy = folder / "disk.img", folder / "cut.img"
    format_image(image, "96M")
    with Writer() as writer, mounted(folder / "disk", "-o", "loop", image) as disk:
        writer.start("endless", disk / "home")
        enough = draw.randrange(1, 60)
        while len(writer.acknowledged) < enough:
            writer.answer()
        time.sleep(draw.uniform(0, 0.02))
        os.kill(writer.child, signal.SIGSTOP)  # what it has said until now, it has acknowledged
        shutil.copyfile(image, copy)
        writer.kill()
        acknowledged = writer.acknowledged
    with mounted(folder / "copy", "-o", "loop", copy) as disk:
        examine(disk / "home", acknowledged, figures)


def examine(home: Path, acknowledged: list[str], figures: dict[str, int]) -> None:
    """Start a station on what is left of a disk, and count."""
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        lost = [record_id for record_id in acknowledged if store.find(record_id) is None]
        notices = [event.code for event in store.notices]
    finally:
        store.close()
    report = audit(home)
    figures["cuts"] += 1
    figures["acknowledged"] += len(acknowledged)
    figures["lost"] += len(lost)
    figures["cuts_with_loss"] += bool(lost)
    figures["records_without_picture"] += sum(one.code.value.startswith("picture") for one in report.problems)
    figures["other_problems"] += sum(not one.code.value.startswith("picture") for one in report.problems)
    figures["cuts_with_pictures_put_aside"] += "pictures-put-aside" in notices
    figures["recorded_not_acknowledged"] += report.inspections - len(acknowledged) + len(lost)


def nothing() -> dict[str, int]:
    names = ("cuts", "acknowledged", "lost", "cuts_with_loss", "records_without_picture", "other_problems")
    return dict.fromkeys((*names, "cuts_with_pictures_put_aside", "recorded_not_acknowledged"), 0)


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    draw, figures, started = random.Random(14), nothing(), time.monotonic()
    for _ in range(CUTS):
        cut(tmp_path, draw, figures)
    journal, synchronous = journal_mode()
    leave_figures(
        "power-cut",
        {
            **figures,
            "journal_mode": journal,
            "synchronous": synchronous,
            "sqlite": sqlite3.sqlite_version,
            "kernel": run("uname", "-r").strip(),
            "seconds": round(time.monotonic() - started, 1),
        },
    )
    assert figures["acknowledged"] > CUTS
    assert (figures["lost"], figures["records_without_picture"], figures["other_problems"]) == (0, 0, 0)


def test_the_same_cut_without_fsync_is_seen_to_lose_records(tmp_path: Path) -> None:
    """What the proof can see: strace turns every fsync of the writer into nothing."""
    if shutil.which("strace") is None:
        pytest.skip("there is no strace")
    draw, lossy, cuts = random.Random(15), 0, max(CUTS // 9, 3)
    for _ in range(cuts):
        lossy += lossy_cut(tmp_path, draw)
    leave_figures("power-cut-without-fsync", {"cuts": cuts, "cuts_with_loss": lossy})
    assert lossy > cuts // 2


def lossy_cut(folder: Path, draw: random.Random) -> bool:
    image, copy = folder / "disk.img", folder / "cut.img"
    format_image(image, "96M")
    with Writer() as writer, mounted(folder / "disk", "-o", "loop", image) as disk:
        writer.start("steps", disk / "home")
        assert writer.answer() == "OPEN"
        inject = "inject=fsync,fdatasync:retval=0"
        tracer = subprocess.Popen(
            ["strace", "-f", "-p", str(writer.child), "-e", "trace=fsync,fdatasync", "-e", inject, "-o", "/dev/null"],
            stderr=subprocess.PIPE,
            text=True,
        )
        assert tracer.stderr is not None
        if "attached" not in (answer := tracer.stderr.readline()):
            tracer.kill()
            pytest.skip(f"strace may not look at another process here: {answer.strip()}")
        for _ in range(draw.randrange(5, 40)):
            writer.send()
            writer.answer()
        os.kill(writer.child, signal.SIGSTOP)
        shutil.copyfile(image, copy)
        tracer.kill()
        tracer.communicate()
        writer.kill()
        acknowledged = writer.acknowledged
    with mounted(folder / "copy", "-o", "loop", copy) as disk:
        figures = nothing()
        examine(disk / "home", acknowledged, figures)
    return figures["lost"] + figures["records_without_picture"] + figures["other_problems"] > 0


def test_hundreds_of_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Row 13 at length."""
    started, home = time.monotonic(), tmp_path / "home"
    with Writer() as writer:
        acknowledged = kill_again_and_again(writer, home, KILLS, seed=13)
    figures = nothing()
    examine(home, acknowledged, figures)
    seconds = round(time.monotonic() - started, 1)
    leave_figures("kill-9", {**figures, "cuts": KILLS, "seconds": seconds})
    assert (figures["lost"], figures["records_without_picture"], figures["other_problems"]) == (0, 0, 0)
