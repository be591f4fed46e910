"""Hands at each backend's camera: the real driver code, over what stands in for the device."""

import io
import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PIL import Image

from camera import Camera, FolderConfig, HttpMjpegConfig, Pixels, SimulatedConfig, UsbConfig
from camera.disturbances import Disturbances
from camera.opening import make_camera
from camera.process import ProcessCamera
from camera.simulated import SimulatedCamera
from tests.camera.basler.emulator import FAULTS_FOLDER, SERIAL, Faults, emulated
from tests.camera.basler.emulator import Fault as Injected
from tests.camera.http_mjpeg.server import MjpegServer, damaged
from tests.camera.http_mjpeg.server import Mode as Sends
from tests.camera.v4l2.pictures import yuyv
from tests.camera.v4l2.stand_in import Mode as Does
from tests.camera.v4l2.stand_in import Offer, V4l2StandIn
from tests.inspection.faults.faults import Fault, Hands
from tests.inspection.faults.scenes import HEIGHT_PX, WIDTH_PX, Scenes, exposures

ROOT = Path(__file__).parents[3]
SHOWN, POOL = 12, 60
"""A driver remembers eight frames, and takes one that comes again for the rest of a truncated one."""
PICTURE_FAULTS = frozenset({Fault.BLACK, Fault.WHITE, Fault.DEFOCUSED})
_ALWAYS = PICTURE_FAULTS | {Fault.UNPLUGGED, Fault.ABSENT, Fault.DOUBLE_TRIGGER}
_STREAMED = _ALWAYS | {Fault.STALLED, Fault.TRUNCATED, Fault.TORN, Fault.REPEATED, Fault.OTHER_SIZE}
_BASLER = _ALWAYS | {
    Fault.STALLED,
    Fault.HUNG,
    Fault.FAILED_BUFFER,
    Fault.DRIVER_ERROR,
    Fault.OTHER_SIZE,
    Fault.WRONG_CAMERA,
}

FAULTS: dict[str, frozenset[Fault]] = {
    "simulated": _ALWAYS | {Fault.STALLED, Fault.TRUNCATED, Fault.REPEATED},
    "folder": _ALWAYS | {Fault.TRUNCATED, Fault.TORN},
    "usb mjpeg": _STREAMED | {Fault.HUNG},
    "usb yuyv": _ALWAYS | {Fault.STALLED, Fault.HUNG, Fault.TRUNCATED, Fault.REPEATED},
    "http-mjpeg": _STREAMED,
    "basler software": _BASLER,
    "basler free-run": _BASLER,
    "basler hardware": PICTURE_FAULTS | {Fault.UNPLUGGED, Fault.ABSENT, Fault.HUNG, Fault.NO_TRIGGER},
}
"""What can happen to each kind of camera."""


