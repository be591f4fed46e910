"""From configuration to driver; only the camera process asks for one."""

from typing import assert_never

from camera.config import BaslerConfig, DriverConfig, HttpMjpegConfig, UsbConfig, VideoConfig
from camera.driver import Driver
from camera.errors import CameraAbsent


def make_driver(config: DriverConfig) -> Driver:
    """The driver that `config` names, not opened yet; a vendor's library is imported by its `open` and nowhere else."""
    match config:
        case UsbConfig():
            from camera.usb import UsbDriver

            return UsbDriver(config)
        case HttpMjpegConfig():
            from camera.http_mjpeg import HttpMjpegDriver

            return HttpMjpegDriver(config)
        case VideoConfig():
            from camera.video import VideoDriver

            return VideoDriver(config)
        case BaslerConfig():
            from camera.basler import BaslerDriver

            return BaslerDriver(config)
        case _:
            assert_never(config)


def camera_id_of(config: DriverConfig) -> str:
    """Stable name of the device that `config` means; what its driver's frames carry."""
    match config:
        case UsbConfig():
            return f"usb:{config.serial or config.device}"
        case HttpMjpegConfig():
            from camera.http_mjpeg.address import Address

            try:
                return f"http-mjpeg:{Address.of(config.url).name}"
            except CameraAbsent:  # said in words when it is opened; what cannot be read may hold a password
                return "http-mjpeg:?"
        case VideoConfig():
            return f"video:{config.path}"
        case BaslerConfig():
            return f"basler:{config.serial}"
        case _:
            assert_never(config)
