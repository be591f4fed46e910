"""Light to Frame: every camera behind one Protocol.

The backends are imported only when one is opened (`open_camera`), so that a station without a driver still starts.
"""

from camera.config import CameraConfig, FolderConfig, SimulatedConfig
from camera.errors import (
    CameraAbsent,
    CameraError,
    CameraLost,
    FrameBroken,
    FrameStale,
    PictureTooLarge,
    SnapTimeout,
)
from camera.frame import Frame, MediaType, Pixels
from camera.opening import open_camera
from camera.protocol import Camera, CameraSettings

__all__ = [
    "Camera",
    "CameraAbsent",
    "CameraConfig",
    "CameraError",
    "CameraLost",
    "CameraSettings",
    "FolderConfig",
    "Frame",
    "FrameBroken",
    "FrameStale",
    "MediaType",
    "PictureTooLarge",
    "Pixels",
    "SimulatedConfig",
    "SnapTimeout",
    "open_camera",
]
