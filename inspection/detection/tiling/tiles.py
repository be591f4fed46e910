"""How a net looks at a picture that is larger than its input."""

from typing import Final

from pydantic import Field

from inspection.closed import Closed

FEWEST_PX: Final = 32


class Tiles(Closed):
    """In tiles of the net's input size, at native resolution, that overlap by at least `overlap_px`.

    A defect smaller than the overlap is whole on at least one tile. With `skip_empty`, tiles on which nothing but an
    even surface shows are not looked at (`emptiness`).
    """

    overlap_px: int = Field(default=128, ge=FEWEST_PX, le=1024)
    skip_empty: bool = True
