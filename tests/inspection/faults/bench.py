"""A station at work, and one fault after the other in its camera."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from inspection.detection.detector import ScriptedDetector
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe
from inspection.records import RecordStore
from inspection.setup import Setup
from inspection.station import Ignored, Recorded, Station
from inspection.verdict import Code, Verdict
from tests.inspection.faults.faults import AT_THE_START, EXPECTED, WATCHED, Fault, Hands

GIVES_UP_AFTER_S = 30.0
_one_store_at_a_time = threading.Lock()  # a migration cannot run in two threads; a station has one store


class Wrong(AssertionError):
    """The station said what it must not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffered:
    """One injected fault: seconds until a part was refused for it, and from mending it to the next OK.

    `noticed_s` is when the station knew without a trigger, where it can know: pictures are judged, not watched.
    """

    fault: Fault
    detected_s: float
    noticed_s: float | None
    recovered_s: float
    triggers: int


class Bench:
    """A station that would pass every part: an OK on a bad frame cannot hide behind a finding."""

    def __init__(self, home: Path, hands: Hands) -> None:
        self._home, self.hands = home, hands
        self.station = self._built()

    def suffer(self, fault: Fault) -> Suffered:
        """Inject the fault, watch the station refuse, mend it, and wait for the next OK. Raises Wrong."""
        if fault is Fault.DOUBLE_TRIGGER:
            return self._triggered_twice()
        if fault in AT_THE_START:
            self.station.close()
            self.hands.inject(fault)
            self.station = self._built()
            started = time.monotonic()
            self._wait(lambda: self.station.state().camera.error_code in EXPECTED[fault], f"{fault}: not noticed")
        else:
            self.hands.inject(fault)
            started = time.monotonic()
        verdict, code = self.verdict()
        detected_s = time.monotonic() - started
        if verdict is Verdict.PASS:
            raise Wrong(f"{self.hands.name}: OK during {fault}")
        if code not in EXPECTED[fault]:
            raise Wrong(f"{self.hands.name}: {code} during {fault}, expected {sorted(EXPECTED[fault])}")
        noticed_s = None
        if fault in WATCHED and self.hands.name not in ("simulated", "folder"):
            self._wait(lambda: not self.station.state().camera.working, f"{fault} was not noticed")
            noticed_s = time.monotonic() - started
        if self.verdict()[0] is Verdict.PASS:
            raise Wrong(f"{self.hands.name}: OK during {fault}, at the second part")
        self._heal(fault)
        mended = time.monotonic()
        triggers = 2 + self.until_ok()
        return Suffered(
            fault=fault,
            detected_s=detected_s,
            noticed_s=noticed_s,
            recovered_s=time.monotonic() - mended,
            triggers=triggers,
        )

    def verdict(self) -> tuple[Verdict, Code]:
        """Of the part that lies there now."""
        self.hands.part_arrives()
        outcome = self.station.trigger("test")
        if not isinstance(outcome, Recorded):
            raise Wrong(f"{self.hands.name}: a trigger was not recorded but {outcome}")
        return outcome.record.inspection.verdict, outcome.record.inspection.reasons[0].code

    def until_ok(self) -> int:
        """Trigger until the part passes, and return how often that was."""
        triggers = 0

        def passes() -> bool:
            nonlocal triggers
            triggers += 1
            return self.verdict()[0] is Verdict.PASS

        self._wait(passes, "no OK any more")
        return triggers

    def close(self) -> None:
        """Close the station and put the hands away."""
        self.hands.close()
        self.station.close()

    def _triggered_twice(self) -> Suffered:
        before = self.station.state().last_sequence
        outcomes: list[object] = []
        together = threading.Barrier(2)

        def press() -> None:
            together.wait()
            outcomes.append(self.station.trigger("test"))

        pressing = [threading.Thread(target=press) for _ in range(2)]
        started = time.monotonic()
        for one in pressing:
            one.start()
        for one in pressing:
            one.join()
        kinds = sorted(type(outcome).__name__ for outcome in outcomes)
        if kinds != [Ignored.__name__, Recorded.__name__]:
            raise Wrong(f"{self.hands.name}: two presses at once after record {before} gave {kinds}")
        elapsed_s = time.monotonic() - started
        return Suffered(fault=Fault.DOUBLE_TRIGGER, detected_s=elapsed_s, noticed_s=None, recovered_s=0, triggers=2)

    def _heal(self, fault: Fault) -> None:
        if fault is Fault.WRONG_CAMERA:  # the number in the settings is mended, and the station started again
            self.station.close()
            self.hands.heal()
            self.station = self._built()
        else:
            self.hands.heal()

    def _built(self) -> Station:
        with _one_store_at_a_time:
            records = RecordStore.open(self._home)
        return Station(
            home=self._home,
            setup=Setup.without_station(load_recipe(SHIPPED_RECIPES / "weld-bead.yaml")),
            cameras={"top": self.hands.camera()},
            detector=ScriptedDetector([[]]),
            records=records,
            lock_out_ms=0,
        )

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + GIVES_UP_AFTER_S
        while not holds():
            if time.monotonic() > end:
                state = self.station.state().camera
                raise Wrong(f"{self.hands.name}: {what} within {GIVES_UP_AFTER_S:.0f} s; {state}")
            time.sleep(0.01)
