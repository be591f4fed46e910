"""A comparison in a process of its own: whatever a browser does meanwhile, it is made once, and inspection goes on."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from weakref import WeakKeyDictionary

from screens.host import StationHost
from training.promoting.keeping import Question

_FAR: Final = re.compile(r"(\d+)/(\d+)")


class ComparisonJob:
    """At work from the start; `done` of `of` pictures. `error` is what the command said where it gave no answer."""

    def __init__(self, question: Question, home: Path) -> None:
        """Begins at once; the answer is kept where `training.promoting.keeping` finds it."""
        self.question = question
        self.done = 0
        self.of = 0
        self.error = ""
        command = ["-m", "commands", "--home", str(home), "models", "compare", question.candidate]
        self._process = subprocess.Popen(
            [sys.executable, *command, "--for", question.slot, "--aside", "--format", "json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        self._thread = threading.Thread(target=self._watch, name="comparison", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def _watch(self) -> None:
        said = "" if self._process.stderr is None else self._listen(self._process.stderr)
        status = self._process.wait()
        if said or status < 0:
            self.error = said or f"the comparison was ended by signal {-status}"

    def _listen(self, lines: Iterable[str]) -> str:
        """What it says beside how far it is: nothing, where all is well."""
        said = []
        for line in lines:
            if far := _FAR.fullmatch(line.strip()):
                self.done, self.of = int(far[1]), int(far[2])
            elif line.strip():
                said.append(line.strip())
        return " ".join(said[-3:])


_jobs: WeakKeyDictionary[StationHost, ComparisonJob] = WeakKeyDictionary()
_alone = threading.Lock()


def job_of(host: StationHost) -> ComparisonJob | None:
    """The comparison that was begun last at this station; None where there was none."""
    return _jobs.get(host)


def begin(host: StationHost, question: Question) -> None:
    """Begin it; while one is at work, nothing more is begun."""
    with _alone:
        job = _jobs.get(host)
        if job is None or not job.is_running:
            _jobs[host] = ComparisonJob(question, host.home)
