"""How long whole programs take to start, and how much memory the station needs; all measured from outside.

- The command: `meisterblick inspect one.jpg` against `yolo predict` on the same picture with the same net, from the
  call to the exit; `python -c pass` is what Python itself takes.
- The import of the package, and of all that judges a part, against `import ultralytics`.
- The station as it is installed: from the call until its page answers and `station.json` is there, which is written
  when records, model and the (simulated) camera are open and the net has looked once. A part is judged after that; it
  must come out judged. Its peer is a page of Streamlit, the server that the station's pages are drawn by, with nothing
  on it.
- Memory: the station's peak after 50 parts with a page open, against what is allowed, and against `yolo predict` over
  50 pictures, the same ones. Nothing is trained meanwhile, and pictures from files need no process of a camera.

Everything was called once before (warm): files are in the system's memory, and what Python and the engine compile is
kept.
"""

import json
import socket
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.request import urlopen

from benchmarks import shipped
from benchmarks.page import open_page
from benchmarks.pairs import Benchmark, Case
from benchmarks.peers import prepare_ultralytics
from benchmarks.peers.twin import write_checkpoint, write_onnx
from benchmarks.pictures import write_boards
from benchmarks.processes import peak_mb, peak_mb_to_the_end, program, running, seconds
from camera.config import FolderConfig
from commands.asking import ask_station
from inspection.record import Precision
from inspection.station.settings import StationSettings, save_settings
from inspection.verdict import Verdict

NAME: Final = "start"
ROUNDS: Final = 7
MEMORY_ROUNDS: Final = 2
PARTS, QUICK_PARTS = 50, 2
MOST_MB: Final = 700.0
"""The station is allowed so much, without training."""
PAGE: Final = "import streamlit\n\nstreamlit.write('nothing')\n"
_LOOK_EVERY_S: Final = 0.01
_GIVE_UP_AFTER_S: Final = 120.0


def run(*, quick: bool = False) -> Benchmark:
    """All of it; `quick` calls everything once, cold, and judges two parts for the memory."""
    n = 1 if quick else ROUNDS
    with TemporaryDirectory(prefix="meisterblick-start-") as name:
        prepare_ultralytics(Path(name))
        bench = _Bench(Path(name), QUICK_PARTS if quick else PARTS)
        starts = {
            "meisterblick inspect one.jpg": bench.commands(),
            **{f"import {module}": bench.imports(module) for module in ("inspection", "inspection.inspect_part")},
            "station ready": {"ours": bench.ready, "an empty Streamlit page": bench.page},
        }
        timed = [_in_turn(label, calls, n, warm_up=not quick) for label, calls in starts.items()]
        cases = (*timed, bench.memory(1 if quick else MEMORY_ROUNDS, quick=quick))
    return Benchmark(name=NAME, cases=cases)


