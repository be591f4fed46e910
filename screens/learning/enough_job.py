"""Every approved picture looked at, in a process of its own, once for each state of the book."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from training.data.health.report import HealthFinding, HealthReport

State = frozenset[tuple[str, int]]
"""The approved drawings: which picture, which revision."""


class _Look:
    """At work from the start; `findings` once it is done, none where it could not be done."""

    def __init__(self, home: Path, part: str) -> None:
        self.findings: tuple[HealthFinding, ...] | None = None
        self._command = [sys.executable, "-P", "-m", "training.labelling.health", str(home), part]
        threading.Thread(target=self._work, name="health", daemon=True).start()

    def _work(self) -> None:
        done = subprocess.run(self._command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        try:
            self.findings = HealthReport.model_validate_json(done.stdout).findings
        except ValidationError:  # what is counted stands on the page all the same
            self.findings = ()


class Looks:
    """The last look at each part. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks: dict[tuple[Path, str], tuple[State, _Look]] = {}

    def findings(self, home: Path, part: str, state: State) -> tuple[HealthFinding, ...] | None:
        """What was found of this state of the book; None while it is looked for."""
        with self._lock:
            before = self._looks.get((home, part))
            if before is None or before[0] != state:
                self._looks[home, part] = before = state, _Look(home, part)
            return before[1].findings


LOOKS: Final = Looks()
"""Of this process."""
