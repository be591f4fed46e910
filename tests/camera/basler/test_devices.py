import shutil
import subprocess
import sys
from typing import Any

import pytest

from camera import CameraAbsent, WrongCamera
from camera.basler import BaslerCamera, BaslerDriver, basler_cameras, devices
from camera.config import BaslerConfig
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened


def test_emulated_cameras_are_listed_by_serial_number() -> None:
    assert basler_cameras("emulated") == tuple(
        BaslerCamera(serial=serial, model="Emulation", transport="emulated", name="")
        for serial in (emulator.SERIAL, emulator.OTHER_SERIAL)
    )


def test_emulated_cameras_are_only_found_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []
    infos = devices._infos

    def spied(transport: devices.Transport) -> tuple[Any, ...]:
        searched.append(transport)
        return infos("emulated") if transport == "emulated" else ()

    monkeypatch.setattr(devices, "_infos", spied)
    with pytest.raises(CameraAbsent):
        BaslerDriver(BaslerConfig(serial=emulator.SERIAL)).open()
    assert searched == ["usb", "gige"]


@pytest.mark.parametrize("serial", [emulator.SERIAL, emulator.OTHER_SERIAL])
def test_the_camera_with_the_serial_number_is_opened(opened: Opened, serial: str) -> None:
    driver = opened(emulator.emulated(serial=serial))
    assert driver._opened().camera.GetDeviceInfo().GetSerialNumber() == serial


def test_another_camera_is_never_taken() -> None:
    with pytest.raises(WrongCamera, match=r"expected .* 4711, found 0815-0000, 0815-0001"):
        BaslerDriver(emulator.emulated(serial="4711")).open()


def test_the_serial_number_is_read_again_after_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    other = devices._info_of(emulator.OTHER_SERIAL, "emulated")
    monkeypatch.setattr(devices, "_info_of", lambda serial, transport: other)
    with pytest.raises(WrongCamera, match=r"expected .* 0815-0000, got 0815-0001"):
        BaslerDriver(emulator.emulated()).open()


def test_an_absent_camera_can_be_opened_when_it_is_back() -> None:
    emulator.pull_out()
    driver = BaslerDriver(emulator.emulated())
    for _ in range(3):
        with pytest.raises(CameraAbsent, match="found none") as caught:
            driver.open()
        assert not isinstance(caught.value, WrongCamera)
    emulator.plug_in()
    driver.open()
    assert driver.read(5).number is not None
    driver.close()


def test_without_pypylon_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypylon", None)
    with pytest.raises(CameraAbsent, match="pip install pypylon"):
        BaslerDriver(emulator.emulated()).open()


def test_pypylon_is_loaded_by_open_and_nothing_before() -> None:
    code = "import sys, camera.basler; sys.exit('pypylon' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows what goes to the network")
def test_looking_for_emulated_cameras_sends_nothing_into_the_network() -> None:
    code = "from camera.basler import basler_cameras; assert len(basler_cameras('emulated')) == 2"
    traced = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,sendto", sys.executable, "-c", code],
        check=False,
        capture_output=True,
        text=True,
    )
    if "ptrace" in traced.stderr:
        pytest.skip("strace is not allowed here")
    assert traced.returncode == 0
    assert "socket(" not in traced.stderr
