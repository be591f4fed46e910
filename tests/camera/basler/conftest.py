from collections.abc import Callable, Iterator

import pytest

from camera.basler import BaslerDriver
from camera.config import BaslerConfig
from tests.camera.basler import emulator
from tests.camera.basler.emulator import Pictures

Opened = Callable[[BaslerConfig], BaslerDriver]


@pytest.fixture(autouse=True)
def _two_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypylon", reason="the emulated camera comes with pypylon")
    monkeypatch.setenv("PYLON_CAMEMU", "2")


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens a driver that is closed when the test ends."""
    drivers: list[BaslerDriver] = []

    def open_one(config: BaslerConfig) -> BaslerDriver:
        drivers.append(BaslerDriver(config))
        drivers[-1].open()
        return drivers[-1]

    yield open_one
    for driver in drivers:
        driver.close()


@pytest.fixture
def driver(opened: Opened) -> BaslerDriver:
    """Opened, triggered by software."""
    return opened(emulator.emulated())


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    return Pictures.drawn(tmp_path_factory.mktemp("pictures"))
