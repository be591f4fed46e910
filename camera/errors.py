"""What can go wrong between light and Frame.

CameraError
├── CameraAbsent      no such camera: not plugged in, wrong path, empty folder
│   └── WrongCamera       a camera is there, but not the one that was asked for
├── CameraLost        it was there and is gone: cable, power, driver
│   ├── CameraHung        it does not answer at all; its process was killed
│   └── FeedEnded         all pictures of a folder or video were shown
├── PictureChanged    its pictures have another size or format than before
├── SnapTimeout       no exposure came within the time asked for
└── FrameBroken       pixels came, but not a whole picture
    ├── FrameStale        older than asked for, or the same exposure as before
    └── PictureTooLarge   refused by its header, before any pixel was decoded

`code` is what a record keeps; the message says what happened, what was expected, and what to do next.
"""

from typing import ClassVar


class CameraError(Exception):
    """The camera gave no frame that may be judged."""

    code: ClassVar[str] = "camera-error"


class CameraAbsent(CameraError):
    """No such camera. `open` may be tried again."""

    code = "camera-absent"


class WrongCamera(CameraAbsent):
    """Another camera than the one asked for: its pictures have another scale."""

    code = "wrong-camera"


class CameraLost(CameraError):
    """The camera was open and is gone."""

    code = "camera-lost"


class CameraHung(CameraLost):
    """The driver does not answer any more."""

    code = "camera-hung"


class FeedEnded(CameraLost):
    """A folder or video has no further picture. Opening it again would show old parts."""

    code = "feed-ended"


class PictureChanged(CameraError):
    """Size or format of the pictures is not what it was: scale and limits would no longer hold."""

    code = "picture-changed"


class SnapTimeout(CameraError):
    """No frame was exposed in time."""

    code = "snap-timeout"


class FrameBroken(CameraError):
    """The bytes are not one whole picture."""

    code = "frame-broken"


class FrameStale(FrameBroken):
    """The frame is older than allowed, or was seen before."""

    code = "frame-stale"


class PictureTooLarge(FrameBroken):
    """The header announces more pixels than the station decodes."""

    code = "picture-too-large"
