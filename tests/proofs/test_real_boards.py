"""Every real board of the val split through the command, recorded, none lost."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from inspection.records import audit
from tests.proofs.figures import ROOT, leave_figures

BOARDS = ROOT.parent / "shared" / "data" / "wood" / "images" / "val"

pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(not BOARDS.exists(), reason="needs the real boards beside the checkout, which are not shipped"),
]


def test_every_real_board_gets_a_recorded_verdict(tmp_path: Path) -> None:
    pictures = sorted(BOARDS.glob("*.jpg"))
    arguments = ["--home", str(tmp_path), "inspect", str(BOARDS), "--part", "board", "--record", "--format", "json"]
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "commands", *arguments], capture_output=True, text=True, check=True)
    seconds = time.monotonic() - started
    parts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(part["image"]).name for part in parts] == [picture.name for picture in pictures]
    report = audit(tmp_path)
    assert (report.ok, report.inspections, report.outside_pictures) == (True, len(pictures), len(pictures))
    steps = parts[0]["timings_ms"]
    leave_figures(
        "real-boards",
        {
            "pictures": len(parts),
            "seconds": round(seconds, 1),
            "parts_per_second": round(len(parts) / seconds, 1),
            "verdicts": Counter(part["verdict"] for part in parts),
            "lost": len(pictures) - report.inspections,
            "median_ms": {step: round(median(part["timings_ms"][step] for part in parts), 2) for step in steps},
        },
    )
