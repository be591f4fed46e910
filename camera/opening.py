"""From configuration to camera."""

from typing import assert_never

from camera.config import (
    BaslerConfig,
    CameraConfig,
    FolderConfig,
    HttpMjpegConfig,
    SimulatedConfig,
    UsbConfig,
    VideoConfig,
)
from camera.frame import Frame
from camera.protocol import Camera


def open_camera(config: CameraConfig) -> Camera:
    """Make the camera that `config` names and open it.

    Raises CameraAbsent where it is not there.
    """
    camera = make_camera(config)
    camera.open()
    return camera


def snap_once(config: CameraConfig) -> Frame:
    """Open the camera that `config` names, take one picture, and close it again. Raises CameraError."""
    camera = open_camera(config)
    try:
        return camera.snap()
    finally:
        camera.close()


def make_camera(config: CameraConfig) -> Camera:
    """The camera that `config` names, not opened yet; one with a driver runs in a process of its own."""
    match config:
        case SimulatedConfig():
            from camera.simulated import SimulatedCamera

            return SimulatedCamera(config)
        case FolderConfig():
            from camera.folder import FolderCamera

            return FolderCamera(config)
        case UsbConfig() | HttpMjpegConfig() | VideoConfig() | BaslerConfig():
            from camera.process import ProcessCamera

            return ProcessCamera(config)
        case _:
            assert_never(config)
