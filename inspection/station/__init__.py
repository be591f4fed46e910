"""The one owner of camera, detector, records and counters; browsers, foot switch and commands only ask it."""

from inspection.station.outcome import Ignored, Outcome, Recorded, Stopped
from inspection.station.settings import StationSettings
from inspection.station.state import CameraState, ModelState, StationState, StorageState
from inspection.station.station import Station

__all__ = [
    "CameraState",
    "Ignored",
    "ModelState",
    "Outcome",
    "Recorded",
    "Station",
    "StationSettings",
    "StationState",
    "Stopped",
    "StorageState",
]