def jpeg(pixels: Pixels) -> bytes:
    """One JPEG file of it."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92)
    return file.getvalue()


def seen(fault: Fault, scenes: Scenes) -> Pixels:
    """What lies under the camera, or comes out of its lens."""
    return {Fault.BLACK: scenes.black, Fault.WHITE: scenes.white, Fault.DEFOCUSED: scenes.defocused}[fault]


class SimulatedHands:
    """Its faults are disturbances."""

    name = "simulated"

    def __init__(self) -> None:
        self._made: list[SimulatedCamera] = []
        self._now = Disturbances()

    def camera(self) -> Camera:
        camera = make_camera(SimulatedConfig(seed=5, width_px=WIDTH_PX, height_px=HEIGHT_PX))
        assert isinstance(camera, SimulatedCamera)
        camera.disturb(self._now)
        self._made = [camera]
        return camera

    def inject(self, fault: Fault) -> None:
        self._disturb(
            {
                Fault.UNPLUGGED: Disturbances(camera_unplugged=True),
                Fault.ABSENT: Disturbances(camera_unplugged=True),
                Fault.STALLED: Disturbances(freeze_ms=600_000),
                Fault.TRUNCATED: Disturbances(truncated_frame=True),
                Fault.REPEATED: Disturbances(repeated_frame=True),
                Fault.BLACK: Disturbances(lamp=0),
                Fault.WHITE: Disturbances(lamp=10),
                Fault.DEFOCUSED: Disturbances(defocus_px=12),
            }[fault]
        )

    def heal(self) -> None:
        self._disturb(Disturbances())

    def part_arrives(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _disturb(self, now: Disturbances) -> None:
        self._now = now
        for camera in self._made:
            camera.disturb(now)


class FolderHands:
    """A folder into which another program writes: one picture, which it replaces."""

    name = "folder"

    def __init__(self, root: Path, scenes: Scenes) -> None:
        self._folder, self._elsewhere = root / "parts", root / "elsewhere"
        self._scenes = scenes
        self._folder.mkdir()
        self.heal()

    def camera(self) -> Camera:
        return make_camera(FolderConfig(path=self._folder))

    def inject(self, fault: Fault) -> None:
        whole = jpeg(self._scenes.good)
        match fault:
            case Fault.UNPLUGGED | Fault.ABSENT:
                self._folder.rename(self._elsewhere)
            case Fault.TRUNCATED:
                self._write(whole[: len(whole) // 2])
            case Fault.TORN:
                self._write(damaged(whole, Sends.CORRUPT))
            case _:
                self._write(jpeg(seen(fault, self._scenes)))

    def heal(self) -> None:
        if self._elsewhere.exists():
            self._elsewhere.rename(self._folder)
        self._write(jpeg(self._scenes.good))

    def part_arrives(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _write(self, data: bytes) -> None:
        fresh = self._folder.parent / "fresh"
        fresh.write_bytes(data)
        fresh.replace(self._folder / "part.jpg")


class UsbHands:
    """OpenCV's V4L2 code over the stand-in device."""

    def __init__(self, root: Path, library: Path, scenes: Scenes, pixel_format: Literal["mjpeg", "yuyv"]) -> None:
        self.name = f"usb {pixel_format}"
        self._format: Literal["mjpeg", "yuyv"] = pixel_format
        self._device = V4l2StandIn(library, root)
        sent = jpeg if pixel_format == "mjpeg" else yuyv
        shown: dict[Fault | None, list[Pixels]] = {
            None: exposures(scenes.good, POOL),
            Fault.OTHER_SIZE: exposures(scenes.small, POOL),
            **{fault: exposures(seen(fault, scenes), POOL) for fault in PICTURE_FAULTS},
        }
        self._pictures = {fault: [sent(one) for one in pixels] for fault, pixels in shown.items()}
        self._pictures[Fault.TORN] = [damaged(one, Sends.CORRUPT) for one in self._pictures[None]]
        self._turn = 0
        self.heal()

    def camera(self) -> Camera:
        config = UsbConfig(
            device=str(self._device.node), width_px=WIDTH_PX, height_px=HEIGHT_PX, pixel_format=self._format
        )
        return ProcessCamera(config, environment=self._device.environment())

    def inject(self, fault: Fault) -> None:
        match fault:
            case Fault.UNPLUGGED | Fault.ABSENT:
                self._device.mode(Does.IS_UNPLUGGED)
            case Fault.STALLED:
                self._device.mode(Does.STALLS)
            case Fault.HUNG:
                self._device.mode(Does.HANGS)
            case Fault.TRUNCATED:
                self._device.mode(Does.CUTS_SHORT)
            case Fault.REPEATED:
                self._device.mode(Does.REPEATS)
            case _:
                self._show(fault)

    def heal(self) -> None:
        self._device.reset()
        self._device.offers([Offer("MJPG" if self._format == "mjpeg" else "YUYV", WIDTH_PX, HEIGHT_PX)])
        self._show(None)

    def part_arrives(self) -> None:
        pass

    def close(self) -> None:
        self._device.mode(Does.WORKS)

    def _show(self, fault: Fault | None) -> None:
        """Exposures that were not shown just now: noise never comes again."""
        self._turn += 1
        start = self._turn % (POOL // SHOWN) * SHOWN
        self._device.show(self._pictures[fault][start : start + SHOWN])


class PhoneServer(MjpegServer):
    """Sends a scene."""

    def __init__(self, pictures: list[bytes]) -> None:
        super().__init__(width_px=WIDTH_PX, height_px=HEIGHT_PX)
        self._frames = itertools.cycle(pictures)
        self._sent = b""

    def show(self, pictures: list[bytes]) -> None:
        """What lies under it from the next picture on."""
        self._frames = itertools.cycle(pictures)

    def next_picture(self) -> bytes:
        if self.mode is not Sends.REPEAT or not self._sent:
            self._sent = next(self._frames)
        return damaged(self._sent, self.mode)


class PhoneHands:
    """A real HTTP server on this computer."""

    name = "http-mjpeg"

    def __init__(self, scenes: Scenes) -> None:
        self._good = [jpeg(one) for one in exposures(scenes.good)]
        self._small = [jpeg(one) for one in exposures(scenes.small)]
        self._pictures = {fault: [jpeg(one) for one in exposures(seen(fault, scenes))] for fault in PICTURE_FAULTS}
        self._server = PhoneServer(self._good)
        self._server.__enter__()

    def camera(self) -> Camera:
        return make_camera(HttpMjpegConfig(url=self._server.url, lag_ms=50))

    def inject(self, fault: Fault) -> None:
        match fault:
            case Fault.UNPLUGGED | Fault.ABSENT:
                self._server.set_mode(Sends.REFUSE)
            case Fault.STALLED:
                self._server.set_mode(Sends.STALL)
            case Fault.TRUNCATED:
                self._server.set_mode(Sends.TRUNCATED)
            case Fault.TORN:
                self._server.set_mode(Sends.CORRUPT)
            case Fault.REPEATED:
                self._server.set_mode(Sends.REPEAT)
            case Fault.OTHER_SIZE:
                self._server.show(self._small)
            case _:
                self._server.show(self._pictures[fault])

    def heal(self) -> None:
        self._server.show(self._good)
        self._server.set_mode(Sends.OK)

    def part_arrives(self) -> None:
        pass

    def close(self) -> None:
        self._server.set_mode(Sends.REFUSE)


class BaslerHands:
    """pypylon's own emulated camera."""

    def __init__(self, root: Path, scenes: Scenes, trigger: Literal["software", "free-run", "hardware"]) -> None:
        self.name = f"basler {trigger}"
        self._trigger = trigger
        self._folder = root / "basler"
        self._folder.mkdir()
        self._hands = Faults(self._folder)
        self._pictures: dict[Fault | None, Path] = {}
        for fault in (None, *PICTURE_FAULTS):
            self._pictures[fault] = root / f"{fault or 'good'}.png".replace(" ", "-")
            Image.fromarray(scenes.good if fault is None else seen(fault, scenes)).save(self._pictures[fault])
        self._serial, self._parts_arrive, self._changed = SERIAL, True, False
        self._hands.put_under(self._pictures[None])

    def camera(self) -> Camera:
        config = emulated(self._trigger, WIDTH_PX, HEIGHT_PX, pixel_format="BGR8Packed", serial=self._serial)
        return ProcessCamera(
            config,
            driver="tests.camera.basler.emulator:make",
            environment={"PYTHONPATH": str(ROOT), FAULTS_FOLDER: str(self._folder)},
        )

    def inject(self, fault: Fault) -> None:
        """Returns when the driver has met it: an exposure that is under way still shows what was."""
        match fault:
            case Fault.ABSENT:
                self._hands.pull_cable()
            case Fault.WRONG_CAMERA:
                self._serial = "0815-7777"
            case Fault.NO_TRIGGER:
                self._parts_arrive = False
            case Fault.UNPLUGGED:
                self._hands.inject("removed")
                self._hands.pull_cable()
                self._hands.wait_until_taken()
            case Fault.STALLED:
                self._suffer("frozen")
            case Fault.HUNG:
                self._suffer("hang")
            case Fault.FAILED_BUFFER:
                self._changed = True
                self._suffer("failed-buffer", "1000")
            case Fault.OTHER_SIZE:
                self._changed = True
                self._suffer("narrow")
            case Fault.DRIVER_ERROR:
                self._suffer("error")
            case _:
                self._hands.put_under(self._pictures[fault])
                self._suffer("nothing")

    def heal(self) -> None:
        self._serial, self._parts_arrive = SERIAL, True
        self._hands.plug_cable()
        self._hands.put_under(self._pictures[None])
        if self._changed:  # what is left of it goes with the device
            self._changed = False
            self._suffer("removed")

    def part_arrives(self) -> None:
        if self._trigger == "hardware" and self._parts_arrive:
            threading.Timer(0.03, lambda: self._hands.inject("line")).start()

    def close(self) -> None:
        pass

    def _suffer(self, what: Injected, argument: str = "") -> None:
        self._hands.inject(what, argument)
        self._hands.wait_until_taken()


def make_hands(backend: str, root: Path, scenes: Scenes, compiled: Callable[[], Path]) -> Hands:
    """The hands at that backend; `compiled` gives the library of the stand-in for a USB camera, or skips."""
    match backend:
        case "simulated":
            return SimulatedHands()
        case "folder":
            return FolderHands(root, scenes)
        case "usb mjpeg":
            return UsbHands(root, compiled(), scenes, "mjpeg")
        case "usb yuyv":
            return UsbHands(root, compiled(), scenes, "yuyv")
        case "http-mjpeg":
            return PhoneHands(scenes)
        case "basler hardware":
            return BaslerHands(root, scenes, "hardware")
        case "basler free-run":
            return BaslerHands(root, scenes, "free-run")
        case _:
            return BaslerHands(root, scenes, "software")
