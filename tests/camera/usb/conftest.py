from collections.abc import Iterator

import pytest

from tests.camera.usb.elsewhere import DriverElsewhere
from tests.camera.v4l2 import V4l2StandIn, compile_stand_in
from tests.camera.v4l2.pictures import shots


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[V4l2StandIn, DriverElsewhere]]:
    """One camera and one process for all tests: starting one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("v4l2")
    stand_in = V4l2StandIn(compile_stand_in(folder), folder, node=folder / "dev" / "video63")
    process = DriverElsewhere(stand_in.environment())
    yield stand_in, process
    process.end()


@pytest.fixture
def stand_in(bench: tuple[V4l2StandIn, DriverElsewhere]) -> V4l2StandIn:
    """The stand-in as new; it shows a part, as JPEG."""
    stand_in = bench[0].reset()
    stand_in.show(shots())
    return stand_in


@pytest.fixture
def driver(bench: tuple[V4l2StandIn, DriverElsewhere], stand_in: V4l2StandIn) -> Iterator[DriverElsewhere]:
    """In a process that sees the camera; `new` makes it."""
    yield bench[1]
    stand_in.reset()  # closing must not hang with it
    bench[1].close()
