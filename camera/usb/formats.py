"""Which picture a V4L2 device gives: asked for one format, size and rate, it may choose another and say so."""

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from camera.errors import CameraAbsent
from camera.usb import kernel
from camera.usb.kernel import Call, call

_Listed = TypeVar("_Listed", kernel.FormatDescription, kernel.FrameSize)
_MICROSECONDS: Final = 1_000_000


def check_is_camera(descriptor: int) -> None:
    """Raises CameraAbsent for a video device that does not stream pictures, OSError for what is no video device."""
    capability = kernel.Capability()
    call(descriptor, Call.QUERYCAP, capability)
    of_device = bool(capability.capabilities & kernel.HAS_DEVICE_CAPS)
    can = capability.device_caps if of_device else capability.capabilities
    if not (can & kernel.CAN_CAPTURE and can & kernel.CAN_STREAM):
        raise CameraAbsent(
            f"the device {capability.card.decode(errors='replace')} gives no pictures; a camera has several nodes, "
            "choose the one that `meisterblick camera list` shows"
        )


def set_format(descriptor: int, fourcc: str, width_px: int, height_px: int) -> None:
    """Raises CameraAbsent where the device gives another format or size, naming both and what it offers."""
    wanted = kernel.Format(type=kernel.CAPTURE)
    pix = wanted.fmt.pix
    pix.width, pix.height, pix.pixelformat = width_px, height_px, _code(fourcc)
    call(descriptor, Call.S_FMT, wanted)
    if (pix.pixelformat, pix.width, pix.height) != (_code(fourcc), width_px, height_px):
        raise CameraAbsent(
            f"expected {fourcc} {width_px} x {height_px} from the camera, it gives {_name(pix.pixelformat)} "
            f"{pix.width} x {pix.height}; it offers {_offers(descriptor)}; set pixel_format, width_px and height_px"
        )


def set_interval(descriptor: int, frames_per_second: float | None) -> float:
    """Ask for a rate, or leave it as it is where None; returns the interval that the device announces, in s."""
    rate = kernel.StreamParameters(type=kernel.CAPTURE)
    if frames_per_second is None:
        call(descriptor, Call.G_PARM, rate)
    else:
        rate.numerator, rate.denominator = round(_MICROSECONDS / frames_per_second), _MICROSECONDS
        call(descriptor, Call.S_PARM, rate)
    if not (rate.numerator and rate.denominator):
        raise CameraAbsent("the camera does not say how many frames a second it sends; choose another")
    return float(rate.numerator / rate.denominator)


def _offers(descriptor: int) -> str:
    formats = _all(descriptor, Call.ENUM_FMT, lambda index: kernel.FormatDescription(index=index, type=kernel.CAPTURE))
    return "; ".join(_sizes(descriptor, one.pixelformat) for one in formats)


def _sizes(descriptor: int, code: int) -> str:
    sizes = _all(descriptor, Call.ENUM_FRAMESIZES, lambda index: kernel.FrameSize(index=index, pixel_format=code))
    discrete = [f"{size.width} x {size.height}" for size in sizes if size.type == kernel.DISCRETE]
    return f"{_name(code)} {', '.join(discrete) or 'in any size'}"


def _all(descriptor: int, what: Call, entry: Callable[[int], _Listed]) -> Iterator[_Listed]:
    for index in range(100):
        listed = entry(index)
        try:
            call(descriptor, what, listed)
        except OSError:  # EINVAL behind the last
            return
        yield listed


def _code(fourcc: str) -> int:
    return int.from_bytes(fourcc.encode("ascii"), "little")


def _name(code: int) -> str:
    return code.to_bytes(4, "little").decode("ascii", "replace")
