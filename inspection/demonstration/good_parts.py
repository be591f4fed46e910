"""Pictures of good parts as the simulated camera takes them, to learn from; none of them is shown later."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from camera.config import SimulatedConfig
from camera.rendering import RenderedPart, render_part
from inspection.on_disk import write_durably

GRAIN: Final = 1.2
"""Standard deviation of the simulated sensor's noise in grey values; see `camera.simulated`."""
FIRST: Final = 1_000_000
"""Nobody watches for so long that the demonstration comes to part number one million."""
HARMLESS: Final = frozenset({"stain", "spatter"})
"""What the shipped recipe for weld beads accepts."""


def good_parts(config: SimulatedConfig) -> Iterator[RenderedPart]:
    """Parts of the camera's series that have nothing but what is accepted, without end."""
    index = FIRST
    while True:
        part = render_part(
            config.part, seed=config.seed, index=index, width_px=config.width_px, height_px=config.height_px
        )
        if {defect.class_name for defect in part.defects} <= HARMLESS:
            yield part
        index += 1


def write_good_pictures(folder: Path, config: SimulatedConfig, count: int) -> None:
    """`count` pictures of good parts as PNG. Raises OSError."""
    import cv2

    for number, part in zip(range(count), good_parts(config), strict=False):
        noise = np.random.default_rng([part.index, 11]).normal(0, GRAIN, part.pixels.shape)
        seen = np.clip(np.rint(part.pixels + noise), 0, 255).astype(np.uint8)
        _, png = cv2.imencode(".png", seen[..., ::-1])
        write_durably(folder / f"good-{number:02}.png", png.tobytes())
