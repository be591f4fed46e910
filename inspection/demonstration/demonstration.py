"""The demonstration runs by itself: a part lies there, is judged, is shown, and the next one comes."""

import threading
import time
from collections.abc import Callable
from typing import Final, assert_never

from camera.disturbances import Disturbances
from inspection.demonstration.faults import MADE_BY, Fault, was_noticed
from inspection.demonstration.own_folder import MODEL, PART, learned
from inspection.demonstration.state import Demonstrated, DemonstrationState, Doing, Learning
from inspection.errors import InspectionError
from inspection.station import Ignored, Recorded, Station, Stopped
from inspection.station.setting_up import adopt_recipe

SOURCE: Final = "demonstration"
PACES_S: Final = (2.5, 4.0, 6.0, 10.0, 15.0)
"""From one part to the next, the fastest first."""
AWAKE_S: Final = 60.0
"""So long it goes on after somebody looked last: a page that is open looks with every part."""
LYING_S: Final = 1.5
"""So long the simulated camera shows the part that was judged; see `camera.simulated`."""
SOON_S: Final = 0.8
"""After a start or a fault nobody waits for long."""
IDLE_S: Final = 1.0
CLOSE_WITHIN_S: Final = 5.0


class Demonstration:
    """One for all browsers, in a thread of its own. Every method may be called from any thread.

    It begins when somebody looks where the folder is that of a demonstration, else when it is started. While nobody
    looks it sleeps, and mends the fault that was made.
    """

    def __init__(self, station: Station, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`start_thread` lets it run; without it, `turn` does what is due."""
        self._station = station
        self._clock = clock
        self._own = learned(station.home) is not None
        self._lock = threading.RLock()
        self._judging = threading.Lock()
        self._wake = threading.Event()
        self._closing = False
        self._looked_at = -float("inf")
        self._shown_until = self._due_at = 0.0
        self._noticed = False
        doing = Doing.ASLEEP if self._own else Doing.PAUSED
        self._state = DemonstrationState(running=self._own, doing=doing, pace_s=PACES_S[2])
        self._thread = threading.Thread(target=self._run, name="demonstration", daemon=True)

    @property
    def state(self) -> DemonstrationState:
        """Everything at a glance."""
        return self._state

    def start_thread(self) -> None:
        """Do what is due, until `close`."""
        self._thread.start()

    def close(self) -> None:
        """Finish the part at hand, and no other."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def look(self) -> None:
        """Somebody looks: it stays awake."""
        with self._lock:
            self._looked_at = self._clock()
            if self._state.doing is Doing.ASLEEP:
                self._wake.set()

    def start(self) -> None:
        """Lay parts, one after the other."""
        with self._lock:
            if not self._state.running:
                self._say(running=True, doing=Doing.LAYING, trouble=None)
                self._soon()

    def pause(self) -> None:
        """What lies there stays; people may trigger themselves."""
        with self._lock:
            self._say(running=False, doing=Doing.PAUSED)
            self._wake.set()

    def change_pace(self, steps: int) -> None:
        """By so many steps slower, or faster where `steps` is negative; at the end of the scale nothing changes."""
        with self._lock:
            place = PACES_S.index(self._state.pace_s) + steps
            pace_s = PACES_S[min(max(place, 0), len(PACES_S) - 1)]
            self._due_at += pace_s - self._state.pace_s
            self._say(pace_s=pace_s)
            self._wake.set()

    def make(self, fault: Fault) -> None:
        """Make a fault in place of the one before, and go on with the next part soon. Raises NotSimulated."""
        with self._judging:  # the part at hand was taken without it
            self._station.disturb(MADE_BY[fault])
            with self._lock:
                since = self._station.state().last_sequence
                made = self._state.faults_made + 1
                self._noticed = False
                self._say(fault=fault, fault_since=since, faults_made=made, running=True, trouble=None)
                self._soon()

    def mend(self) -> None:
        """Undo the fault. Raises NotSimulated."""
        with self._judging:
            self._station.disturb(Disturbances())
            with self._lock:
                self._say(fault=None)
                self._soon()

    def turn(self) -> float:
        """Do what is due, and return the seconds until the next thing is. Called by the thread, or by one test."""
        self._learn()
        with self._lock:
            now_s, state = self._clock(), self._state
            if not state.running:
                return IDLE_S
            if now_s - self._looked_at > AWAKE_S:
                if state.doing is not Doing.ASLEEP:
                    self._fall_asleep()
                return IDLE_S
            if state.doing is Doing.ASLEEP:
                self._say(doing=Doing.LAYING)
                self._due_at = self._shown_until = now_s + SOON_S
            if now_s < self._shown_until:
                return min(self._shown_until, self._due_at) - now_s
            if now_s < self._due_at:
                self._say(doing=Doing.LAYING)
                return self._due_at - now_s
            if state.fault is None and not self._station.state().camera.working:
                return IDLE_S  # it is just being opened again
            self._say(doing=Doing.JUDGING)
        with self._judging:
            outcome = self._station.trigger(SOURCE)
        with self._lock:
            self._follow(outcome, self._clock())
        return 0.0

    def _run(self) -> None:
        while not self._closing:
            self._wake.clear()
            try:
                wait_s = self.turn()
            except InspectionError as error:  # another camera by now, or records that failed
                self._say(running=False, doing=Doing.PAUSED, fault=None, trouble=str(error))
                wait_s = IDLE_S
            self._wake.wait(min(wait_s, IDLE_S))

    def _follow(self, outcome: Recorded | Ignored | Stopped, now_s: float) -> None:
        """What came of the trigger."""
        match outcome:
            case Recorded(record=record, elapsed_ms=elapsed_ms):
                inspection = record.inspection
                state = self._state
                counts = {**state.counts, inspection.verdict: state.counts.get(inspection.verdict, 0) + 1}
                noticed = state.fault is not None and not self._noticed and was_noticed(inspection)
                self._noticed = self._noticed or noticed
                self._say(
                    last=Demonstrated(sequence=record.sequence, elapsed_ms=round(elapsed_ms, 1)),
                    counts=counts,
                    faults_noticed=state.faults_noticed + noticed,
                )
                self._show(now_s)
            case Ignored():  # somebody else triggered in the same moment
                self._show(now_s)
            case Stopped(why=why):
                self._say(running=False, doing=Doing.PAUSED, trouble=why)
            case unknown:
                assert_never(unknown)

    def _show(self, now_s: float) -> None:
        self._shown_until, self._due_at = now_s + LYING_S, now_s + self._state.pace_s
        if self._state.running:
            self._say(doing=Doing.SHOWING)

    def _fall_asleep(self) -> None:
        self._say(doing=Doing.ASLEEP)
        if self._state.fault is not None:
            self._say(fault=None)
            self._station.disturb(Disturbances())

    def _soon(self) -> None:
        self._due_at = self._shown_until = self._clock() + SOON_S
        if self._state.running:
            self._say(doing=Doing.LAYING)
        self._wake.set()

    def _learn(self) -> None:
        """Take up what was learned of good parts, once it is there."""
        learning = self._learning()
        if learning is Learning.LEARNED and self._station.recipe.good_only is None:
            recipe = self._station.recipe
            adopt_recipe(self._station, recipe.model_copy(update={"good_only": MODEL}))
            self._station.warm_up()
        if learning is not self._state.learning:
            self._say(learning=learning)

    def _learning(self) -> Learning:
        recipe = self._station.recipe
        if recipe.good_only is not None:
            return Learning.LEARNED
        said = learned(self._station.home) if self._own and recipe.name == PART else None
        return Learning.NOT_PLANNED if said is None else said.learning

    def _say(self, **changes: object) -> None:
        with self._lock:
            self._state = self._state.model_copy(update=changes)
