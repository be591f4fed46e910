"""The hands at an emulated Basler camera: what lies under it, and every fault it can have.

`Faults` is a folder through which a test reaches a driver in another process; `make` is the driver's factory for it.
"""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageFilter

from camera.basler import BaslerDriver
from camera.basler.features import Trigger, is_ready_for_trigger
from camera.config import BaslerConfig, Region
from camera.driver import RawFrame
from camera.frame import Pixels
from camera.process import ProcessCamera

ROOT = Path(__file__).parents[3]
SERIAL = "0815-0000"
OTHER_SERIAL = "0815-0001"
FAULTS_FOLDER = "MEISTERBLICK_TEST_FAULTS"
"""Environment variable with the folder of a `FaultyBasler`."""

Fault = Literal["nothing", "line", "narrow", "failed-buffer", "removed", "error", "frozen", "hang"]


def emulated(
    trigger: Trigger = "software",
    width_px: int = 64,
    height_px: int = 48,
    **more: Any,
) -> BaslerConfig:
    """The first emulated camera, with small pictures."""
    region = Region(x_px=0, y_px=0, width_px=width_px, height_px=height_px)
    return BaslerConfig.model_validate(
        {"serial": SERIAL, "transport": "emulated", "trigger": trigger, "region": region, **more}
    )


def plug_in(cameras: int = 1) -> None:
    """So many emulated cameras are there from now on."""
    os.environ["PYLON_CAMEMU"] = str(cameras)


def pull_out() -> None:
    """None is found any more; one that is open does not notice, see `remove`."""
    os.environ["PYLON_CAMEMU"] = "0"


def node(driver: BaslerDriver, name: str) -> Any:
    """A feature of the opened camera."""
    return driver._opened().nodes.GetNode(name)


def put_under(driver: BaslerDriver, picture: Path) -> None:
    """This picture file, or those of a folder one after the other, is what the camera sees from now on."""
    grabbing = driver._opened().grabbing
    grabbing.stop()  # the feed cannot be changed while grabbing
    node(driver, "TestImageSelector").SetValue("Off")
    node(driver, "ImageFilename").SetValue(str(picture))
    node(driver, "ImageFileMode").SetValue("On")
    grabbing.start()


def fail_buffers(driver: BaslerDriver, count: int = 1) -> None:
    """The next frames are "incompletely grabbed"."""
    node(driver, "ForceFailedBufferCount").SetValue(count)
    node(driver, "ForceFailedBuffer").Execute()


def remove(driver: BaslerDriver) -> None:
    """The driver is told that its device is gone, as after a pulled plug."""
    node(driver, "FirePnPCallback").Execute()


def impose_error(driver: BaslerDriver, text: str = "imposed") -> None:
    """The driver fails at the next frame."""
    driver._opened().camera.GetStreamGrabberNodeMap().GetNode("ImposedError").SetValue(text)


def freeze(driver: BaslerDriver) -> None:
    """The camera exposes no more, and nobody is told: software triggers go nowhere, a stream stops."""
    if driver.feed == "on-demand":
        node(driver, "TriggerSelector").SetValue("FrameEnd")
    else:
        node(driver, "AcquisitionStop").Execute()


