"""What is set on a camera before and while it grabs: its features, whatever they are called on this model."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from camera.basler.pylon import NodeMap, failing_as, load_pylon
from camera.config import Region
from camera.errors import CameraAbsent
from camera.settings import CameraSettings

Trigger = Literal["software", "hardware", "free-run"]


def load_features(nodes: NodeMap, path: Path) -> None:
    """Set what the .pfs file says. Raises CameraAbsent where it is missing, broken, or of another model."""
    if not path.is_file():
        raise CameraAbsent(f"expected the camera's features in {path}, there is no such file; check `features`")
    with failing_as(CameraAbsent, f"the features in {path} do not fit this camera", "save them anew from this camera"):
        load_pylon().FeaturePersistence.Load(str(path), nodes, True)


def save_features(nodes: NodeMap, path: Path) -> None:
    """Write all that is set to a .pfs file, which `features` can name."""
    load_pylon().FeaturePersistence.Save(str(path), nodes)


def set_pixel_format(nodes: NodeMap, name: str) -> None:
    """By its name on this camera, or on others: BGR8 and BGR8Packed are the same. Raises ValueError with the names."""
    node = nodes.GetNode("PixelFormat")
    names = node.GetSettableValues()
    fitting = next((each for each in (name, f"{name}Packed", name.removesuffix("Packed")) if each in names), None)
    if fitting is None:
        raise ValueError(f"expected a pixel format of this camera, one of {', '.join(names)}; got {name}")
    node.SetValue(fitting)


def set_region(nodes: NodeMap, region: Region) -> None:
    """Read out only this part of the sensor. Raises ValueError with the next value that fits."""
    for name in ("CenterX", "CenterY"):
        if nodes.GetNode(name).IsWritable():
            nodes.GetNode(name).SetValue(False)
    for name in ("OffsetX", "OffsetY"):  # they bound width and height
        if nodes.GetNode(name).IsWritable():
            nodes.GetNode(name).SetToMinimum()
    _set_number(nodes, "Width", region.width_px)
    _set_number(nodes, "Height", region.height_px)
    _set_number(nodes, "OffsetX", region.x_px)
    _set_number(nodes, "OffsetY", region.y_px)


def set_trigger(nodes: NodeMap, trigger: Trigger, line: str) -> None:
    """What begins an exposure. Raises ValueError where the camera has no such line.

    Every other trigger is switched off: one left on, by the user set or the .pfs file, waits for ever.
    """
    for selected in nodes.GetNode("TriggerSelector").GetSettableValues():
        nodes.GetNode("TriggerSelector").SetValue(selected)
        nodes.GetNode("TriggerMode").SetValue("Off")
    nodes.GetNode("AcquisitionMode").SetValue("Continuous")
    if trigger == "free-run":
        return
    choose(nodes, "TriggerSelector", "FrameStart")
    choose(nodes, "TriggerSource", "Software" if trigger == "software" else line)
    nodes.GetNode("TriggerMode").SetValue("On")


def is_ready_for_trigger(nodes: NodeMap) -> bool:
    """Whether a frame trigger now would begin an exposure; a camera that cannot tell takes it as soon as it can.

    pylon's own `WaitForFrameTriggerReady` was seen to spin for ever, past its timeout, at a camera that does not get
    ready (pylon 26.9, emulated camera after AcquisitionStop).
    """
    if not nodes.GetNode("AcquisitionStatus").IsReadable():
        return True
    nodes.GetNode("AcquisitionStatusSelector").SetValue("FrameTriggerWait")
    return bool(nodes.GetNode("AcquisitionStatus").GetValue())


def configure(nodes: NodeMap, settings: CameraSettings) -> CameraSettings:
    """Set what is not None, and say what is set now. Raises ValueError, and then nothing was changed."""
    if settings.gain_steps is not None:
        raise ValueError("a Basler camera counts its gain in decibels: set gain_db, not gain_steps")
    if settings.focus_steps is not None:
        raise ValueError("a Basler camera does not move its lens: turn the focus ring, and leave focus_steps unset")
    if settings.white_balance_k is not None:
        raise ValueError(
            "a Basler camera has no colour temperature: set `white_balance` with factors for red, green and blue, or "
            "balance it in pylon Viewer on a white sheet, save its features, and name that file in `features`"
        )
    exposure, gain = _exposure(nodes), _gain(nodes)
    if settings.exposure_time_us is not None:
        exposure.refuse_outside(settings.exposure_time_us)
    if settings.gain_db is not None:
        gain.refuse_outside(settings.gain_db)
    if settings.exposure_time_us is not None:
        exposure.set(settings.exposure_time_us)
    if settings.gain_db is not None:
        gain.set(settings.gain_db)
    return settings_now(nodes)


def settings_now(nodes: NodeMap) -> CameraSettings:
    """Exposure time and gain as the camera reports them."""
    return CameraSettings(exposure_time_us=_exposure(nodes).value(), gain_db=_gain(nodes).value())


def frame_interval_s(nodes: NodeMap) -> float:
    """The shortest time from one frame to the next with what is set now; 0.1 s where the camera does not say."""
    for name in ("ResultingFrameRate", "BslResultingAcquisitionFrameRate", "ResultingFrameRateAbs"):
        if nodes.GetNode(name).IsReadable():
            return 1.0 / float(nodes.GetNode(name).GetValue())
    return 0.1


def choose(nodes: NodeMap, name: str, value: str) -> None:
    """Set a feature that has names for its values. Raises ValueError with the names."""
    names = nodes.GetNode(name).GetSettableValues()
    if value not in names:
        raise ValueError(f"expected for {name} one of {', '.join(names)}; got {value}")
    nodes.GetNode(name).SetValue(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knob:
    """A number the camera has, in our unit: the node's value times `unit`. `node` is None where it has no such knob."""

    name: str
    node: Any
    unit: float
    auto: Any

    def value(self) -> float | None:
        return None if self.node is None else float(self.node.GetValue()) * self.unit

    def refuse_outside(self, value: float) -> None:
        if self.node is None:
            raise ValueError(f"this camera has no {self.name} to set; leave it unset, or set it by a .pfs file")
        low, high = self.node.GetMin() * self.unit, self.node.GetMax() * self.unit
        if not low <= value <= high:
            raise ValueError(f"expected {self.name} from {low:g} to {high:g}, got {value:g}")

    def set(self, value: float) -> None:
        if self.auto.IsWritable():
            self.auto.SetValue("Off")
        whole = isinstance(self.node.GetValue(), int)
        self.node.SetValue(round(value / self.unit) if whole else value / self.unit)


