"""The Basler driver: one camera, its features, its frames, its lamp."""

import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from camera.basler import features
from camera.basler.devices import open_by_serial
from camera.basler.grabbing import Grabbing
from camera.basler.lamp import LineLamp
from camera.basler.pictures import PictureReader
from camera.basler.pylon import GrabResult, InstantCamera, NodeMap, failing_as
from camera.basler.white_balance import set_white_balance
from camera.config import BaslerConfig
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost, FrameBroken
from camera.settings import CameraSettings

_STALLED_AFTER_S = 0.8
_TRY_AGAIN = "check its cable and power; the station opens it anew by itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    camera: InstantCamera
    nodes: NodeMap
    grabbing: Grabbing
    pictures: PictureReader
    lamp: LineLamp | None


class BaslerDriver:
    """A Basler camera; `camera.driver.Driver` says what each call promises.

    Set up in this order: .pfs file, pixel format, region, trigger, lamp line, settings. Of a free-running camera only
    the newest frame is kept. At the trigger line every frame is a part, so they are kept in order.
    """

    def __init__(self, config: BaslerConfig) -> None:
        """Nothing is loaded or looked for before `open`."""
        self._config = config
        self._name = f"the Basler camera {config.serial}"
        self._open: _Opened | None = None
        self._interval_s = 0.0
        self._exposure_s = 0.0
        self._waiting: deque[RawFrame | FrameBroken] = deque()
        self._last_number: int | None = None

    @property
    def feed(self) -> Feed:
        """By the trigger that was configured."""
        match self._config.trigger:
            case "software":
                return "on-demand"
            case "free-run":
                return "stream"
            case "hardware":
                return "on-part"
            case _:
                assert_never(self._config.trigger)

    @property
    def noisy(self) -> bool:
        """An emulated camera gives the same test picture, bit by bit."""
        return self._config.transport != "emulated"

    @property
    def stalled_after_s(self) -> float | None:
        """0.8 s, or three times the longer of frame interval and exposure where that is more."""
        if self.feed == "on-part":
            return None
        return max(_STALLED_AFTER_S, 3 * max(self._interval_s, self._exposure_s))

    def open(self) -> None:
        """Find the camera by its serial number, set it up, and start grabbing.

        Raises WrongCamera where only others are there, and CameraAbsent where it is not there, is used by another
        program, or cannot be set up as configured.
        """
        if self._open is not None:
            return
        camera = open_by_serial(self._config.serial, self._config.transport)
        try:
            with failing_as(CameraAbsent, f"{self._name} could not be set up", _TRY_AGAIN):
                self._open = self._set_up(camera)
        except ValueError as error:
            raise CameraAbsent(f"{self._name} cannot be set up as configured: {error}") from error
        finally:
            if self._open is None:
                _let_go(camera)

    def close(self) -> None:
        """Switch the lamp off, and let go of the camera; nothing is raised where it is gone."""
        opened, self._open = self._open, None
        if opened is None:
            return
        if opened.lamp is not None:
            with suppress(Exception):  # a camera that is gone has no lamp
                opened.lamp.show(Lamp.OFF)
        _let_go(opened.camera)

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Exposure time in µs and gain in dB; the camera's own control of what is set is switched off.

        A free-running camera is started anew, so that no frame comes that was exposed with the settings before.
        """
        opened = self._opened()
        with failing_as(CameraLost, f"{self._name} did not take its settings", _TRY_AGAIN):
            now_set = features.configure(opened.nodes, settings)
            self._learn_pace(opened.nodes, now_set)
            if self.feed == "stream":
                opened.grabbing.stop()
                opened.grabbing.start()
        return now_set

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame. Where it is triggered by software, its exposure time comes on top of `timeout_s`.

        At the trigger line, FrameBroken is also raised, once for each gap, where parts passed whose pictures never
        came, as far as the camera's frame counter tells.
        """
        opened = self._opened()
        if not self._waiting:
            with failing_as(CameraLost, f"{self._name} failed", _TRY_AGAIN):
                self._waiting.extend(self._grab(opened, timeout_s))
        outcome = self._waiting.popleft()
        if isinstance(outcome, FrameBroken):
            raise outcome
        return outcome

    def show(self, lamp: Lamp) -> None:
        """Switch the output line: on for PASS only."""
        opened = self._opened()
        if opened.lamp is not None:
            with failing_as(CameraLost, f"{self._name} did not switch its lamp", _TRY_AGAIN):
                opened.lamp.show(lamp)

    def save_features(self, path: Path) -> None:
        """Write what is set on the opened camera to a .pfs file, which `features` can name. Raises OSError.

        Grabbing is interrupted for it: pylon leaves out what cannot be set at that moment, such as size and format.
        """
        opened = self._opened()
        with failing_as(OSError, f"the features could not be saved to {path}", "check the folder and the camera"):
            opened.grabbing.stop()
            try:
                features.save_features(opened.nodes, path)
            finally:
                opened.grabbing.start()

    def _opened(self) -> _Opened:
        if self._open is None:
            raise CameraLost(f"{self._name} is not open; open it first")
        return self._open

    def _set_up(self, camera: InstantCamera) -> _Opened:
        config, nodes = self._config, camera.GetNodeMap()
        if config.features is not None:
            features.load_features(nodes, config.features)
        if config.pixel_format is not None:
            features.set_pixel_format(nodes, config.pixel_format)
        if config.region is not None:
            features.set_region(nodes, config.region)
        if config.white_balance is not None:
            set_white_balance(nodes, config.white_balance)
        if config.trigger == "hardware" and config.trigger_line == config.lamp_line:
            raise ValueError(f"{config.lamp_line} cannot be trigger line and lamp line at once; choose another for one")
        features.set_trigger(nodes, config.trigger, config.trigger_line)
        lamp = None if config.lamp_line is None else LineLamp(nodes, config.lamp_line)
        self._learn_pace(nodes, features.configure(nodes, config.settings))
        self._waiting.clear()
        self._last_number = None
        grabbing = Grabbing(camera, keep="all" if self.feed == "on-part" else "newest")
        return _Opened(camera=camera, nodes=nodes, grabbing=grabbing, pictures=PictureReader(), lamp=lamp)

    def _learn_pace(self, nodes: NodeMap, now_set: CameraSettings) -> None:
        self._interval_s = features.frame_interval_s(nodes)
        self._exposure_s = (now_set.exposure_time_us or 0.0) / 1e6

    def _grab(self, opened: _Opened, timeout_s: float) -> list[RawFrame | FrameBroken]:
        opened.grabbing.refuse_removed()
        until = time.monotonic() + timeout_s
        if self.feed == "on-demand":
            began_s = opened.grabbing.expose(timeout_s)
            result, _ = opened.grabbing.next_result(until - began_s + self._exposure_s)
        else:
            result, arrived_after_s = opened.grabbing.next_result(timeout_s)
            # before it arrives a frame is exposed, read out and sent; the latter two take a frame interval each at most
            began_s = arrived_after_s - self._exposure_s - 2 * self._interval_s
        with result:
            opened.grabbing.refuse_removed()
            number = opened.grabbing.number_of(result)
            lost = self._lost_before(number)
            try:
                return [*lost, self._frame(opened, result, number, began_s)]
            except FrameBroken as error:
                return [*lost, error]

    def _lost_before(self, number: int | None) -> list[FrameBroken]:
        """One for the whole gap: where the camera's counter is damaged or began anew, that may be of any size."""
        before, self._last_number = self._last_number, number
        if self.feed != "on-part" or before is None or number is None or number <= before + 1:
            return []
        missing = number - before - 1
        passed = "1 part passed" if missing == 1 else f"{missing} parts passed"
        return [
            FrameBroken(
                f"after frame {before} came {number}: {passed} without a picture, or the camera's counter began anew; "
                "check cable and bandwidth, and whether parts come faster than they are inspected"
            )
        ]

    def _frame(self, opened: _Opened, result: GrabResult, number: int | None, began_s: float) -> RawFrame:
        data, layout = opened.pictures.picture(result)
        now_set = features.settings_now(opened.nodes)  # asked for each frame: the camera may control them itself
        self._exposure_s = (now_set.exposure_time_us or 0.0) / 1e6
        return RawFrame(
            data=data,
            layout=layout,
            width_px=result.GetWidth(),
            height_px=result.GetHeight(),
            number=number,
            began_s=began_s,
            exposure_time_us=now_set.exposure_time_us,
            gain_db=now_set.gain_db,
        )


def _let_go(camera: InstantCamera) -> None:
    for step in (camera.StopGrabbing, camera.Close, camera.DestroyDevice):
        with suppress(Exception):  # each even where the one before it failed: the camera may be gone
            step()
