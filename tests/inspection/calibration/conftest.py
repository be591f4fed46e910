import numpy as np
import pytest
from numpy.typing import NDArray

from inspection.calibration.target import find_target
from inspection.calibration.view import View, look
from tests.inspection.calibration.bench import Lens, Pose, held, take

A5 = find_target("a5", 10)
LENS = Lens()
LAST = Pose(distance_mm=175, tilt_deg=6, towards_deg=40)
PRINTED = (0.992, 0.997)
"""What the printer made of the sheet: shorter lengthways than crossways."""


@pytest.fixture(scope="session")
def pictures() -> list[NDArray[np.uint8]]:
    """Seven pictures of a target that bulges a little; on the last it lies where the parts do, as in `LAST`."""
    rng = np.random.default_rng(21)
    return [take(LENS, A5, pose, rng, stretch_xy=PRINTED) for pose in held(rng, 7, LAST)]


@pytest.fixture(scope="session")
def views(pictures: list[NDArray[np.uint8]]) -> list[View]:
    """What is seen on `pictures`."""
    return [look(picture, number) for number, picture in enumerate(pictures, start=1)]
