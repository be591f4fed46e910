"""Basler cameras (USB3 Vision, GigE Vision, and pylon's emulated ones) through pypylon."""

from camera.basler.devices import BaslerCamera, basler_cameras
from camera.basler.driver import BaslerDriver

__all__ = ["BaslerCamera", "BaslerDriver", "basler_cameras"]
