"""Which USB cameras are plugged in, and which of them is the one that was asked for (Linux).

The kernel numbers cameras in the order in which they were found: after the next start /dev/video0 may be another one.
What stays is the serial number, where the maker gave one, and the links that udev makes under /dev/v4l.
"""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from camera.errors import CameraAbsent, WrongCamera

SYSFS: Final = Path("/sys/class/video4linux")
DEV: Final = Path("/dev")

_READ_WRITE: Final = os.O_RDWR | getattr(os, "O_NONBLOCK", 0)  # which Windows does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbCamera:
    """A camera that is plugged in now.

    `serial` is None where the maker gave none. `path` is the link that survives plugging in another order; where there
    is none it is the `node` (/dev/videoN) itself.
    """

    serial: str | None
    product: str
    path: Path
    node: Path

    def __str__(self) -> str:
        return f"{self.product}, serial {self.serial or 'none'}, {self.path}"


def usb_cameras(*, sysfs: Path = SYSFS, dev: Path = DEV) -> tuple[UsbCamera, ...]:
    """The USB cameras that are plugged in, in the order of their nodes; none where the system is not Linux.

    A camera has a second node for metadata (`index` 1), which gives no pictures and is left out.
    """
    entries = sorted(sysfs.glob("video*"), key=lambda entry: (len(entry.name), entry.name))
    entries = [entry for entry in entries if _is_usb(entry) and _text(entry / "index") == "0"]
    names = [_makers_name(entry) for entry in entries]
    return tuple(
        UsbCamera(
            serial=serial,
            product=product,
            path=_stable_path(dev / entry.name, dev, has_twin=names.count((serial, product)) > 1),
            node=dev / entry.name,
        )
        for entry, (serial, product) in zip(entries, names, strict=True)
    )


def find_node(device: str | None, serial: str | None, *, sysfs: Path = SYSFS, dev: Path = DEV) -> Path:
    """The node (/dev/videoN) of the camera with this path and this serial number; at least one of them is given.

    Raises CameraAbsent, with a list of the cameras that are there, WrongCamera where another one is at the path.
    """
    cameras = usb_cameras(sysfs=sysfs, dev=dev)
    if device is None:
        if serial is None:
            raise ValueError("expected a path or a serial number to find a camera by, got neither")
        return _node_with(serial, cameras)
    node = Path(device).resolve()
    there = next((camera for camera in cameras if camera.node.resolve() == node), None)
    if serial is not None and there is not None and there.serial != serial:
        raise WrongCamera(
            f"expected the camera with serial {serial} at {device}, found {there}; plug in the right one, or change "
            "the station's setting"
        )
    _check_opens(node, cameras)
    if serial is not None and there is None:
        raise WrongCamera(
            f"expected the camera with serial {serial} at {device}, the device there has no serial number; leave "
            "`serial` out to take it as it is"
        )
    return node


def is_there(node: Path) -> bool:
    """Whether the node still leads to a device; False after it was unplugged."""
    try:
        os.close(os.open(node, _READ_WRITE))
    except OSError as error:
        return error.errno not in (errno.ENOENT, errno.ENODEV, errno.ENXIO)
    return True


def _node_with(serial: str, cameras: tuple[UsbCamera, ...]) -> Path:
    same = [camera for camera in cameras if camera.serial == serial]
    if not same:
        raise CameraAbsent(
            f"expected a USB camera with serial {serial}; {_what_is_there(cameras)}; plug it in, or change the "
            "station's setting"
        )
    if len(same) > 1:
        raise CameraAbsent(
            f"{len(same)} cameras have the serial {serial}: {_listed(same)}; name the one you mean by `device`, its "
            "path under /dev/v4l/by-path"
        )
    _check_opens(same[0].node, cameras)
    return same[0].node


def _check_opens(node: Path, cameras: tuple[UsbCamera, ...]) -> None:
    """Raises CameraAbsent where the node cannot be opened, and says why and what to do."""
    try:
        os.close(os.open(node, _READ_WRITE))
    except PermissionError as error:
        raise CameraAbsent(
            f"the camera {node} may not be opened by this user; add the user to the group video "
            "(`sudo usermod -aG video NAME`) and log in again"
        ) from error
    except OSError as error:
        raise CameraAbsent(
            f"expected a camera at {node}, got: {error.strerror}; {_what_is_there(cameras)}; plug it in, or choose one "
            "that is there"
        ) from error


def _what_is_there(cameras: tuple[UsbCamera, ...]) -> str:
    return f"there are: {_listed(cameras)}" if cameras else "no USB camera is plugged in"


def _listed(cameras: tuple[UsbCamera, ...] | list[UsbCamera]) -> str:
    return "; ".join(str(camera) for camera in cameras)


def _is_usb(entry: Path) -> bool:
    return (_usb_device(entry) / "idVendor").exists()


def _makers_name(entry: Path) -> tuple[str | None, str]:
    """Serial number and product."""
    device = _usb_device(entry)
    return _text(device / "serial"), _text(device / "product") or _text(entry / "name") or "camera without a name"


def _usb_device(entry: Path) -> Path:
    """`device` leads to an interface of the USB device; what the maker wrote stands with the device above it."""
    return (entry / "device").resolve().parent


def _stable_path(node: Path, dev: Path, *, has_twin: bool) -> Path:
    """By what the maker wrote; of twins, for whom udev has one such link only, by the socket they are plugged into."""
    for folder in ("by-path",) if has_twin else ("by-id", "by-path"):
        for link in sorted((dev / "v4l" / folder).glob("*")):
            if link.resolve() == node.resolve():
                return link
    return node


def _text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
