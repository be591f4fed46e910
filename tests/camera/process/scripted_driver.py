"""A driver that does what a file says, word by word: what hangs, crashes and lies in a real one."""

import ctypes
import os
import time

import numpy as np

from camera.config import VideoConfig
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost, FeedEnded, FrameBroken, SnapTimeout, WrongCamera
from camera.settings import CameraSettings
from tests.pictures import patchwork

SCRIPTED = "tests.camera.process.scripted_driver:make"
WIDTH_PX, HEIGHT_PX = 64, 48
INTERVAL_S = 0.02


PATTERN = patchwork(WIDTH_PX, HEIGHT_PX, seed=3)[..., 0]


class ScriptedDriver:
    """Each picture is the pattern plus the number of its exposure; the file `config.path` holds the mode."""

    noisy = True
    stalled_after_s = 0.6

    def __init__(self, config: VideoConfig) -> None:
        self._script = config.path
        self.feed: Feed = "on-demand" if config.loop else "stream"
        self._number = 0
        self._settings = CameraSettings()

    def open(self) -> None:
        match self._mode():
            case "absent":
                raise CameraAbsent("the scripted camera is not plugged in; plug it in")
            case "wrong":
                raise WrongCamera("expected serial 1, found serial 2; plug in the right one")
            case "hangs-on-open":
                self._script.with_suffix(".in-open").touch()
                time.sleep(1000)

    def close(self) -> None:
        if self._mode().endswith("hangs-on-close"):
            time.sleep(1000)

    def configure(self, settings: CameraSettings) -> CameraSettings:
        if settings.focus_steps is not None:
            raise ValueError("the scripted camera has no focus")
        self._settings = self._settings.changed_by(settings)
        return self._settings

    def read(self, timeout_s: float) -> RawFrame:
        time.sleep(INTERVAL_S)
        exposed_s = time.monotonic()  # before the script is read: a picture taken after a change of it follows it
        mode = self._mode()
        match mode:
            case "hangs":
                time.sleep(1000)
            case "hangs-with-the-interpreter":
                ctypes.PyDLL(None).sleep(1000)
            case "crashes":
                os.kill(os.getpid(), 11)
            case "throws":
                raise RuntimeError("genicam: device gone")
            case "ends":
                raise FeedEnded("the scripted feed has ended")
            case "absent" | "lost" | "lost-and-hangs-on-close":
                raise CameraLost("the scripted camera was unplugged; plug it in")
            case "silent":
                time.sleep(timeout_s)
                raise SnapTimeout("nothing came")
            case "torn":
                raise FrameBroken("half a picture")
            case "torn-once":
                self._script.write_text("ok")
                raise FrameBroken("half a picture")
            case "ok" | "repeats" | "other-size" | "white":
                pass
        if mode != "repeats":
            self._number += 1
        shape = (HEIGHT_PX, WIDTH_PX // 2 if mode == "other-size" else WIDTH_PX)
        return RawFrame(
            data=np.full(shape, 255, np.uint8)
            if mode == "white"
            else PATTERN[:, : shape[1]] + np.uint8(self._number % 256),
            layout="mono8",
            width_px=shape[1],
            height_px=shape[0],
            number=None,
            began_s=exposed_s - (0 if self.feed == "on-demand" else INTERVAL_S),
            exposure_time_us=self._settings.exposure_time_us,
        )

    def show(self, lamp: Lamp) -> None:
        self._script.with_suffix(".lamp").write_text(lamp)

    def _mode(self) -> str:
        return self._script.read_text() if self._script.exists() else "absent"


def make(config: VideoConfig) -> ScriptedDriver:
    """Who makes it, for the camera process."""
    return ScriptedDriver(config)
