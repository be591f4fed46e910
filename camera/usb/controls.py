"""The knobs of a USB camera; each is read back after it was set: many a camera keeps its old value and says nothing.

Where the camera has an automatic for a knob, that is switched off first: it would turn the knob on from the next frame.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from camera.settings import CameraSettings
from camera.usb.stream import Knob, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """`step` is one step of the knob in the setting's unit; `by_hand` is where the automatic leaves it to us."""

    name: str
    knob: Knob
    step: int = 1
    automatic: Knob | None = None
    by_hand: int = 0


_SETTINGS: Final = (
    _Setting(name="exposure_time_us", knob=Knob.EXPOSURE, step=100, automatic=Knob.AUTO_EXPOSURE, by_hand=1),
    _Setting(name="gain_steps", knob=Knob.GAIN),
    _Setting(name="white_balance_k", knob=Knob.WHITE_BALANCE, automatic=Knob.AUTO_WHITE_BALANCE),
    _Setting(name="focus_steps", knob=Knob.FOCUS, automatic=Knob.AUTO_FOCUS),
)


def apply_settings(stream: Stream, settings: CameraSettings) -> None:
    """Turn every knob that `settings` names. Raises ValueError for one that the camera does not have or take."""
    if settings.gain_db is not None:
        raise ValueError(
            f"USB cameras count gain in steps of their own, not in dB: got gain_db {settings.gain_db}; use gain_steps"
        )
    for setting in _SETTINGS:
        wanted = getattr(settings, setting.name)
        if wanted is not None:
            _apply(stream, setting, wanted)


def settings_now(stream: Stream) -> CameraSettings:
    """What is set now; None where the camera decides by itself or has no such knob."""
    now = CameraSettings()
    for setting in _SETTINGS:
        with suppress(ValidationError):  # a scale of the camera's own, as gains below zero: nothing that we could set
            now = now.changed_by(CameraSettings.model_validate({setting.name: _value(stream, setting)}))
    return now


def _apply(stream: Stream, setting: _Setting, wanted: float) -> None:
    if stream.get(setting.knob) is None:
        raise ValueError(f"the camera has no knob for {setting.name}, {wanted} was asked for; leave it out")
    if setting.automatic is not None and not _is_ours(stream, setting):
        stream.turn(setting.automatic, setting.by_hand)
        if not _is_ours(stream, setting):
            raise ValueError(
                f"the camera always decides on {setting.name} by itself, {wanted} was asked for; leave it out"
            )
    steps = round(wanted / setting.step)
    stream.turn(setting.knob, steps)
    got = stream.get(setting.knob)
    if got != steps:
        got_text = "nothing" if got is None else got * setting.step
        raise ValueError(
            f"expected {setting.name} {steps * setting.step}, the camera set {got_text}; choose a value that it takes"
        )


def _value(stream: Stream, setting: _Setting) -> float | None:
    value = stream.get(setting.knob) if _is_ours(stream, setting) else None
    return None if value is None else value * setting.step


def _is_ours(stream: Stream, setting: _Setting) -> bool:
    """Whether no automatic of the camera turns the knob."""
    return setting.automatic is None or stream.get(setting.automatic) in (setting.by_hand, None)
