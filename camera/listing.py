"""Which cameras this computer can use now, each with the configuration that means it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from camera.config import BaslerConfig, CameraConfig, UsbConfig

if TYPE_CHECKING:
    from camera.usb.devices import UsbCamera

Searched = Literal["any", "usb", "gige", "emulated", "none"]
"""Where Basler cameras are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCamera:
    """A camera that is there; `words` is how it presents itself, in English."""

    words: str
    config: CameraConfig


def usb_cameras_beside(own: CameraConfig) -> tuple[FoundCamera, ...]:
    """The USB cameras other than the station's own; none where the system is not Linux."""
    from camera.usb.devices import usb_cameras

    found = usb_cameras()
    serials = Counter(one.serial for one in found)  # some makers give all their cameras the same
    return tuple(
        FoundCamera(
            words=f"USB camera {one}",
            config=UsbConfig(serial=one.serial)
            if one.serial and serials[one.serial] == 1
            else UsbConfig(device=str(one.path)),
        )
        for one in found
        if not (isinstance(own, UsbConfig) and _is(one, own))
    )


def basler_cameras_beside(own: CameraConfig, searched: Searched) -> tuple[FoundCamera, ...]:
    """The Basler cameras other than the station's own. Raises CameraAbsent where they cannot be looked for."""
    if searched == "none":
        return ()
    from camera.basler.devices import basler_cameras

    return tuple(
        FoundCamera(
            words=f"Basler {one.model} {one.name}".rstrip() + f", serial {one.serial}, {one.transport}",
            config=BaslerConfig(serial=one.serial, transport=one.transport if searched == "emulated" else "any"),
        )
        for one in basler_cameras(searched)
        if not (isinstance(own, BaslerConfig) and own.serial == one.serial)
    )


def _is(one: "UsbCamera", own: UsbConfig) -> bool:
    """Whether that camera is the one that is meant, by any path that leads to it, by its serial number, or by both."""
    if own.device is not None and Path(own.device).resolve() != one.node.resolve():
        return False
    return own.serial is None or own.serial == one.serial
