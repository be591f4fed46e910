"""Which Basler cameras there are, and opening the very one that was asked for."""

from dataclasses import dataclass
from typing import Any, Literal

from camera.basler.pylon import InstantCamera, failing_as, load_pylon
from camera.errors import CameraAbsent, WrongCamera

Transport = Literal["usb", "gige", "emulated"]

_DEVICE_CLASSES: dict[Transport, str] = {"usb": "BaslerUsb", "gige": "BaslerGigE", "emulated": "BaslerCamEmu"}

_LOOK_AT = {
    "usb": "check its cable and its USB 3 port, and on Linux that this user may use it (pylon's udev rules)",
    "gige": "check cable, power, and that its IP address is in the network of this computer",
    "emulated": "set PYLON_CAMEMU=1 in the environment before the start",
    "any": "check cable and power, and for GigE that its IP address is in the network of this computer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BaslerCamera:
    """A camera as it presents itself; `name` is the one its user gave it, or empty."""

    serial: str
    model: str
    transport: Transport
    name: str


def basler_cameras(transport: Transport | Literal["any"] = "any") -> tuple[BaslerCamera, ...]:
    """The cameras that can be reached, sorted by serial number. Raises CameraAbsent where pypylon is missing.

    `any` means USB and GigE. Emulated cameras are never found unless they are asked for, so that a variable left in the
    environment cannot put test pictures in the place of parts; and asking for one transport touches no other: looking
    for GigE cameras is a broadcast on every network interface.
    """
    found = [
        BaslerCamera(
            serial=info.GetSerialNumber(),
            model=info.GetModelName(),
            transport=each,
            name=info.GetUserDefinedName(),
        )
        for each in _searched(transport)
        for info in _infos(each)
    ]
    return tuple(sorted(found, key=lambda camera: camera.serial))


def open_by_serial(serial: str, transport: Transport | Literal["any"]) -> InstantCamera:
    """The camera with that serial number, opened. Raises CameraAbsent, and WrongCamera where only others are there."""
    pylon = load_pylon()
    info = _info_of(serial, transport)
    with failing_as(
        CameraAbsent,
        f"the Basler camera {serial} is there but cannot be opened",
        "close other programs that use it (pylon Viewer, a second station), or pull its plug and put it in again",
    ):
        camera = pylon.InstantCamera(pylon.TlFactory.GetInstance().CreateDevice(info))
        camera.Open()
        opened = camera.GetDeviceInfo().GetSerialNumber()
    if opened != serial:
        camera.Close()
        camera.DestroyDevice()
        raise WrongCamera(f"expected the Basler camera {serial}, got {opened} on opening it; try again")
    return camera


def _searched(transport: Transport | Literal["any"]) -> tuple[Transport, ...]:
    return ("usb", "gige") if transport == "any" else (transport,)


def _infos(transport: Transport) -> tuple[Any, ...]:
    pylon = load_pylon()
    with failing_as(CameraAbsent, "pylon could not look for Basler cameras", _LOOK_AT[transport]):
        layer = pylon.TlFactory.GetInstance().CreateTl(_DEVICE_CLASSES[transport])
        return () if layer is None else tuple(layer.EnumerateDevices())


def _info_of(serial: str, transport: Transport | Literal["any"]) -> Any:
    others: list[str] = []
    for each in _searched(transport):
        for info in _infos(each):
            if info.GetSerialNumber() == serial:
                return info
            others.append(info.GetSerialNumber())
    if others:
        raise WrongCamera(
            f"expected the Basler camera with serial number {serial}, found {', '.join(sorted(others))}; another "
            "camera has another scale: plug in the right one, or calibrate the station for this one"
        )
    raise CameraAbsent(f"expected the Basler camera with serial number {serial}, found none; {_LOOK_AT[transport]}")
