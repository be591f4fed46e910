"""A camera that needs no hardware: it shows rendered parts, and every fault of a real one can be switched on."""

import threading
import time
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from camera.config import SimulatedConfig
from camera.disturbances import Disturbances, disturbed
from camera.driver import Lamp
from camera.errors import CameraAbsent, CameraError, CameraLost, FrameBroken, FrameStale, SnapTimeout
from camera.frame import Frame, Pixels
from camera.health import CameraHealth
from camera.parts_ahead import PartsAhead
from camera.rendering import PartKind, RenderedPart, render_part
from camera.settings import CameraSettings

NEXT_PART_AFTER_S = 1.5
CHANGED_WITHIN_S = 0.25
"""So long a part stays under the camera after it was snapped, as a hand needs to change it."""
LIVE_INTERVAL_S = 1 / 30
FIRST_PART_WITHIN_S = 60.0
NOMINAL_EXPOSURE_US = 10_000.0
LONGEST_EXPOSURE_US = 1_000_000.0
OTHER_PART = 2
"""Number of the part of another kind, in the series 1 of its kind."""

__all__ = ["Disturbances", "SimulatedCamera"]


class SimulatedCamera:
    """Shows an endless series of rendered parts, the same for the same `SimulatedConfig`.

    One part lies under the camera at a time. `latest` shows it, and the first `snap` takes exactly that part. It then
    stays for 1.5 s, so that what a person sees fits the verdict just given; after that, or at a `snap` that comes
    sooner, the next part lies there. Snaps within a quarter of a second see the same part: no hand is faster. A snap
    that fails takes no part away. Parts are rendered ahead in a thread of their own. Every exposure has fresh sensor
    noise; `encoded` is None, for a sensor gives no JPEG.

    Exposure time and gain change the brightness; 10 000 µs and 0 dB are nominal.
    """

    def __init__(self, config: SimulatedConfig) -> None:
        """Nothing is rendered before `open`."""
        self._config = config
        self._changed = threading.Condition()
        self._faults = Disturbances()
        self._frozen_until = 0.0
        self._settings = CameraSettings(exposure_time_us=NOMINAL_EXPOSURE_US, gain_db=0)
        self._parts: PartsAhead | None = None
        self._lost = False
        self._index = 0
        self._snapped_at: float | None = None
        self._frame_id = 0
        self._live: Frame | None = None
        self._live_at = 0.0
        self._grain: NDArray[np.int8] | None = None
        self._table: Pixels | None = None
        self._other: RenderedPart | None = None

    @property
    def camera_id(self) -> str:
        """Kind of part and seed: they say which parts will come."""
        return f"simulated:{self._config.part}:{self._config.seed}"

    @property
    def settings(self) -> CameraSettings:
        """What is set now."""
        return self._settings

    @property
    def disturbances(self) -> Disturbances:
        """What is switched on now."""
        return self._faults

    @property
    def part(self) -> RenderedPart:
        """The part under the camera, with all that is true of it. Raises CameraLost while the camera is not open."""
        with self._changed:
            parts, index = self._open_parts(), self._part_index(time.monotonic())
            if self._other is not None:
                return self._other
        return parts.get(index, FIRST_PART_WITHIN_S)

    def disturb(self, disturbances: Disturbances) -> None:
        """Switch faults on and off; what is not named is off again. May be called at any time, from any thread.

        The first time that another part is asked for, this waits until it is rendered.
        """
        other = _other_part(self._config) if disturbances.other_part else None
        with self._changed:
            self._faults, self._other = disturbances, other
            self._frozen_until = time.monotonic() + disturbances.freeze_ms / 1000
            if disturbances.camera_unplugged and self._parts is not None:
                self._lost = True
            self._changed.notify_all()

    def open(self) -> None:
        """Start rendering and wait for the first part. Raises CameraAbsent while the camera is unplugged."""
        with self._changed:
            if self._parts is not None:
                return
            if self._faults.camera_unplugged:
                raise CameraAbsent("the simulated camera is unplugged; plug it in, then open it")
            self._grain, self._table = _sensor_grain(self._config), _empty_table(self._config)
            parts = PartsAhead(self._config, first=self._part_index(time.monotonic()))
            try:
                parts.get(self._index, FIRST_PART_WITHIN_S)
            except CameraError as error:
                parts.close()
                raise CameraAbsent(f"the simulated camera cannot show a part: {error}") from error
            self._parts, self._lost, self._live = parts, False, None

    def close(self) -> None:
        """Stop rendering; a `snap` that waits raises CameraLost."""
        with self._changed:
            parts, self._parts, self._live = self._parts, None, None
            self._changed.notify_all()
        if parts is not None:
            parts.close()

    def configure(self, settings: CameraSettings) -> None:
        """Set exposure time and gain; what is None stays.

        Raises ValueError above one second and for what it does not have, CameraLost when gone.
        """
        with self._changed:
            self._open_parts()
            if (settings.exposure_time_us or 0) > LONGEST_EXPOSURE_US:
                raise ValueError(
                    f"exposure_time_us is at most {LONGEST_EXPOSURE_US:.0f}; got {settings.exposure_time_us}"
                )
            if settings.model_dump(exclude_none=True).keys() - {"exposure_time_us", "gain_db"}:
                raise ValueError(f"the simulated camera has exposure_time_us and gain_db to set; got {settings!r}")
            self._settings = self._settings.changed_by(settings)

    def snap(self, timeout_ms: int = 1000) -> Frame:
        """A new exposure of the part under the camera; see the class for when the next part comes."""
        deadline = time.monotonic() + timeout_ms / 1000
        while True:
            with self._changed:
                parts = self._ready_to_expose(deadline, timeout_ms)
                index = self._part_index(time.monotonic())
                if self._put_down_already(time.monotonic()):
                    index += 1
                if (part := parts.ready(index)) is not None:
                    self._index, self._snapped_at = index, time.monotonic()
                    parts.forget_before(index)
                    return self._expose(part)
            parts.get(index, deadline - time.monotonic())  # outside the lock: the live picture goes on

    def latest(self, max_age_ms: int) -> Frame:
        """The live picture, 30 a second at most. Raises FrameStale while frozen for longer than `max_age_ms`."""
        with self._changed:
            parts = self._open_parts()
            now = time.monotonic()
            if now - self._live_at >= LIVE_INTERVAL_S and now >= self._frozen_until:
                part = parts.ready(self._part_index(now))
                if part is not None:
                    self._expose(part)
            age_ms = (time.monotonic() - self._live_at) * 1000
            if self._live is None or age_ms > max_age_ms:
                raise FrameStale(f"expected a frame at most {max_age_ms} ms old, got none for {age_ms:.0f} ms")
            return self._live

    def check(self) -> None:
        """Raises CameraLost before `open`, and while it is unplugged."""
        with self._changed:
            self._open_parts()

    def show(self, lamp: Lamp) -> None:
        """It has no lamp."""

    def health(self) -> CameraHealth:
        """How many exposures were made."""
        return CameraHealth(frames=self._frame_id)

    def _ready_to_expose(self, deadline: float, timeout_ms: int) -> PartsAhead:
        """Wait while frozen. Raises what a faulty camera raises instead of giving a frame."""
        parts = self._open_parts()
        while (wait := min(self._frozen_until, deadline) - time.monotonic()) > 0:
            self._changed.wait(wait)
            parts = self._open_parts()
        if self._frozen_until > time.monotonic():
            raise SnapTimeout(f"no exposure within {timeout_ms} ms: the camera is frozen; trigger again, or restart it")
        if self._faults.truncated_frame:
            raise FrameBroken(
                f"expected {self._config.height_px} rows, got {self._config.height_px // 2}: the frame is truncated; "
                "trigger again, and check cable and bandwidth if it comes back"
            )
        if self._faults.repeated_frame:
            raise FrameStale(f"expected a new frame, got frame {self._frame_id} again; trigger again")
        return parts

    def _open_parts(self) -> PartsAhead:
        if self._parts is None:
            raise CameraLost("the simulated camera is not open; open it first")
        if self._lost:
            raise CameraLost("the simulated camera was unplugged; plug it in, then close and open it")
        return self._parts

    def _put_down_already(self, now: float) -> bool:
        """Whether a second trigger finds the next part: nobody changes parts faster than `CHANGED_WITHIN_S`."""
        if self._config.same_part or self._snapped_at is None:
            return False
        return now - self._snapped_at >= CHANGED_WITHIN_S

    def _part_index(self, now: float) -> int:
        """Number of the part that lies under the camera now."""
        if self._config.same_part:
            return 0
        if self._snapped_at is not None and now - self._snapped_at >= NEXT_PART_AFTER_S:
            self._index, self._snapped_at = self._index + 1, None
        return self._index

    def _expose(self, part: RenderedPart) -> Frame:
        assert self._grain is not None and self._table is not None
        import cv2

        captured_at, captured_s = datetime.now(UTC), time.monotonic()
        self._frame_id += 1
        exposure_us, gain_db = self._settings.exposure_time_us, self._settings.gain_db
        assert exposure_us is not None and gain_db is not None
        brightness = exposure_us / NOMINAL_EXPOSURE_US * 10 ** (gain_db / 20)
        lying = part if self._other is None else self._other
        picture = disturbed(lying.pixels, self._faults, self._table, brightness)
        # one large field of noise, cut at another place for every frame: fresh grain for the price of a copy
        rows, columns = picture.shape[:2]
        place = np.random.default_rng([self._frame_id, 7])
        y, x = (int(value) for value in place.integers(0, 64, 2))
        grain = self._grain[y : y + rows, x : x + columns]
        picture = np.asarray(cv2.add(picture, grain, dtype=cv2.CV_8U), np.uint8)
        if self._faults.dead_rows:
            picture[rows - round(rows * self._faults.dead_rows) :] = 0
        frame = Frame(
            pixels=picture,
            frame_id=self._frame_id,
            captured_at=captured_at,
            camera_id=self.camera_id,
            exposure_time_us=exposure_us,
            gain_db=gain_db,
        )
        self._live, self._live_at = frame, captured_s
        return frame


def _sensor_grain(config: SimulatedConfig) -> NDArray[np.int8]:
    """Noise of 1.2 grey values, a little larger than the picture: (height + 64, width + 64, 3)."""
    rng = np.random.default_rng([config.seed & 0xFFFF_FFFF, 11])
    shape = (config.height_px + 64, config.width_px + 64, 3)
    grain: NDArray[np.int8] = np.rint(1.2 * rng.standard_normal(shape, np.float32)).astype(np.int8)
    return grain


@lru_cache(maxsize=1)
def _other_part(config: SimulatedConfig) -> RenderedPart:
    """What lies there when somebody took a part from the wrong box."""
    kind: PartKind = "weld-bead" if config.part == "board" else "board"
    return render_part(kind, seed=1, index=OTHER_PART, width_px=config.width_px, height_px=config.height_px)


def _empty_table(config: SimulatedConfig) -> Pixels:
    """A dark, evenly lit mat."""
    mat = np.empty((config.height_px, config.width_px, 3), np.uint8)
    mat[...] = (34, 36, 37)
    return mat
