"""What a picture of a weld bead is of and how it was taken: process, metal, framing, lamps, exposure, camera."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from camera.rendering.light import Light, draw_light, draw_steep_light
from camera.rendering.surface import spread

Process: TypeAlias = Literal["mag", "tig"]
Metal: TypeAlias = Literal["steel", "stainless", "aluminium"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way to weld and to take the picture.

    `close_up` is a robot's camera straight over one whole bead under steep light, strongly over-exposed; else it is
    a bench camera. `contrast` is the power put on the radiance (2 undoes the picture's square root: an industrial
    camera without a tone curve). `mean_grey` is the exposure before the camera's own scale, which runs from
    `black_grey` to `white_grey` (0..255).
    """

    process: Process
    metal: Metal
    close_up: bool
    monochrome: bool
    light: Light
    contrast: float
    mean_grey: float
    black_grey: float
    white_grey: float


def draw_look(rng: np.random.Generator, shape: tuple[int, int]) -> Look:
    """A look for a picture of `shape` (rows, columns): long strips are close-ups, of the others about 3 in 10."""
    rows, columns = shape
    return _close_up(rng) if columns >= 3 * rows or rng.random() < 0.3 else _bench(rng)


def _close_up(rng: np.random.Generator) -> Look:
    """Grey values as on 81 pictures of one robot cell: 46 is their black, 245 their white, a sixth is white."""
    return Look(
        process="mag",
        metal="steel" if rng.random() < 0.85 else "stainless",
        close_up=True,
        monochrome=bool(rng.random() < 0.9),
        light=draw_steep_light(rng),
        contrast=spread(rng, 1.6, 2.4),
        mean_grey=spread(rng, 110, 152),
        black_grey=spread(rng, 24, 52),
        white_grey=spread(rng, 240, 252),
    )


def _bench(rng: np.random.Generator) -> Look:
    """A bench camera: mostly steel and MAG, colour more often than grey, the exposure of a patient person."""
    metals: tuple[Metal, ...] = ("steel", "stainless", "aluminium")
    metal = metals[int(rng.choice(3, p=(0.55, 0.2, 0.25)))]
    tig = rng.random() < {"steel": 0.2, "stainless": 0.75, "aluminium": 0.5}[metal]
    bright = 22.0 if metal == "aluminium" else 0.0
    over_exposed = spread(rng, 20, 45) if rng.random() < 0.15 else 0.0
    return Look(
        process="tig" if tig else "mag",
        metal=metal,
        close_up=False,
        monochrome=bool(rng.random() < 0.3),
        light=draw_light(rng),
        contrast=spread(rng, 1.0, 1.5),
        mean_grey=spread(rng, 92, 138) + bright + over_exposed,
        black_grey=spread(rng, 0, 25) if rng.random() < 0.4 else 0.0,
        white_grey=255.0,
    )
