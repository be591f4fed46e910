"""The driver against a real HTTP server: the newest picture, its age, and every way in which a stream fails."""

import time

import pytest

from camera.config import HttpMjpegConfig
from camera.decoding import decode_picture
from camera.errors import CameraLost, FrameBroken, SnapTimeout
from camera.http_mjpeg import HttpMjpegDriver
from camera.settings import CameraSettings
from tests.camera.contract import wait_for
from tests.camera.http_mjpeg.reading import LAG_S, PATIENCE_S, data_of, first_frame, opened, read_until
from tests.camera.http_mjpeg.server import BURST_PICTURES, Framing, MjpegServer, Mode

# --- pictures


def test_pictures_come_whole_and_each_is_another_one(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    frames = [driver.read(PATIENCE_S) for _ in range(5)]
    assert {(frame.width_px, frame.height_px, frame.layout) for frame in frames} == {(160, 120, "jpeg")}
    assert all(decode_picture(data_of(frame))[0].shape == (120, 160, 3) for frame in frames)
    assert len({data_of(frame) for frame in frames}) == 5


def test_began_s_is_never_later_than_the_picture_was_taken(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    for _ in range(10):
        frame = driver.read(PATIENCE_S)
        assert frame.began_s <= server.sent_s(data_of(frame))
        assert frame.began_s > server.sent_s(data_of(frame)) - LAG_S - PATIENCE_S


def test_what_is_seen_after_a_change_says_so(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    """As the station uses it: from a trigger on until a frame began after it."""
    for grey in (40, 200):
        driver.read(PATIENCE_S)
        server.grey, triggered_s = grey, time.monotonic()
        frame = driver.read(PATIENCE_S)
        while frame.began_s < triggered_s:
            frame = driver.read(PATIENCE_S)
        assert decode_picture(data_of(frame))[0].mean() == pytest.approx(grey, abs=5)


def test_a_reader_who_was_away_gets_the_newest_and_no_claim_that_it_is_fresh(
    server: MjpegServer, driver: HttpMjpegDriver
) -> None:
    driver.read(PATIENCE_S)
    left_s = time.monotonic()
    sent = server.pictures_sent
    wait_for(lambda: server.pictures_sent >= sent + 6)
    frame = driver.read(PATIENCE_S)
    assert frame.began_s <= left_s
    taken_s = server.sent_s(data_of(frame))
    assert taken_s > left_s + 3 * server.interval_s


def test_of_a_burst_the_newest_is_given_and_none_is_said_to_be_fresh(
    server: MjpegServer, driver: HttpMjpegDriver
) -> None:
    for _ in range(10):
        last = driver.read(PATIENCE_S)
    server.set_mode(Mode.STALL)
    with pytest.raises(SnapTimeout):
        driver.read(0.3)
    sent = server.pictures_sent
    server.set_mode(Mode.BURST)
    wait_for(lambda: server.pictures_sent == sent + BURST_PICTURES)
    newest = driver.read(PATIENCE_S)
    while data_of(newest) != server.newest:
        newest = driver.read(PATIENCE_S)
    assert newest.began_s <= server.sent_s(data_of(last))


@pytest.mark.parametrize(
    "framing",
    [
        Framing(with_length=False),
        Framing(line_end=b"\n"),
        Framing(content_type='multipart/x-mixed-replace;boundary="--frame"'),
        Framing(chunked=True),
        Framing(chunked=True, with_length=False),
    ],
    ids=["no length", "LF", "quoted with dashes", "chunked", "chunked, no length"],
)
def test_every_framing_is_read(framing: Framing) -> None:
    with MjpegServer(framing=framing) as server:
        frame = first_frame(server.url)
        assert server.sent_s(data_of(frame)) > 0


def test_the_same_bytes_again_are_given_as_they_are(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    server.set_mode(Mode.REPEAT)
    last = data_of(driver.read(PATIENCE_S))
    while (data := data_of(driver.read(PATIENCE_S))) != last:
        last = data


def test_another_size_is_told(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    server.set_mode(Mode.OTHER_SIZE)
    while (frame := driver.read(PATIENCE_S)).width_px == 160:
        pass
    assert (frame.width_px, frame.height_px) == (80, 60)


# --- what breaks


@pytest.mark.parametrize(
    ("mode", "why"), [(Mode.TRUNCATED, "without the end marker"), (Mode.TOO_LONG, "its Content-Length is")]
)
def test_a_torn_picture_is_broken_and_the_next_whole_one_is_read(
    server: MjpegServer, driver: HttpMjpegDriver, mode: Mode, why: str
) -> None:
    server.set_mode(mode)
    assert why in read_until(driver, FrameBroken)
    server.set_mode(Mode.OK)
    wait_for(lambda: _reads(driver))


def _reads(driver: HttpMjpegDriver) -> bool:
    try:
        driver.read(PATIENCE_S)
    except FrameBroken:
        return False
    return True


def test_a_picture_torn_between_its_markers_is_refused_when_decoded(server: MjpegServer) -> None:
    server.set_mode(Mode.CORRUPT)
    with pytest.raises(FrameBroken):
        decode_picture(data_of(first_frame(server.url)))


def test_a_stall_is_a_time_out_on_time_and_the_stream_goes_on(server: MjpegServer, driver: HttpMjpegDriver) -> None:
    driver.read(PATIENCE_S)
    server.set_mode(Mode.STALL)
    assert "no picture came" in read_until(driver, SnapTimeout)
    began_s = time.monotonic()
    with pytest.raises(SnapTimeout):
        driver.read(0.1)
    assert 0.1 <= time.monotonic() - began_s < 1
    server.set_mode(Mode.OK)
    assert driver.read(PATIENCE_S).width_px == 160


def test_a_picture_that_comes_slowly_is_not_lost_by_a_time_out() -> None:
    with MjpegServer() as server:
        server.set_mode(Mode.HALF)
        with opened(server) as driver:
            for _ in range(3):
                with pytest.raises(SnapTimeout):
                    driver.read(0.05)
            server.set_mode(Mode.OK)
            frame = driver.read(PATIENCE_S)
            assert server.sent_s(data_of(frame)) > 0


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        (Mode.CLOSE, "has closed the connection"),
        (Mode.RESET, "broke"),
        (Mode.END, "has ended its stream"),
        (Mode.REFUSE, "has closed the connection"),
    ],
)
def test_the_end_of_the_stream_is_a_camera_lost(
    server: MjpegServer, driver: HttpMjpegDriver, mode: Mode, why: str
) -> None:
    driver.read(PATIENCE_S)
    server.set_mode(mode)
    assert why in read_until(driver, CameraLost)
    with pytest.raises(CameraLost):
        driver.read(0.1)


def test_the_end_of_a_chunked_stream_is_a_camera_lost() -> None:
    with MjpegServer(framing=Framing(chunked=True)) as server, opened(server) as driver:
        server.set_mode(Mode.END)
        assert "has ended its stream" in read_until(driver, CameraLost)


def test_it_has_stalled_after_a_second_or_three_of_its_own_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    with MjpegServer(frames_per_second=20) as server, opened(server) as driver:
        assert driver.stalled_after_s == 3
        for _ in range(10):
            driver.read(PATIENCE_S)
        assert driver.stalled_after_s == 1
        monkeypatch.setattr("camera.http_mjpeg.driver.STALLED_AFTER_S", 0.01)
        assert driver.stalled_after_s > 0.1


# --- the rest of the Protocol


def test_it_cannot_be_set(driver: HttpMjpegDriver) -> None:
    assert driver.configure(CameraSettings()) == CameraSettings()
    with pytest.raises(ValueError, match="set in its own app"):
        driver.configure(CameraSettings(gain_db=1))


def test_it_opens_and_closes_as_often_as_wanted(server: MjpegServer) -> None:
    driver = HttpMjpegDriver(HttpMjpegConfig(url=server.url))
    driver.close()
    with pytest.raises(CameraLost, match="not open"):
        driver.read(0.1)
    for _ in range(3):
        driver.open()
        driver.open()
        assert driver.read(PATIENCE_S).width_px == 160
        driver.close()
        driver.close()
    wait_for(lambda: server.clients == 0)
