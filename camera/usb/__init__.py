"""USB cameras (UVC): found by serial number or stable path, read without forgiveness."""

from camera.usb.devices import UsbCamera, usb_cameras
from camera.usb.driver import UsbDriver

__all__ = ["UsbCamera", "UsbDriver", "usb_cameras"]
