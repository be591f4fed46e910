"""A stand-in for a USB camera, for tests on OpenCV's real V4L2 code where no camera is."""

from tests.camera.v4l2.stand_in import Clock, Control, Mode, Offer, V4l2StandIn, compile_stand_in

__all__ = ["Clock", "Control", "Mode", "Offer", "V4l2StandIn", "compile_stand_in"]