def _exposure(nodes: NodeMap) -> _Knob:
    base = nodes.GetNode("ExposureTimeBaseAbs")
    raw_unit = float(base.GetValue()) if base.IsReadable() else 1.0
    units = {"ExposureTime": 1.0, "ExposureTimeAbs": 1.0, "ExposureTimeRaw": raw_unit}
    name = _first_readable(nodes, units)
    return _Knob(
        name="exposure_time_us",
        node=None if name is None else nodes.GetNode(name),
        unit=1.0 if name is None else units[name],
        auto=nodes.GetNode("ExposureAuto"),
    )


def _gain(nodes: NodeMap) -> _Knob:
    name = _first_readable(nodes, ("Gain",))
    return _Knob(
        name="gain_db",
        node=None if name is None else nodes.GetNode(name),
        unit=1.0,
        auto=nodes.GetNode("GainAuto"),
    )


def _first_readable(nodes: NodeMap, names: Iterable[str]) -> str | None:
    return next((name for name in names if nodes.GetNode(name).IsReadable()), None)


def _set_number(nodes: NodeMap, name: str, value: int) -> None:
    node = nodes.GetNode(name)
    low, high, step = node.GetMin(), node.GetMax(), node.GetInc()
    fitting = min(max(low + round((value - low) / step) * step, low), high)
    if fitting != value:
        raise ValueError(f"expected {name} from {low} to {high} in steps of {step}, got {value}; next to it: {fitting}")
    if node.GetValue() != value:
        node.SetValue(value)
