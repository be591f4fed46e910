"""Inspects every part that triggers the camera itself: a light barrier at the camera's line is the press."""

import threading
from typing import Final, assert_never

from inspection.station.outcome import Ignored, Recorded, Stopped
from inspection.station.station import Station

LOOK_EVERY_S: Final = 0.25
CLOSE_WITHIN_S: Final = 5.0


class PartLine:
    """Follows the station's camera from a thread of its own; does nothing where a person or the page triggers."""

    def __init__(self, station: Station) -> None:
        """`start` begins to inspect."""
        self._station = station
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="part line", daemon=True)

    def start(self) -> None:
        """Begin: parts from now on are inspected."""
        self._thread.start()

    def close(self) -> None:
        """Finish the part at hand; those that still wait are not inspected."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_WITHIN_S)

    def _follow(self) -> None:
        while not self._closing.is_set():
            match self._station.inspect_next(LOOK_EVERY_S):
                case Recorded() | Ignored():
                    pass
                case None if self._station.camera_triggers:
                    pass  # it has waited for one
                case None | Stopped():
                    self._closing.wait(LOOK_EVERY_S)
                case unknown:
                    assert_never(unknown)