def narrow(driver: BaslerDriver) -> None:
    """Somebody halves its width in another program."""
    grabbing = driver._opened().grabbing
    grabbing.stop()
    node(driver, "Width").SetValue(node(driver, "Width").GetValue() // 2)
    grabbing.start()


def close_trigger_line(driver: BaslerDriver) -> None:
    """A part closes the trigger line; the emulated camera takes a software trigger for any source."""
    until = time.monotonic() + 10
    while not is_ready_for_trigger(driver._opened().nodes):
        assert time.monotonic() < until, "the emulated camera takes no trigger"
        time.sleep(0.001)
    node(driver, "TriggerSoftware").Execute()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Picture files of one size: what a station must judge, and what it must refuse to."""

    good: Path
    black: Path
    overexposed: Path
    defocused: Path

    @classmethod
    def drawn(cls, folder: Path, width_px: int = 640, height_px: int = 480) -> "Pictures":
        """Write them as PNG files; the good one is coarse texture with sharp edges, redder than blue."""
        cells = np.random.default_rng(1).integers(40, 200, (height_px // 8 + 1, width_px // 8 + 1), dtype=np.uint8)
        grey = np.kron(cells, np.ones((8, 8), np.uint8))[:height_px, :width_px]
        good = np.stack([grey, grey // 2, grey // 4], axis=2)
        blurred = Image.fromarray(good).filter(ImageFilter.GaussianBlur(12))
        return cls(
            good=_saved(folder / "good.png", good),
            black=_saved(folder / "black.png", np.zeros_like(good)),
            overexposed=_saved(folder / "overexposed.png", np.full_like(good, 255)),
            defocused=_saved(folder / "defocused.png", np.asarray(blurred)),
        )


def _saved(path: Path, pixels: Pixels) -> Path:
    Image.fromarray(pixels).save(path)
    return path


class Faults:
    """A folder that says what shall happen to the camera of a `FaultyBasler`, in whatever process that lives.

    A fault of a moment is taken by the next `read`, once, even where the process is killed for it; what lies under the
    camera and a pulled cable last until they are changed, over any number of new processes.
    """

    def __init__(self, folder: Path) -> None:
        """The folder must be there."""
        self._once, self._picture, self._cable_out = folder / "once", folder / "picture", folder / "cable-out"

    def inject(self, fault: Fault, argument: str = "") -> None:
        """Let it happen at the next `read`. `failed-buffer` takes the number of frames, `error` its text.

        `line`: a part closes the trigger line; `nothing`: only to wait until what lies under the camera was met.
        """
        _written(self._once, f"{fault} {argument}")

    def is_pending(self) -> bool:
        """Whether the driver has not taken the fault yet."""
        return self._once.exists()

    def wait_until_taken(self, timeout_s: float = 10.0) -> None:
        """Raises TimeoutError where no `read` took the fault."""
        until = time.monotonic() + timeout_s
        while self.is_pending():
            if time.monotonic() > until:
                raise TimeoutError(f"no read took the fault {self._once.read_text()!r} within {timeout_s} s")
            time.sleep(0.002)

    def put_under(self, picture: Path) -> None:
        """What the camera sees from its next `read` on."""
        _written(self._picture, str(picture))

    def pull_cable(self) -> None:
        """At the next `read` the device is gone, and no `open` finds it."""
        self._cable_out.touch()

    def plug_cable(self) -> None:
        """The next `open` finds it."""
        self._cable_out.unlink(missing_ok=True)

    def taken(self) -> tuple[str, str] | None:
        """The fault and its argument, for the driver; the next call has None."""
        if not self._once.exists():
            return None
        fault, _, argument = self._once.read_text(encoding="utf-8").partition(" ")
        self._once.unlink()
        return fault, argument

    def picture(self) -> Path | None:
        """What lies under the camera, for the driver."""
        return Path(self._picture.read_text(encoding="utf-8")) if self._picture.exists() else None

    def cable_is_out(self) -> bool:
        """For the driver."""
        return self._cable_out.exists()


def _written(path: Path, text: str) -> None:
    temporary = path.with_suffix(f".{threading.get_ident()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


class FaultyBasler(BaslerDriver):
    """The driver under test, on the real emulator; before each call it suffers what its `Faults` say."""

    def __init__(self, config: BaslerConfig, faults: Faults) -> None:
        super().__init__(config)
        self._faults = faults
        self._under: Path | None = None

    def open(self) -> None:
        if self._faults.cable_is_out():
            pull_out()
        else:
            plug_in()
        super().open()
        self._under = None

    def read(self, timeout_s: float) -> RawFrame:
        self._suffer()
        return super().read(timeout_s)

    def _suffer(self) -> None:
        picture = self._faults.picture()
        if picture is not None and picture != self._under:
            put_under(self, picture)
            self._under = picture
        if self._faults.cable_is_out():
            pull_out()
            remove(self)
        match self._faults.taken():
            case None | ("nothing", _):
                pass
            case ("narrow", _):
                narrow(self)
            case ("line", _):
                close_trigger_line(self)
            case ("failed-buffer", count):
                fail_buffers(self, int(count or 1))
            case ("removed", _):
                remove(self)
            case ("error", text):
                impose_error(self, text or "imposed")
            case ("frozen", _):
                freeze(self)
            case ("hang", _):
                threading.Event().wait()
            case other:
                raise ValueError(f"no such fault: {other}")


def waiting_for_parts(folder: Path, width_px: int = 64, height_px: int = 48) -> ProcessCamera:
    """A camera in a process of its own that parts trigger; `Faults(folder)` are the hands that bring them."""
    return ProcessCamera(
        emulated("hardware", width_px, height_px, pixel_format="Mono8"),
        driver="tests.camera.basler.emulator:make",
        environment={"PYTHONPATH": str(ROOT), FAULTS_FOLDER: str(folder), "PYLON_CAMEMU": "1"},
    )


def make(config: BaslerConfig) -> FaultyBasler:
    """The factory a camera process is given: faults come through the folder that `FAULTS_FOLDER` names."""
    return FaultyBasler(config, Faults(Path(os.environ[FAULTS_FOLDER])))
