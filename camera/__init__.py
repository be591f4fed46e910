"""Light to Frame: every camera behind one Protocol.

The backends are imported only when one is opened (`open_camera`), so that a station without a driver still starts.
"""

from camera.config import (
    BaslerConfig,
    CameraConfig,
    FolderConfig,
    HttpMjpegConfig,
    SimulatedConfig,
    UsbConfig,
    VideoConfig,
)
from camera.driver import Lamp
from camera.errors import (
    CameraAbsent,
    CameraError,
    CameraHung,
    CameraLost,
    FeedEnded,
    FrameBroken,
    FrameStale,
    PictureChanged,
    PictureTooLarge,
    SnapTimeout,
    WrongCamera,
)
from camera.frame import Frame, MediaType, Pixels
from camera.health import CameraHealth
from camera.opening import open_camera
from camera.protocol import Camera
from camera.settings import CameraSettings

__all__ = [
    "BaslerConfig",
    "Camera",
    "CameraAbsent",
    "CameraConfig",
    "CameraError",
    "CameraHealth",
    "CameraHung",
    "CameraLost",
    "CameraSettings",
    "FeedEnded",
    "FolderConfig",
    "Frame",
    "FrameBroken",
    "FrameStale",
    "HttpMjpegConfig",
    "Lamp",
    "MediaType",
    "PictureChanged",
    "PictureTooLarge",
    "Pixels",
    "SimulatedConfig",
    "SnapTimeout",
    "UsbConfig",
    "VideoConfig",
    "WrongCamera",
    "open_camera",
]
