"""The knobs of a USB camera; each is read back after it was set: many a camera keeps its old value and says nothing.

Where the camera has an automatic for a knob, that is switched off first: it would turn the knob on from the next frame.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from camera.settings import CameraSettings

if TYPE_CHECKING:
    from cv2 import VideoCapture


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knob:
    """`turned` and `automatic` name OpenCV's properties (CAP_PROP_...); `step` is one of the camera's in our unit."""

    setting: str
    turned: str
    step: int = 1
    automatic: str | None = None
    by_hand: int = 0


# V4L2_CID_EXPOSURE_ABSOLUTE counts 100 us; V4L2_EXPOSURE_MANUAL is 1, what UVC calls aperture priority is 3.
_EXPOSURE: Final = _Knob(setting="exposure_time_us", turned="EXPOSURE", step=100, automatic="AUTO_EXPOSURE", by_hand=1)
_OTHERS: Final = (
    _Knob(setting="gain_steps", turned="GAIN"),
    _Knob(setting="white_balance_k", turned="WB_TEMPERATURE", automatic="AUTO_WB"),
    _Knob(setting="focus_steps", turned="FOCUS", automatic="AUTOFOCUS"),
)
_NO_SUCH_KNOB: Final = -1


def apply_settings(capture: "VideoCapture", settings: CameraSettings) -> None:
    """Turn every knob that `settings` names. Raises ValueError for one that the camera does not have or take."""
    if settings.gain_db is not None:
        raise ValueError(
            f"USB cameras count gain in steps of their own, not in dB: got gain_db {settings.gain_db}; use gain_steps"
        )
    if sys.platform == "win32" and settings.exposure_time_us is not None:
        raise ValueError(
            "on Windows the exposure time of a USB camera is set in the camera's own program; leave it out"
        )
    for knob in _knobs():
        wanted = getattr(settings, knob.setting)
        if wanted is not None:
            _turn(capture, knob, wanted)


def settings_now(capture: "VideoCapture") -> CameraSettings:
    """What is set now; None where the camera decides by itself or has no such knob."""
    now = CameraSettings()
    for knob in _knobs():
        with suppress(ValidationError):  # a scale of the camera's own, as gains below zero: nothing that we could set
            now = now.changed_by(CameraSettings.model_validate({knob.setting: _value(capture, knob)}))
    return now


def _knobs() -> tuple[_Knob, ...]:
    """Windows counts the exposure time in powers of two of a second: there it is left as it is."""
    return _OTHERS if sys.platform == "win32" else (_EXPOSURE, *_OTHERS)


def _turn(capture: "VideoCapture", knob: _Knob, wanted: float) -> None:
    if _get(capture, knob.turned) == _NO_SUCH_KNOB:
        raise ValueError(f"the camera has no knob for {knob.setting}, {wanted} was asked for; leave it out")
    if knob.automatic is not None and not _is_ours(capture, knob):
        _set(capture, knob.automatic, knob.by_hand)
        if not _is_ours(capture, knob):
            raise ValueError(
                f"the camera always decides on {knob.setting} by itself, {wanted} was asked for; leave it out"
            )
    steps = round(wanted / knob.step)
    _set(capture, knob.turned, steps)
    got = _get(capture, knob.turned)
    if got != steps:
        raise ValueError(
            f"expected {knob.setting} {steps * knob.step}, the camera set {got * knob.step:.0f}; choose a value that "
            "it takes"
        )


def _value(capture: "VideoCapture", knob: _Knob) -> float | None:
    value = _get(capture, knob.turned) if _is_ours(capture, knob) else _NO_SUCH_KNOB
    return None if value == _NO_SUCH_KNOB else value * knob.step


def _is_ours(capture: "VideoCapture", knob: _Knob) -> bool:
    """Whether no automatic of the camera turns the knob."""
    return knob.automatic is None or _get(capture, knob.automatic) in (knob.by_hand, _NO_SUCH_KNOB)


def _get(capture: "VideoCapture", name: str) -> float:
    import cv2

    return capture.get(getattr(cv2, f"CAP_PROP_{name}"))


def _set(capture: "VideoCapture", name: str, value: float) -> None:
    import cv2

    capture.set(getattr(cv2, f"CAP_PROP_{name}"), value)
