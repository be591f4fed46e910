"""How sure the sizes of a shape are. The numbers were found out by measuring rendered defects (docs/measuring.md)."""

from math import hypot

from inspection.measuring.ground import Ground
from inspection.measuring.shape import Shape
from inspection.measuring.sizes import Sizes
from inspection.scale import length_per_px

EVENED_OUT = 0.75
"""Where an outline errs outwards at one place and inwards at another, the area errs less than each."""
OF_A_WAY = 0.09
"""Of the length of a way: turns that are finer than the picture are cut off."""
OF_A_LINES_AREA = 1 / 2
OF_A_LINES_DIAMETER = 1 / 3
"""A line hardly wider than a pixel looks wider than it is."""


def doubt_of(shape: Shape, sizes: Sizes, ground: Ground) -> Sizes:
    """The standard uncertainty of each size from the outline alone, in the plane's unit."""
    x, y = shape.outline_px.mean(axis=0)
    edge = shape.edge_px * length_per_px(ground.scale, (float(x), float(y)))
    area, equivalent = EVENED_OUT * edge * sizes.girth, EVENED_OUT * 2 * edge
    return Sizes(
        diameter=2 * edge,
        equivalent_diameter=hypot(equivalent, OF_A_LINES_DIAMETER * sizes.equivalent_diameter * shape.is_line),
        width=2 * edge,
        area=hypot(area, OF_A_LINES_AREA * sizes.area * shape.is_line),
        along=2 * edge,
        across=2 * edge,
        middle=edge,
        length=2 * edge if shape.way_px is None else hypot(2 * edge, OF_A_WAY * sizes.length),
        girth=0,
    )
