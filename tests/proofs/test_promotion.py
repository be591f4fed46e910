"""Row 32: the process is killed, or the power is cut, while models are promoted. The old or the new one is active.

Killed: kill -9 at a random instant. Cut: as in `test_power_cut`, the bytes of an ext4 in a file are copied at a random
instant and looked at as after a power cut. What was acknowledged last, or what was just being promoted, must be active,
must be sound, and a rollback must lead to a sound model, too.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspection.model_book.changing import roll_back
from inspection.model_book.verifying import verify_folder
from inspection.places import find_model
from tests.inspection.model_book.building import home_with, sound
from tests.inspection.model_book.promoter import MODELS, SLOT
from tests.inspection.records.building import ROOT
from tests.inspection.records.processes import format_image, mounted
from tests.proofs.figures import leave_figures

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3600)]

CUTS = int(os.environ.get("MEISTERBLICK_POWER_CUTS", "60"))
KILLS = int(os.environ.get("MEISTERBLICK_KILLS", "300"))


class Promoter:
    """A `promoter` process: `start` a child, `listen`, `kill` it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.inspection.model_book.promoter"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.child = 0
        self.acknowledged = 0
        self.allowed: set[str] = set()

    def __enter__(self) -> "Promoter":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def start(self, home: Path) -> None:
        """From now on the model that is active may be active, and whatever is said to come next."""
        self.allowed = {find_model(SLOT, home).name}
        assert self.process.stdin is not None
        self.process.stdin.write(f"{home}\n")
        self.process.stdin.flush()
        self.child = int(self.hear().removeprefix("PID "))

    def hear(self) -> str:
        """The next line; keeps track of which models may be active."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if line.startswith("NEXT "):
            self.allowed.add(line.removeprefix("NEXT "))
        elif line.startswith("ACK "):
            self.allowed = {line.removeprefix("ACK ")}
            self.acknowledged += 1
        return line

    def stop(self) -> None:
        """Let it do nothing more: what it has said until now, it has said."""
        os.kill(self.child, signal.SIGSTOP)

    def kill(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        while self.hear() != "GONE":
            pass


def assert_sound(home: Path, allowed: set[str]) -> None:
    active = find_model(SLOT, home)
    assert active.name in allowed
    assert verify_folder(active, "onnxruntime").problems == ()
    if (home / "models" / "active.json").exists() and "previous" in (home / "models" / "active.json").read_text():
        roll_back(home, sound, SLOT)
        assert verify_folder(find_model(SLOT, home), "onnxruntime").problems == ()


def test_killed_at_any_instant_the_old_or_the_new_model_is_active(tmp_path: Path) -> None:
    draw, home, started = random.Random(32), home_with(tmp_path / "home", *MODELS), time.monotonic()
    with Promoter() as promoter:
        for number in range(KILLS):
            promoter.start(home)
            for _ in range(draw.randrange(0, 12)):
                promoter.hear()
            time.sleep(draw.uniform(0, 0.01))
            promoter.kill()
            assert find_model(SLOT, home).name in promoter.allowed
            if number % 20 == 0:
                assert_sound(home, promoter.allowed)
    seconds = round(time.monotonic() - started, 1)
    leave_figures(
        "promotion-kill-9", {"kills": KILLS, "promotions": promoter.acknowledged, "wrong": 0, "seconds": seconds}
    )
    assert promoter.acknowledged > KILLS


def test_with_the_power_cut_at_any_instant_the_old_or_the_new_model_is_active(tmp_path: Path) -> None:
    draw, started, promotions = random.Random(33), time.monotonic(), 0
    image, copy = tmp_path / "disk.img", tmp_path / "cut.img"
    for _ in range(CUTS):
        format_image(image, "32M")
        with Promoter() as promoter, mounted(tmp_path / "disk", "-o", "loop", image) as disk:
            home_with(disk / "home", *MODELS)
            os.sync()
            promoter.start(disk / "home")
            for _ in range(draw.randrange(1, 40)):
                promoter.hear()
            time.sleep(draw.uniform(0, 0.01))
            promoter.stop()
            shutil.copyfile(image, copy)
            promoter.kill()
        promotions += promoter.acknowledged
        with mounted(tmp_path / "copy", "-o", "loop", copy) as disk:
            assert_sound(disk / "home", promoter.allowed)
    seconds = round(time.monotonic() - started, 1)
    leave_figures("promotion-power-cut", {"cuts": CUTS, "promotions": promotions, "wrong": 0, "seconds": seconds})
    assert promotions > CUTS
