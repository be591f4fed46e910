"""`meisterblick camera`: what there is, a picture, how it is doing; a Basler camera by pypylon's own emulator."""

import os
import re
from pathlib import Path

import pytest
import yaml
from PIL import Image
from pydantic import TypeAdapter

from camera import CameraConfig
from camera.usb.devices import UsbCamera
from tests.commands.conftest import Run

EMULATED = "camera: {kind: basler, serial: 0815-0000, transport: emulated}\n"


@pytest.fixture
def basler(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station with an emulated Basler camera; a second one is plugged in."""
    pytest.importorskip("pypylon", reason="the emulated camera comes with pypylon")
    monkeypatch.setenv("PYLON_CAMEMU", "2")
    (home / "settings.yaml").write_text(EMULATED)
    return home


def test_cameras_are_listed_and_give_a_picture(meisterblick: Run, tmp_path: Path) -> None:
    assert "* simulated:weld-bead:1: works, 640 x 480 px" in meisterblick("camera", "list", "--basler", "none").stdout
    out = tmp_path / "shot.png"
    result = meisterblick("camera", "snap", "--out", out)
    assert result.exit_code == 0
    with Image.open(out) as picture:
        assert picture.size == (640, 480)


def test_a_snap_into_another_format_is_wrong_use(meisterblick: Run) -> None:
    result = meisterblick("camera", "snap", "--out", "shot.bmp")
    assert result.exit_code == 2
    assert ".png or .jpg" in result.stderr


def test_a_snap_from_a_folder_that_is_not_there(meisterblick: Run) -> None:
    result = meisterblick("camera", "snap", "--folder", "/nowhere")
    assert result.exit_code == 1
    assert "/nowhere" in result.stderr


@pytest.mark.usefixtures("basler")
def test_a_listed_camera_comes_with_its_line_for_the_settings(meisterblick: Run) -> None:
    listed = meisterblick("camera", "list", "--basler", "emulated").stdout
    assert "* basler:0815-0000: works, 1024 x 1040 px" in listed
    entries = [yaml.safe_load(line)["camera"] for line in re.findall(r"^ {6}(camera: .*)$", listed, re.MULTILINE)]
    configs = [TypeAdapter(CameraConfig).validate_python(entry) for entry in entries]
    assert [config.kind for config in configs] == ["basler", "simulated"]
    assert "serial: 0815-0001" in listed


def test_usb_cameras_are_listed_by_what_stays_the_same(meisterblick: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (
        UsbCamera(serial="A1B2", product="C920", path=Path("/dev/v4l/by-id/c920"), node=Path("/dev/video0")),
        UsbCamera(serial=None, product="no name", path=Path("/dev/v4l/by-path/3"), node=Path("/dev/video2")),
        UsbCamera(serial="0001", product="twin", path=Path("/dev/v4l/by-path/4"), node=Path("/dev/video4")),
        UsbCamera(serial="0001", product="twin", path=Path("/dev/v4l/by-path/5"), node=Path("/dev/video6")),
    )
    monkeypatch.setattr("camera.usb.devices.usb_cameras", lambda: found)
    listed = meisterblick("camera", "list", "--basler", "none").stdout
    assert "camera: {kind: usb, serial: A1B2}" in listed
    for path in ("/dev/v4l/by-path/3", "/dev/v4l/by-path/4", "/dev/v4l/by-path/5"):
        assert f"camera: {{kind: usb, device: {path}}}" in listed


@pytest.fixture
def plugged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two USB cameras; a folder with their nodes `video0` and `video2`, and the first one's links."""
    dev = tmp_path / "dev"
    dev.mkdir()
    for node in ("video0", "video2"):
        (dev / node).touch()
    for link in ("by-id", "by-path"):
        (dev / link).symlink_to(dev / "video0")
    found = (
        UsbCamera(serial="A1B2", product="C920", path=dev / "by-id", node=dev / "video0"),
        UsbCamera(serial="C3D4", product="C920", path=dev / "video2", node=dev / "video2"),
    )
    monkeypatch.setattr("camera.usb.devices.usb_cameras", lambda: found)
    return dev


@pytest.mark.skipif(os.name == "nt", reason="Windows numbers its cameras")
@pytest.mark.parametrize("named", ["serial: A1B2", "device: {dev}/by-id", "device: {dev}/by-path, serial: A1B2"])
def test_the_stations_own_usb_camera_is_listed_once(
    meisterblick: Run, home: Path, plugged_in: Path, named: str
) -> None:
    own = named.format(dev=plugged_in)
    (home / "settings.yaml").write_text(f"camera: {{kind: usb, {own}, width_px: 640, height_px: 480}}\n")
    listed = meisterblick("camera", "list", "--basler", "none").stdout
    assert "* usb:" in listed
    assert "camera: {kind: usb, serial: A1B2}" not in listed
    assert "camera: {kind: usb, serial: C3D4}" in listed


@pytest.mark.skipif(os.name == "nt", reason="Windows numbers its cameras")
def test_another_usb_camera_in_the_place_of_the_stations_own_is_listed(
    meisterblick: Run, home: Path, plugged_in: Path
) -> None:
    (home / "settings.yaml").write_text(f"camera: {{kind: usb, device: {plugged_in}/by-path, serial: E5F6}}\n")
    listed = meisterblick("camera", "list", "--basler", "none").stdout
    assert "camera: {kind: usb, serial: A1B2}" in listed
    assert "camera: {kind: usb, serial: C3D4}" in listed


def test_the_stations_own_basler_camera_is_listed_once(meisterblick: Run, basler: Path) -> None:
    (basler / "settings.yaml").write_text(EMULATED.replace("}", ", settings: {exposure_time_us: 900}}"))
    listed = meisterblick("camera", "list", "--basler", "emulated").stdout
    assert listed.count("0815-0000") == 1
    assert "serial: 0815-0001" in listed


def test_a_camera_that_waits_for_its_trigger_line_is_not_said_to_be_broken(
    meisterblick: Run, basler: Path, tmp_path: Path
) -> None:
    (basler / "settings.yaml").write_text(EMULATED.replace("}", ", trigger: hardware, trigger_line: Line1}"))
    listed = meisterblick("camera", "list", "--basler", "none").stdout
    assert "* basler:0815-0000: the camera is there and waits for its trigger line" in listed
    snapped = meisterblick("camera", "snap", "--out", tmp_path / "snap.png")
    assert snapped.exit_code == 1
    assert "the camera is there and waits for its trigger line: no signal came at Line1" in snapped.stderr


@pytest.mark.usefixtures("basler")
def test_watching_gives_a_line_of_figures_each_time(meisterblick: Run) -> None:
    result = meisterblick("camera", "watch", "--seconds", "4", "--every", "0.5")
    assert result.exit_code == 0
    assert "camera-ready: basler:0815-0000" in result.stdout
    lines = [line for line in result.stdout.splitlines() if " fps" in line]
    assert lines
    assert re.fullmatch(
        r" *\d+\.\d fps, +\d+ ms old, 1024 x 1040 px, focus \d+, \d+\.\d% black, \d+\.\d% white; "
        r"0 dropped, 0 broken, 0 stale, 0 reconnected, 0 restarted",
        lines[-1],
    )


def test_watching_a_camera_that_is_not_there_says_so(meisterblick: Run, home: Path) -> None:
    (home / "settings.yaml").write_text("camera: {kind: folder, path: /nowhere}\n")
    result = meisterblick("camera", "watch", "--seconds", "0.5", "--every", "0.2")
    assert "camera-absent: expected a folder of pictures at /nowhere" in result.stdout
    assert "no picture (camera-absent)" in result.stdout


@pytest.mark.usefixtures("basler")
def test_features_are_saved_and_can_be_named_in_the_settings(meisterblick: Run, basler: Path, tmp_path: Path) -> None:
    pfs = tmp_path / "bench.pfs"
    saved = meisterblick("camera", "save-features", "--out", pfs)
    assert saved.exit_code == 0, saved.stderr
    text = pfs.read_text()
    assert re.search(r"^Width\t1024$", text, re.MULTILINE)
    pfs.write_text(re.sub(r"^Width\t1024$", "Width\t512", text, flags=re.MULTILINE))
    (basler / "settings.yaml").write_text(EMULATED.replace("}", f", features: {pfs}}}"))
    assert "512 x 1040 px" in meisterblick("camera", "snap", "--out", tmp_path / "snap.png").stdout


def test_only_a_basler_camera_has_features_to_save(meisterblick: Run, tmp_path: Path) -> None:
    result = meisterblick("camera", "save-features", "--out", tmp_path / "no.pfs")
    assert result.exit_code == 2
    assert "only a Basler camera" in result.stderr


def test_advice_is_part_of_it(meisterblick: Run) -> None:
    result = meisterblick("camera", "advise", "--smallest-defect", "0.5", "--field", "200x150")
    assert result.exit_code == 0
    for word in ("px/mm", "sensor", "lens", "distance", "light"):
        assert word in result.stdout
