"""Which camera, and how to reach it: a station setting, never part of a recipe."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from camera.rendering.truth import PartKind
from camera.settings import CameraSettings


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SimulatedConfig(_Closed):
    """A camera that shows rendered parts, one after the other; it needs no hardware and no network.

    With `same_part` the first one stays, as a part on a bench does while somebody sets it up.
    """

    kind: Literal["simulated"] = "simulated"
    same_part: bool = False
    part: PartKind = "weld-bead"
    seed: int = 1
    width_px: int = Field(default=640, ge=64, le=4096)
    height_px: int = Field(default=480, ge=64, le=4096)


class FolderConfig(_Closed):
    """Shows the pictures of a folder in the order of their names; after the last the first again when `loop`."""

    kind: Literal["folder"] = "folder"
    path: Path
    loop: bool = True


class UsbConfig(_Closed):
    """A USB camera (UVC), found by the serial number it reports or by a path that stays the same.

    `device` is a path under /dev/v4l/by-id or /dev/v4l/by-path (a plain /dev/videoN may change when cameras are plugged
    in another order), on Windows a number: 0 for the first camera. With `serial` and `device` both must fit.
    """

    kind: Literal["usb"] = "usb"
    device: str | None = None
    serial: str | None = None
    width_px: int = Field(default=1280, ge=64, le=8192)
    height_px: int = Field(default=720, ge=64, le=8192)
    frames_per_second: float | None = Field(default=None, gt=0, le=1000)
    pixel_format: Literal["mjpeg", "yuyv"] = "mjpeg"
    settings: CameraSettings = CameraSettings()

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if self.device is None and self.serial is None:
            raise ValueError("say which USB camera: `serial` or `device`; `meisterblick camera list` shows both")
        return self


class HttpMjpegConfig(_Closed):
    """A phone or network camera that sends MJPEG over HTTP (multipart/x-mixed-replace).

    `lag_ms`: no picture is older than that when it arrives. It adds to every inspection's time.
    """

    kind: Literal["http-mjpeg"] = "http-mjpeg"
    url: str = Field(pattern=r"^https?://[^\s]+$")
    lag_ms: int = Field(default=250, ge=0, le=5000)


class VideoConfig(_Closed):
    """A video file, played at its own speed, from the start again at its end when `loop`."""

    kind: Literal["video"] = "video"
    path: Path
    loop: bool = True


class Region(_Closed):
    """The part of the sensor that is read out, in sensor pixels."""

    x_px: int = Field(ge=0)
    y_px: int = Field(ge=0)
    width_px: int = Field(ge=1)
    height_px: int = Field(ge=1)


class WhiteBalance(_Closed):
    """How much each colour is amplified, so that white is white under the lamp at hand; 1 leaves it as it is."""

    red: float = Field(gt=0, le=16)
    green: float = Field(default=1, gt=0, le=16)
    blue: float = Field(gt=0, le=16)


class BaslerConfig(_Closed):
    """A Basler camera, found by its serial number.

    `trigger`: the station exposes each picture itself (`software`), the camera exposes all the time (`free-run`), or a
    signal at `trigger_line` does (`hardware`). `features` is a .pfs file that is loaded before all else. `lamp_line` is
    the output that shows pass or fail.
    """

    kind: Literal["basler"] = "basler"
    serial: str = Field(min_length=1)
    transport: Literal["any", "usb", "gige", "emulated"] = "any"
    trigger: Literal["software", "hardware", "free-run"] = "software"
    trigger_line: str = "Line1"
    pixel_format: str | None = None
    region: Region | None = None
    white_balance: WhiteBalance | None = None
    features: Path | None = None
    lamp_line: str | None = None
    settings: CameraSettings = CameraSettings()


DriverConfig = UsbConfig | HttpMjpegConfig | VideoConfig | BaslerConfig
"""Cameras with a driver: they run in a process of their own."""

CameraConfig = Annotated[SimulatedConfig | FolderConfig | DriverConfig, Field(discriminator="kind")]
