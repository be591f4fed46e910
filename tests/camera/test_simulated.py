import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

import camera.simulated as module
from camera import (
    CameraAbsent,
    CameraError,
    CameraLost,
    CameraSettings,
    Frame,
    FrameBroken,
    FrameStale,
    SimulatedConfig,
    SnapTimeout,
)
from camera.simulated import Disturbances, SimulatedCamera
from tests.camera.contract import same_scene

SMALL = SimulatedConfig(width_px=160, height_px=120, seed=4)


@pytest.fixture
def camera() -> Iterator[SimulatedCamera]:
    camera = SimulatedCamera(SMALL)
    camera.open()
    yield camera
    camera.close()


def sharpness(frame: Frame) -> float:
    return float(np.abs(np.diff(frame.pixels[..., 1].astype(np.int16), axis=1)).mean())


def test_a_person_triggers_and_gets_the_part_that_was_shown(camera: SimulatedCamera) -> None:
    for _ in range(3):
        shown, lying = camera.latest(1000), camera.part
        taken = camera.snap()
        assert same_scene(shown, taken)
        assert camera.part.index == lying.index  # it stays for a while
        assert same_scene(camera.latest(1000), taken)
        time.sleep(module.NEXT_PART_AFTER_S + 0.05)
        assert camera.part.index == lying.index + 1


def test_a_second_trigger_finds_the_next_part_but_not_faster_than_hands_are(camera: SimulatedCamera) -> None:
    indices = []
    for _ in range(3):
        for _ in range(2):
            camera.snap(5000)
            indices.append(camera.part.index)
        time.sleep(module.CHANGED_WITHIN_S + 0.05)
    assert indices == [0, 0, 1, 1, 2, 2]


def test_looking_takes_no_part(camera: SimulatedCamera) -> None:
    for _ in range(20):
        camera.latest(1000)
        time.sleep(0.01)
    assert camera.part.index == 0


def test_the_same_seed_shows_the_same_parts() -> None:
    frames = []
    for _ in range(2):
        camera = SimulatedCamera(SMALL)
        camera.open()
        frames.append([camera.snap(5000) for _ in range(3)])
        camera.close()
    assert all(np.array_equal(a.pixels, b.pixels) for a, b in zip(*frames, strict=True))
    other = SimulatedCamera(SMALL.model_copy(update={"seed": -5}))
    other.open()
    assert not same_scene(other.snap(), frames[0][0])
    other.close()


def test_every_exposure_has_its_own_noise(camera: SimulatedCamera) -> None:
    one = camera.latest(1000)
    time.sleep(0.05)
    other = camera.latest(1000)
    assert one.frame_id < other.frame_id
    assert same_scene(one, other)
    assert not np.array_equal(one.pixels, other.pixels)


def test_a_sensor_gives_no_jpeg(camera: SimulatedCamera) -> None:
    assert camera.snap().encoded is None


def test_a_snap_costs_little_when_the_part_is_ready(camera: SimulatedCamera) -> None:
    times = []
    for _ in range(5):
        time.sleep(0.1)
        start = time.thread_time()  # of this thread only: other work on the machine does not count
        camera.snap(5000)
        times.append(time.thread_time() - start)
    assert sorted(times)[2] < 0.015


# --- what can be switched on


def test_unplugged_until_plugged_in_closed_and_opened(camera: SimulatedCamera) -> None:
    camera.disturb(Disturbances(camera_unplugged=True))
    with pytest.raises(CameraLost):
        camera.snap()
    with pytest.raises(CameraLost):
        camera.latest(1000)
    camera.disturb(Disturbances())
    with pytest.raises(CameraLost):  # the driver's handle is dead, as with a real camera
        camera.snap()
    camera.disturb(Disturbances(camera_unplugged=True))
    camera.close()
    with pytest.raises(CameraAbsent):
        camera.open()
    camera.disturb(Disturbances())
    camera.open()
    camera.snap()


def test_unplugged_while_a_snap_waits(camera: SimulatedCamera) -> None:
    camera.disturb(Disturbances(freeze_ms=10_000))
    timer = threading.Timer(0.1, lambda: camera.disturb(Disturbances(camera_unplugged=True)))
    timer.start()
    start = time.monotonic()
    with pytest.raises(CameraLost):
        camera.snap(timeout_ms=5000)
    assert time.monotonic() - start < 3
    timer.join()


def test_closed_while_a_snap_waits(camera: SimulatedCamera) -> None:
    camera.disturb(Disturbances(freeze_ms=10_000))
    timer = threading.Timer(0.1, camera.close)
    timer.start()
    with pytest.raises(CameraLost):
        camera.snap(timeout_ms=5000)
    timer.join()


def test_frozen_snap_gives_up_on_time_and_the_live_picture_gets_stale(camera: SimulatedCamera) -> None:
    camera.latest(1000)
    camera.disturb(Disturbances(freeze_ms=60_000))
    start = time.monotonic()
    with pytest.raises(SnapTimeout):
        camera.snap(timeout_ms=150)
    assert 0.14 < time.monotonic() - start < 2
    with pytest.raises(FrameStale):
        camera.latest(100)
    assert camera.latest(60_000)  # the old one, for whoever accepts its age


def test_a_short_freeze_only_delays(camera: SimulatedCamera) -> None:
    camera.disturb(Disturbances(freeze_ms=100))
    start = time.monotonic()
    camera.snap(timeout_ms=2000)
    assert time.monotonic() - start > 0.08


