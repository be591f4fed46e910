"""What lies under every backend's camera: a rendered bead, and the same in ways that cannot be judged."""

from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np

from camera import Pixels, SimulatedConfig
from camera.simulated import SimulatedCamera

WIDTH_PX, HEIGHT_PX = 320, 240


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenes:
    """Pictures (240, 320, 3), RGB, and one of half that size."""

    good: Pixels
    black: Pixels
    white: Pixels
    defocused: Pixels
    small: Pixels

    @classmethod
    def rendered(cls) -> Self:
        """The first bead of a simulated camera."""
        import cv2

        good = _bead()
        return cls(
            good=good,
            black=np.zeros_like(good),
            white=np.full_like(good, 255),
            defocused=np.asarray(cv2.GaussianBlur(good, (0, 0), 8), np.uint8),
            small=np.ascontiguousarray(good[::2, ::2]),
        )


def exposures(pixels: Pixels, count: int = 12) -> list[Pixels]:
    """The scene `count` times with the noise of a sensor, 1 grey level; more than a driver remembers frames."""
    rng = np.random.default_rng(1)
    return [np.rint(pixels + rng.normal(0, 1, pixels.shape)).clip(0, 255).astype(np.uint8) for _ in range(count)]


@cache
def _bead() -> Pixels:
    camera = SimulatedCamera(SimulatedConfig(seed=5, width_px=WIDTH_PX, height_px=HEIGHT_PX))
    camera.open()
    try:
        return camera.snap(60_000).pixels
    finally:
        camera.close()
