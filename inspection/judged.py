"""What comes out of judging one picture, and how long each step took."""

import time
from dataclasses import dataclass

from inspection.decide import UNGRADED, Grading
from inspection.finding import Finding
from inspection.locating import Placement
from inspection.record import PictureLight
from inspection.verdict import Reason, Verdict
from inspection.visibility import Visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was made of one picture."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...] = ()
    placement: Placement | None = None
    grading: Grading = UNGRADED
    visible: tuple[Visible, ...] = ()
    light: PictureLight | None = None

    @classmethod
    def refused(cls, *reasons: Reason, light: PictureLight | None = None) -> "Judged":
        """It could not be judged."""
        return cls(verdict=Verdict.NOT_JUDGED, reasons=reasons, light=light)


class Laps:
    """Milliseconds from one step to the next."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def stop(self, step: str) -> None:
        """The step is over."""
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 3)
        self._last = now

    def timings_ms(self) -> dict[str, float]:
        """Milliseconds of each step, and of all together."""
        return {**self._laps, "total": round((self._last - self._start) * 1000, 3)}
