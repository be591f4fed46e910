"""The one owner of camera, detector, records and counters; browsers, foot switch and commands only ask it."""

from inspection.station.settings import StationSettings
from inspection.station.state import CameraState, ModelState, StationState, StorageState
from inspection.station.station import Ignored, Recorded, Station, Stopped

__all__ = [
    "CameraState",
    "Ignored",
    "ModelState",
    "Recorded",
    "Station",
    "StationSettings",
    "StationState",
    "Stopped",
    "StorageState",
]
