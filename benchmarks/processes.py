"""Programs as a person starts them, measured from outside."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from training.environment import OFFLINE

ROOT: Final = Path(__file__).parents[1]
BYTECODE: Final = ROOT / "build" / "benchmarks" / "bytecode"
"""Where Python keeps what it compiled: on a workshop's PC that was done at the first start."""
GIVE_UP_AFTER_S: Final = 600
_LOOK_EVERY_S: Final = 0.01


def environment(home: Path) -> dict[str, str]:
    """That of this process, with a station's folder of its own; ultralytics neither installs nor looks anything up."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {
        "MEISTERBLICK_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(BYTECODE),
        "PYTHONPATH": str(ROOT),
        "YOLO_CONFIG_DIR": str(home / "ultralytics"),
        **OFFLINE,
    }


def program(name: str) -> str:
    """The script `name` beside this Python. Raises FileNotFoundError."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise FileNotFoundError(f"there is no program {name} beside {sys.executable}: uv sync installs it")
    return found


def seconds(command: Sequence[str], home: Path) -> float:
    """From the call to the exit. Raises RuntimeError with what it said where it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=home, env=environment(home), capture_output=True, check=False, timeout=GIVE_UP_AFTER_S
    )
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{command} ended with status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return took


@contextmanager
def running(command: Sequence[str], home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The program, until the block is left; what it says goes to HOME/output.txt."""
    with (home / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=home, env=environment(home), stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def peak_mb(process: "subprocess.Popen[bytes]") -> float:
    """Most main memory that the running process has had at a time, in MB of 10^6 bytes; 0 once it has ended.

    Raises OSError where the system does not tell: this is Linux's own count (VmHWM of /proc, proc(5)).
    """
    said = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
    found = next((line.split()[1] for line in said.splitlines() if line.startswith("VmHWM")), "0")
    return int(found) * 1024 / 1e6


def peak_mb_to_the_end(command: Sequence[str], home: Path) -> float:
    """As `peak_mb`, of a program that ends by itself; looked at every 10 ms. Raises RuntimeError where it fails."""
    peak = 0.0
    with running(command, home) as process:
        while process.poll() is None:
            peak = max(peak, peak_mb(process))
            time.sleep(_LOOK_EVERY_S)
    if process.returncode:
        said = (home / "output.txt").read_text(errors="replace")
        raise RuntimeError(f"{command} ended with status {process.returncode}: {said}")
    return peak