class _Bench:
    """Pictures, nets and folders for the programs."""

    def __init__(self, folder: Path, parts: int) -> None:
        ours = shipped.load("openvino", Precision.F32)
        self._folder, self._parts = folder, parts
        self._pictures = folder / "pictures"
        self._pictures.mkdir()
        self._one, *_ = write_boards(self._pictures, parts)
        self._onnx = write_onnx(folder, ours.onnx, ours.manifest, (640, 256))
        self._pt = write_checkpoint(folder, ours.onnx, ours.manifest)

    def commands(self) -> dict[str, Callable[[], float]]:
        """The command and its peers; one that judges nothing fails."""
        command = [program("meisterblick"), "inspect", str(self._one), "--part", shipped.PART]
        return {
            "ours": partial(seconds, [*command, "--fail-on", "not-judged"], self._folder),
            "yolo predict, ONNX Runtime": partial(seconds, self._yolo(self._onnx, self._one), self._folder),
            "yolo predict, PyTorch": partial(seconds, self._yolo(self._pt, self._one), self._folder),
            "python -c pass": partial(seconds, [sys.executable, "-c", "pass"], self._folder),
        }

    def imports(self, module: str) -> dict[str, Callable[[], float]]:
        """The module, ultralytics, nothing."""
        return {
            name: partial(seconds, [sys.executable, "-c", code], self._folder)
            for name, code in (
                ("ours", f"import {module}"),
                ("import ultralytics", "import ultralytics"),
                ("python -c pass", "pass"),
            )
        }

    def ready(self) -> float:
        """Seconds until the station could judge; then it must."""
        return self._station(1, StationSettings())[0]

    def page(self) -> float:
        """Seconds until an empty page of Streamlit answers."""
        script, port = self._folder / "empty.py", _free_port()
        script.write_text(PAGE, encoding="utf-8")
        options = ["--server.headless=true", f"--server.port={port}", "--browser.gatherUsageStats=false"]
        began = time.perf_counter()
        with running([program("streamlit"), "run", str(script), *options], self._folder):
            _wait(lambda: _answers(port))
            return time.perf_counter() - began

    def memory(self, n: int, *, quick: bool) -> Case:
        """Peaks in MB; `quick` leaves ultralytics out."""
        boards = StationSettings(part=shipped.PART, camera=FolderConfig(path=self._pictures), lock_out_ms=0)
        calls: dict[str, Callable[[], float]] = {
            "ours": lambda: self._station(self._parts, boards)[1],
            "what is allowed": lambda: MOST_MB,
        }
        if not quick:
            for engine, net in (("ONNX Runtime", self._onnx), ("PyTorch", self._pt)):
                name = f"yolo predict of {self._parts} pictures, {engine}"
                calls[name] = partial(peak_mb_to_the_end, self._yolo(net, self._pictures), self._folder)
        return _in_turn(f"memory of the station after {self._parts} parts", calls, n, warm_up=False, unit="MB")

    def _station(self, parts: int, settings: StationSettings) -> tuple[float, float]:
        """Seconds until it was ready, and its peak in MB after so many parts."""
        from inspection.records import RecordStore

        port, home = _free_port(), self._folder / f"station-{settings.part}"
        home.mkdir(exist_ok=True)  # the next start finds what the engine compiled
        (home / "station.json").unlink(missing_ok=True)
        save_settings(home, settings)
        command = [program("meisterblick"), "--no-browser", "--port", str(port)]
        began = time.perf_counter()
        with running(command, home) as process:
            _wait(lambda: _answers(port) and (home / "station.json").exists())
            took = time.perf_counter() - began
            with open_page(port) as page:
                for _ in range(parts):
                    _trigger(home)
                    page.draw()
            peak = peak_mb(process)
        with closing(RecordStore.open(home)) as store:
            found = [record.inspection for record in store.newest(parts)]
        unjudged = [one.reasons for one in found if one.verdict is Verdict.NOT_JUDGED]
        if len(found) < parts or unjudged:
            raise RuntimeError(f"a fast wrong answer is an error: of {parts} parts came {len(found)}, not: {unjudged}")
        return took, peak

    def _yolo(self, net: Path, source: Path) -> list[str]:
        width, height = 640, 256
        return [
            program("yolo"),
            "predict",
            f"model={net}",
            "task=detect",
            f"source={source}",
            f"imgsz={height},{width}",
            "device=cpu",
            "save=False",
            f"project={self._folder / 'runs'}",
        ]


def _in_turn(label: str, calls: Mapping[str, Callable[[], float]], n: int, *, warm_up: bool, unit: str = "s") -> Case:
    """Ours and its peers one after the other, `n` times; each call says itself what was measured."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(n + warm_up):
        for name, call in calls.items():
            value = call()
            if turn >= warm_up:
                found[name].append(value)
    ours = found.pop("ours")
    ratios = {name: [mine / other for mine, other in zip(ours, theirs, strict=True)] for name, theirs in found.items()}
    return Case(
        label=label,
        ours=round(statistics.median(ours), 3),
        peers={name: round(statistics.median(theirs), 3) for name, theirs in found.items()},
        ratio={name: round(statistics.median(rounds), 3) for name, rounds in ratios.items()},
        spread={name: (round(min(rounds), 3), round(max(rounds), 3)) for name, rounds in ratios.items()},
        unit=unit,
        n=n,
    )


def _trigger(home: Path) -> None:
    """A part is judged and recorded. Raises StationUnreachable, RuntimeError."""
    answer = ask_station(home, "/api/trigger", {"source": "button"}, _GIVE_UP_AFTER_S)
    if json.loads(answer.body)["outcome"] != "recorded":
        raise RuntimeError(f"a part was triggered and not recorded: {answer.said}")


def _answers(port: int) -> bool:
    """Whether the page's address is answered."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=_GIVE_UP_AFTER_S) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # nobody listens yet
        return False


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _GIVE_UP_AFTER_S
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(f"a program did not answer within {_GIVE_UP_AFTER_S:.0f} s")
        time.sleep(_LOOK_EVERY_S)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