@pytest.mark.parametrize(
    ("faults", "error"),
    [
        (Disturbances(truncated_frame=True), FrameBroken),
        (Disturbances(repeated_frame=True), FrameStale),
        (Disturbances(freeze_ms=60_000), SnapTimeout),
    ],
)
def test_a_failed_snap_takes_no_part_away(
    camera: SimulatedCamera, faults: Disturbances, error: type[CameraError]
) -> None:
    before = camera.part.index
    camera.disturb(faults)
    with pytest.raises(error):
        camera.snap(timeout_ms=50)
    camera.disturb(Disturbances())
    camera.snap()
    assert camera.part.index == before


def seen(camera: SimulatedCamera, faults: Disturbances) -> Frame:
    """The part under the camera with these faults, without taking it."""
    camera.disturb(faults)
    time.sleep(module.LIVE_INTERVAL_S * 1.5)
    return camera.latest(1000)


def test_lamp(camera: SimulatedCamera) -> None:
    whole = seen(camera, Disturbances())
    assert seen(camera, Disturbances(lamp=0)).pixels.mean() < 2
    assert seen(camera, Disturbances(lamp=0.25)).pixels.mean() == pytest.approx(whole.pixels.mean() / 2, rel=0.05)
    assert np.mean(seen(camera, Disturbances(lamp=10)).pixels > 253) > 0.2


def test_defocus_softens_more_and_more(camera: SimulatedCamera) -> None:
    blurred = [sharpness(seen(camera, Disturbances(defocus_px=blur))) for blur in (0, 1.5, 4)]
    assert blurred == sorted(blurred, reverse=True)
    assert blurred[2] < 0.7 * blurred[0]


def test_dirt_softens(camera: SimulatedCamera) -> None:
    assert sharpness(seen(camera, Disturbances(lens_dirt=1))) < 0.9 * sharpness(seen(camera, Disturbances()))


def test_shift_moves_the_part(camera: SimulatedCamera) -> None:
    here = seen(camera, Disturbances()).pixels.astype(np.int16)
    there = seen(camera, Disturbances(shift_px=(20, -10))).pixels.astype(np.int16)
    assert np.abs(there[:-10, 20:] - here[10:, :-20]).mean() < 3
    assert there[:, :20].std() < 4  # the table


def test_missing_part_is_the_empty_table(camera: SimulatedCamera) -> None:
    pixels = seen(camera, Disturbances(part_missing=True)).pixels
    assert pixels.std() < 4
    assert 25 < pixels.mean() < 60


def test_a_film_of_grease_leaves_nothing_sharp(camera: SimulatedCamera) -> None:
    film, blurred = (seen(camera, faults) for faults in (Disturbances(lens_dirt=2), Disturbances(defocus_px=8)))
    assert sharpness(film) < 1.5 * sharpness(blurred)


def test_another_part_lies_there_until_it_is_taken_away(camera: SimulatedCamera) -> None:
    mine = seen(camera, Disturbances()).pixels.astype(np.int16)
    other = seen(camera, Disturbances(other_part=True)).pixels.astype(np.int16)
    assert camera.part.part == "board"
    assert np.abs(other - mine).mean() > 10
    again = seen(camera, Disturbances()).pixels.astype(np.int16)
    assert np.abs(again - mine).mean() < 3


def test_dead_rows_are_black(camera: SimulatedCamera) -> None:
    pixels = seen(camera, Disturbances(dead_rows=0.25)).pixels
    assert not pixels[90:].any()
    assert pixels[:90].any(axis=(1, 2)).all()


def test_exposure_and_gain_change_the_brightness(camera: SimulatedCamera) -> None:
    whole = seen(camera, Disturbances())
    camera.configure(CameraSettings(exposure_time_us=2500))
    darker = seen(camera, Disturbances())
    assert darker.exposure_time_us == 2500
    assert darker.gain_db == 0
    assert darker.pixels.mean() == pytest.approx(whole.pixels.mean() / 2, rel=0.05)
    camera.configure(CameraSettings(gain_db=12.04))
    assert seen(camera, Disturbances()).pixels.mean() == pytest.approx(whole.pixels.mean(), rel=0.05)
    with pytest.raises(ValueError, match="at most"):
        camera.configure(CameraSettings(exposure_time_us=2e6))
    assert camera.settings.exposure_time_us == 2500


def test_opening_fails_clean_where_rendering_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr("camera.parts_ahead.render_part", broken)
    before = set(threading.enumerate())
    camera = SimulatedCamera(SMALL)
    with pytest.raises(CameraAbsent, match="no room"):
        camera.open()
    assert set(threading.enumerate()) <= before


def test_importing_camera_imports_no_driver_and_no_opencv() -> None:
    code = (
        "import sys, camera, camera.simulated, camera.folder, camera.rendering;"
        "print([name for name in ('cv2', 'PIL', 'pypylon') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_same_part_stays_for_whoever_sets_up() -> None:
    camera = SimulatedCamera(SimulatedConfig(seed=3, width_px=160, height_px=120, same_part=True))
    camera.open()
    try:
        first = camera.snap(5000)
        time.sleep(module.NEXT_PART_AFTER_S + 0.05)
        assert same_scene(camera.snap(5000), first)
        assert camera.part.index == 0
    finally:
        camera.close()
