"""The emulated camera has no white balance: the order of calls is proved on a made-up feature list."""

import pytest

from camera import BaslerConfig, CameraAbsent
from camera.basler import BaslerDriver
from camera.basler.white_balance import set_white_balance
from camera.config import WhiteBalance
from tests.camera.basler import emulator
from tests.camera.basler.nodes import FakeNode, FakeNodes

COLOURS = ("Red", "Green", "Blue")


@pytest.mark.parametrize("name", ["BalanceRatio", "BalanceRatioAbs"])
def test_each_colour_gets_its_factor_and_the_automatic_is_off(name: str) -> None:
    nodes = FakeNodes(
        BalanceWhiteAuto=FakeNode(value="Continuous"),
        BalanceRatioSelector=FakeNode(value="Red", choices=COLOURS),
        **{name: FakeNode(value=1.0, low=0, high=15.99)},
    )
    set_white_balance(nodes, WhiteBalance(red=1.4, blue=1.9))
    assert nodes.log == [
        ("BalanceWhiteAuto", "Off"),
        ("BalanceRatioSelector", "Red"),
        (name, 1.4),
        ("BalanceRatioSelector", "Green"),
        (name, 1),
        ("BalanceRatioSelector", "Blue"),
        (name, 1.9),
    ]


def test_a_factor_that_the_camera_cannot_do_is_named() -> None:
    nodes = FakeNodes(
        BalanceRatioSelector=FakeNode(value="Red", choices=COLOURS), BalanceRatio=FakeNode(value=1.0, low=0, high=4)
    )
    with pytest.raises(ValueError, match="for blue a factor from 0 to 4, got 5"):
        set_white_balance(nodes, WhiteBalance(red=1, blue=5))


def test_a_camera_without_colours_says_so_when_it_is_opened() -> None:
    config: BaslerConfig = emulator.emulated(white_balance={"red": 1.4, "blue": 1.9})
    with pytest.raises(CameraAbsent, match="no white balance to set"):
        BaslerDriver(config).open()
