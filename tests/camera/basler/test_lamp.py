import pytest

from camera import CameraAbsent, CameraLost, Lamp
from camera.basler import BaslerDriver
from camera.basler.lamp import LineLamp
from tests.camera.basler import emulator
from tests.camera.basler.conftest import Opened
from tests.camera.basler.nodes import FakeNode, FakeNodes


def test_the_line_is_an_output_that_is_on_for_pass_only(opened: Opened) -> None:
    driver = opened(emulator.emulated(lamp_line="Line2"))
    values = {name: emulator.node(driver, name).GetValue() for name in ("LineSelector", "LineMode", "LineSource")}
    assert values == {"LineSelector": "Line2", "LineMode": "Output", "LineSource": "UserOutput1"}
    bit = emulator.node(driver, "UserOutputValue")
    assert bit.GetValue() is False
    for lamp, is_on in ((Lamp.PASS, True), (Lamp.FAIL, False), (Lamp.PASS, True), (Lamp.OFF, False)):
        driver.show(lamp)
        assert bit.GetValue() is is_on


def test_the_lamp_is_off_when_the_camera_is_closed(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(emulator.emulated(lamp_line="Line2"))
    driver.show(Lamp.PASS)
    shown: list[Lamp] = []
    monkeypatch.setattr(LineLamp, "show", lambda self, lamp: shown.append(lamp))
    driver.close()
    assert shown == [Lamp.OFF]


def test_an_unknown_line_is_named_with_those_there_are() -> None:
    with pytest.raises(CameraAbsent, match="one of Line1, Line2, Line3; got Line9"):
        BaslerDriver(emulator.emulated(lamp_line="Line9")).open()


def test_one_line_cannot_trigger_and_shine() -> None:
    with pytest.raises(CameraAbsent, match="Line1 cannot be trigger line and lamp line"):
        BaslerDriver(emulator.emulated("hardware", trigger_line="Line1", lamp_line="Line1")).open()


def test_without_a_lamp_line_nothing_is_switched(driver: BaslerDriver) -> None:
    before = emulator.node(driver, "UserOutputValue").GetValue()
    driver.show(Lamp.PASS)
    assert emulator.node(driver, "UserOutputValue").GetValue() == before


def test_a_lamp_that_cannot_be_switched_is_a_lost_camera(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may still show the verdict before; the emulated camera switches its lines even when it is removed."""
    from pypylon import genicam

    driver = opened(emulator.emulated(lamp_line="Line2"))

    def failing(self: LineLamp, lamp: Lamp) -> None:
        raise genicam.RuntimeException("The device does not answer. : RuntimeException thrown")

    monkeypatch.setattr(LineLamp, "show", failing)
    with pytest.raises(CameraLost, match="did not switch its lamp: The device does not answer"):
        driver.show(Lamp.PASS)


def test_the_lamp_is_chosen_then_connected_then_switched() -> None:
    nodes = FakeNodes(
        LineSelector=FakeNode(value="Line1", choices=("Line1", "Line3")),
        LineMode=FakeNode(value="Input", choices=("Input", "Output")),
        LineSource=FakeNode(value="ExposureActive", choices=("ExposureActive", "UserOutput2")),
        UserOutputSelector=FakeNode(value="UserOutput1", choices=("UserOutput1", "UserOutput2")),
        UserOutputValue=FakeNode(value=True),
    )
    LineLamp(nodes, "Line3").show(Lamp.PASS)
    assert nodes.log == [
        ("LineSelector", "Line3"),
        ("LineMode", "Output"),
        ("LineSource", "UserOutput2"),
        ("UserOutputSelector", "UserOutput2"),
        ("UserOutputValue", False),
        ("UserOutputSelector", "UserOutput2"),
        ("UserOutputValue", True),
    ]


def test_a_camera_with_one_output_line_needs_neither_mode_nor_selector() -> None:
    nodes = FakeNodes(
        LineSelector=FakeNode(value="Out1", choices=("Out1",)),
        LineMode=FakeNode(value="Output", writable=False),
        LineSource=FakeNode(value="UserOutput", choices=("TimerActive", "UserOutput")),
        UserOutputValue=FakeNode(value=False),
    )
    LineLamp(nodes, "Out1").show(Lamp.PASS)
    assert nodes.log[-1] == ("UserOutputValue", True)


def test_a_line_that_cannot_be_switched_is_refused() -> None:
    nodes = FakeNodes(
        LineSelector=FakeNode(value="Line1", choices=("Line1",)),
        LineSource=FakeNode(value="Off", choices=("Off", "ExposureActive")),
    )
    with pytest.raises(ValueError, match="Line1 offers only Off, ExposureActive"):
        LineLamp(nodes, "Line1")
