"""What the active model would draw: asked in a copy of its own, and only while no part is judged."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from inspection.detection.detector import Detector
from inspection.station import Station

if TYPE_CHECKING:
    from camera.frame import Pixels
    from training.labelling.drawing import Shape

LOOK_AGAIN_S: Final = 0.02
WAITS_S: Final = 5.0
"""A line that judges part after part leaves gaps; who draws waits for one, but not for ever."""


class Suggester:
    """May be asked from any thread."""

    def __init__(self, detector_of: Callable[[Station], Detector]) -> None:
        self._detector_of = detector_of
        self._alone = threading.Lock()
        self._loaded: tuple[object, Detector] | None = None

    def suggest(self, station: Station, pixels: "Pixels") -> tuple["Shape", ...]:
        """The defects on `pixels`, as they count at the bench. Raises DetectorError where there is no usable answer."""
        from training.labelling.suggesting import suggest

        with self._alone:
            detector = self._detector(station)
            deadline = time.monotonic() + WAITS_S
            while station.judging and time.monotonic() < deadline:
                time.sleep(LOOK_AGAIN_S)
            return suggest(detector, pixels)

    def _detector(self, station: Station) -> Detector:
        """Loaded anew when another model judges."""
        judge = station.state().model.judge
        if self._loaded is None or self._loaded[0] != judge:
            self._loaded = (judge, self._detector_of(station))
        return self._loaded[1]


def active_model(station: Station) -> Detector:
    """The model that is active for the station's part; one of its own, because a detector serves one thread."""
    from inspection.station.build import detector_for
    from inspection.station.settings import load_settings

    return detector_for(station.recipe, load_settings(station.home), station.home)
