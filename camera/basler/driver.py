"""The Basler driver: one camera, its features, its lamp, its frames."""

from contextlib import suppress
from pathlib import Path
from typing import assert_never

from camera.basler import features
from camera.basler.devices import open_by_serial
from camera.basler.grabbing import Grabbing
from camera.basler.lamp import LineLamp
from camera.basler.library import GrabResult, InstantCamera, failing_as
from camera.basler.pictures import PictureReader
from camera.config import BaslerConfig
from camera.driver import Feed, Lamp, RawFrame
from camera.errors import CameraAbsent, CameraLost
from camera.settings import CameraSettings

_STALLED_AFTER_S = 0.8
_TRY_AGAIN = "check its cable and power; the station opens it anew by itself"


class BaslerDriver:
    """A Basler camera; see `camera.driver.Driver` for what each call promises.

    Order of setting up: the .pfs file, pixel format, region, trigger, lamp line, settings. A free-running camera keeps
    only its newest frame. At the trigger line every frame is a part, so they are kept in order.
    """

    def __init__(self, config: BaslerConfig) -> None:
        """Nothing is loaded or looked for before `open`."""
        self._config = config
        self._camera: InstantCamera = None
        self._grabbing: Grabbing | None = None
        self._lamp: LineLamp | None = None
        self._interval_s = 0.1
        self._now_set = CameraSettings()

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
        """0.8 s, or three times the slowest of exposure and frame rate where that is longer."""
        if self.feed == "on-part":
            return None
        return max(_STALLED_AFTER_S, 3 * max(self._interval_s, self._exposure_s()))

    def open(self) -> None:
        """Find the camera by its serial number, set it up, and start grabbing."""
        if self._camera is not None:
            return
        self._camera = open_by_serial(self._config.serial, self._config.transport)
        try:
            with failing_as(CameraAbsent, f"the Basler camera {self._config.serial} could not be set up", _TRY_AGAIN):
                self._set_up()
        except ValueError as error:
            self.close()
            raise CameraAbsent(f"the Basler camera {self._config.serial} cannot be set up so: {error}") from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Switch the lamp off, and let go of the camera; each step even where the one before it failed."""
        from_open, self._camera = self._camera, None
        lamp, self._lamp, self._grabbing = self._lamp, None, None
        if from_open is None:
            return
        steps = [from_open.StopGrabbing, from_open.Close, from_open.DestroyDevice]
        if lamp is not None:
            steps.insert(0, lambda: lamp.show(Lamp.OFF))
        for step in steps:
            with suppress(Exception):  # a device that is gone cannot say goodbye
                step()

    def configure(self, settings: CameraSettings) -> CameraSettings:
        """Exposure time in µs and gain in dB; automatic control of what is set is switched off."""
        nodes = self._opened().GetNodeMap()
        with failing_as(CameraLost, "the Basler camera did not take its settings", _TRY_AGAIN):
            self._now_set = features.configure(nodes, settings)
            self._interval_s = features.frame_interval_s(nodes)
        return self._now_set

    def read(self, timeout_s: float) -> RawFrame:
        """The next frame. Where it is triggered by software, its exposure time comes on top of `timeout_s`."""
        self._opened()
        assert self._grabbing is not None
        with failing_as(CameraLost, f"the Basler camera {self._config.serial} failed", _TRY_AGAIN):
            self._grabbing.refuse_removed()
            if self.feed == "on-demand":
                began_s = self._grabbing.expose(timeout_s)
                result, _ = self._grabbing.next_result(timeout_s + self._exposure_s())
            else:
                result, arrived_after = self._grabbing.next_result(timeout_s)
                # before a frame arrives it is exposed, read out and sent, and each takes at most one frame interval
                began_s = arrived_after - self._exposure_s() - 2 * self._interval_s
            with result:
                self._grabbing.refuse_removed()
                return self._frame(result, began_s)

    def show(self, lamp: Lamp) -> None:
        """Switch the output line: on for PASS only."""
        if self._lamp is not None:
            with failing_as(CameraLost, "the Basler camera did not switch its lamp", _TRY_AGAIN):
                self._lamp.show(lamp)

    def save_features(self, path: Path) -> None:
        """Write what is set on the opened camera to a .pfs file, which `features` can name."""
        with failing_as(CameraLost, f"the features could not be saved to {path}", "check the folder, and the camera"):
            features.save_features(self._opened(), path)

    def _opened(self) -> InstantCamera:
        if self._camera is None:
            raise CameraLost(f"the Basler camera {self._config.serial} is not open; open it first")
        return self._camera

    def _set_up(self) -> None:
        config, nodes = self._config, self._camera.GetNodeMap()
        if config.features is not None:
            features.load_features(nodes, config.features)
        if config.pixel_format is not None:
            features.set_pixel_format(nodes, config.pixel_format)
        if config.region is not None:
            features.set_region(nodes, config.region)
        features.set_trigger(nodes, config.trigger, config.trigger_line)
        if config.lamp_line is not None:
            self._lamp = LineLamp(nodes, config.lamp_line)
        self._pictures = PictureReader()
        self.configure(config.settings)
        self._grabbing = Grabbing(self._camera, keep="all" if self.feed == "on-part" else "newest")

    def _frame(self, result: GrabResult, began_s: float) -> RawFrame:
        assert self._grabbing is not None
        data, layout = self._pictures.picture(result)
        return RawFrame(
            data=data,
            layout=layout,
            width_px=result.GetWidth(),
            height_px=result.GetHeight(),
            number=self._grabbing.number_of(result),
            began_s=began_s,
            exposure_time_us=self._now_set.exposure_time_us,
            gain_db=self._now_set.gain_db,
        )

    def _exposure_s(self) -> float:
        return (self._now_set.exposure_time_us or 0.0) / 1e6
