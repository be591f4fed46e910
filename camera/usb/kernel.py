"""What of V4L2 a USB camera needs: the kernel's structures and calls, as linux/videodev2.h has them.

Only single-planar capture into mapped buffers, which is what UVC cameras give.
"""

import ctypes
import fcntl
import sys
from ctypes import c_char, c_int32, c_long, c_uint8, c_uint32, c_ulong, c_void_p
from enum import IntEnum
from typing import Final

CAPTURE: Final = 1  # V4L2_BUF_TYPE_VIDEO_CAPTURE
MAPPED: Final = 1  # V4L2_MEMORY_MMAP
CAN_CAPTURE: Final = 0x00000001  # V4L2_CAP_VIDEO_CAPTURE
CAN_STREAM: Final = 0x04000000  # V4L2_CAP_STREAMING
HAS_DEVICE_CAPS: Final = 0x80000000
DISCRETE: Final = 1  # V4L2_FRMSIZE_TYPE_DISCRETE


class BufferFlag:
    """V4L2_BUF_FLAG_..."""

    DAMAGED: Final = 0x0040
    CLOCK: Final = 0xE000
    MONOTONIC: Final = 0x2000
    STAMPED_AT: Final = 0x70000
    START_OF_FRAME: Final = 0x10000


class Capability(ctypes.Structure):
    """v4l2_capability"""

    _fields_ = [
        *((name, c_char * length) for name, length in (("driver", 16), ("card", 32), ("bus_info", 32))),
        *((name, c_uint32) for name in ("version", "capabilities", "device_caps")),
        ("reserved", c_uint32 * 3),
    ]


class FormatDescription(ctypes.Structure):
    """v4l2_fmtdesc"""

    _fields_ = [
        *((name, c_uint32) for name in ("index", "type", "flags")),
        ("description", c_char * 32),
        *((name, c_uint32) for name in ("pixelformat", "mbus_code")),
        ("reserved", c_uint32 * 3),
    ]


class FrameSize(ctypes.Structure):
    """v4l2_frmsizeenum; width and height are those of the discrete kind."""

    _fields_ = [
        *((name, c_uint32) for name in ("index", "pixel_format", "type", "width", "height")),
        ("stepwise", c_uint32 * 4),
        ("reserved", c_uint32 * 2),
    ]


class PixelFormat(ctypes.Structure):
    """v4l2_pix_format, its first part."""

    _fields_ = [
        (name, c_uint32)
        for name in ("width", "height", "pixelformat", "field", "bytesperline", "sizeimage", "colorspace")
    ]


class _FormatUnion(ctypes.Union):
    _fields_ = [("pix", PixelFormat), ("raw", c_uint8 * 200), ("align", c_void_p)]


class Format(ctypes.Structure):
    """v4l2_format"""

    _fields_ = [("type", c_uint32), ("fmt", _FormatUnion)]


class StreamParameters(ctypes.Structure):
    """v4l2_streamparm, of a capture device: numerator / denominator is the time from frame to frame in s."""

    _fields_ = [
        *((name, c_uint32) for name in ("type", "capability", "capturemode", "numerator", "denominator")),
        ("rest", c_uint8 * 184),
    ]


class RequestBuffers(ctypes.Structure):
    """v4l2_requestbuffers"""

    _fields_ = [
        *((name, c_uint32) for name in ("count", "type", "memory", "capabilities")),
        ("flags", c_uint8),
        ("reserved", c_uint8 * 3),
    ]


class _Time(ctypes.Structure):
    _fields_ = [("seconds", c_long), ("microseconds", c_long)]


class _BufferPlace(ctypes.Union):
    _fields_ = [("offset", c_uint32), ("pointer", c_ulong)]


class Buffer(ctypes.Structure):
    """v4l2_buffer"""

    _fields_ = [
        *((name, c_uint32) for name in ("index", "type", "bytesused", "flags", "field")),
        ("timestamp", _Time),
        ("timecode", c_uint8 * 16),
        *((name, c_uint32) for name in ("sequence", "memory")),
        ("place", _BufferPlace),
        *((name, c_uint32) for name in ("length", "reserved", "request")),
    ]


class ControlValue(ctypes.Structure):
    """v4l2_control"""

    _fields_ = [("id", c_uint32), ("value", c_int32)]


_WE_WRITE: Final = 1
_KERNEL_WRITES: Final = 2
_BOTH: Final = 3


def _request(number: int, kind: type[ctypes.Structure] | type[c_int32], direction: int = _BOTH) -> int:
    """_IOWR('V', number, kind), as on x86 and ARM."""
    return direction << 30 | ctypes.sizeof(kind) << 16 | ord("V") << 8 | number


class Call(IntEnum):
    """VIDIOC_..."""

    QUERYCAP = _request(0, Capability, _KERNEL_WRITES)
    ENUM_FMT = _request(2, FormatDescription)
    S_FMT = _request(5, Format)
    REQBUFS = _request(8, RequestBuffers)
    QUERYBUF = _request(9, Buffer)
    QBUF = _request(15, Buffer)
    DQBUF = _request(17, Buffer)
    STREAMON = _request(18, c_int32, _WE_WRITE)
    STREAMOFF = _request(19, c_int32, _WE_WRITE)
    G_PARM = _request(21, StreamParameters)
    S_PARM = _request(22, StreamParameters)
    G_CTRL = _request(27, ControlValue)
    S_CTRL = _request(28, ControlValue)
    ENUM_FRAMESIZES = _request(74, FrameSize)


def call(descriptor: int, what: Call, argument: ctypes.Structure | c_int32) -> None:
    """Ask the kernel; it fills in `argument`. Raises OSError."""
    if sys.platform == "win32":
        raise OSError("V4L2 is a part of Linux; on Windows cameras are read through OpenCV")
    fcntl.ioctl(descriptor, what, argument)
