"""What is no stream is named, with what to try; the password is sent, and never said."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from camera.config import HttpMjpegConfig
from camera.errors import CameraAbsent, SnapTimeout
from camera.http_mjpeg import HttpMjpegDriver
from tests.camera.http_mjpeg.reading import PATIENCE_S, data_of, first_frame, opened, read_until
from tests.camera.http_mjpeg.server import Framing, MjpegServer, Mode


def absence_of(url: str) -> str:
    with pytest.raises(CameraAbsent) as absent:
        first_frame(url)
    return str(absent.value)


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        (Mode.REFUSE, "nothing answers at that port; is the camera app started"),
        (Mode.HTML, "got a web page; the path of the stream is /video in the apps IP Webcam"),
        (Mode.STILL, "got one still picture (image/jpeg); the path"),
        (Mode.UNAUTHORIZED, "got the answer 401; write the right user and password"),
        (Mode.DIGEST, "asks for Digest authentication; set it to Basic"),
        (Mode.NOT_FOUND, "nothing is at that path; the path"),
        (Mode.BUSY, "close other programs"),
        (Mode.REDIRECT_AWAY, "sends on to http://elsewhere.invalid/video"),
        (Mode.NO_HTTP, "does not speak HTTP"),
        (Mode.CLOSE, "it hung up without an answer"),
    ],
)
def test_what_is_no_stream_is_named_and_can_be_tried_again(server: MjpegServer, mode: Mode, why: str) -> None:
    config = HttpMjpegConfig(url=server.url.replace("//", "//me:secret@"))
    with closing(HttpMjpegDriver(config)) as driver:
        server.set_mode(mode)
        for _ in range(2):
            with pytest.raises(CameraAbsent) as absent:
                driver.open()
            assert why in str(absent.value)
            assert "secret" not in str(absent.value)
        server.set_mode(Mode.OK)
        driver.open()
        assert driver.read(PATIENCE_S).width_px == 160


def test_who_never_answers_is_absent_on_time(server: MjpegServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("camera.http_mjpeg.connection.ANSWER_TIMEOUT_S", 0.1)
    server.set_mode(Mode.SILENT)
    with pytest.raises(CameraAbsent, match=r"no answer within 0\.1 s; is the phone awake"):
        first_frame(server.url)


def test_a_name_that_nobody_knows_is_absent() -> None:
    with pytest.raises(CameraAbsent, match="no such name in this network"):
        first_frame("http://camera.invalid/video")


@pytest.mark.parametrize("content_type", ["multipart/x-mixed-replace", "multipart/mixed; boundary=frame", "video/mp4"])
def test_another_kind_of_stream_is_refused(content_type: str) -> None:
    with MjpegServer(framing=Framing(content_type=content_type)) as server:
        absent = absence_of(server.url)
    assert "expected an MJPEG stream" in absent


def test_a_redirect_on_the_same_host_is_followed(server: MjpegServer) -> None:
    server.set_mode(Mode.REDIRECT_HERE)
    assert first_frame(server.url.replace("/video", "/")).width_px == 160


def test_the_password_is_sent_and_never_said() -> None:
    with MjpegServer(authorization="Basic bWU6cyNjcmV0") as server:
        assert first_frame(server.url.replace("//", "//me:s%23cret@")).width_px == 320
        with pytest.raises(CameraAbsent, match="401") as absent:
            first_frame(server.url.replace("//", "//me:other-secret@"))
    assert "secret" not in str(absent.value)


# --- https


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """For 127.0.0.1, by itself."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    file = tmp_path / "both.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=camera -addext subjectAltName=IP:127.0.0.1"
    command = ["openssl", *made.split(), "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    file.write_bytes((tmp_path / "key.pem").read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return file


def test_https_with_a_trusted_certificate(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with MjpegServer(certificate=certificate) as server:
        with pytest.raises(CameraAbsent, match="certificate is not trusted; in the workshop's own network write http"):
            first_frame(server.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("cert.pem")))
        with opened(server) as driver:
            assert len({data_of(driver.read(PATIENCE_S)) for _ in range(5)}) == 5
            server.set_mode(Mode.STALL)
            read_until(driver, SnapTimeout)


def test_https_where_only_http_is_spoken(server: MjpegServer) -> None:
    with pytest.raises(CameraAbsent, match="does not speak https; write http"):
        first_frame(server.url.replace("http:", "https:"))
