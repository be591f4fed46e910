"""Which way the seam or the grain runs, and how large the piece is."""

from typing import Annotated

from pydantic import Field

from inspection.closed import Closed

Size = Annotated[float, Field(gt=0)]


class Piece(Closed):
    """The piece under the camera, as its recipe describes it.

    `angle_deg` is the direction of the seam or the grain in the picture: 0 to the right, 90 down. `length` along it and
    `width` across it are in the unit of the recipe's scale; None where the part's own extent in the picture counts.
    `fills_width` says that the picture ends where the piece does, on both sides of that direction, as with a board that
    fills it from edge to edge; else what touches the picture's edge runs on outside of it.
    """

    angle_deg: float = Field(default=0, ge=-180, le=180)
    length: Size | None = None
    width: Size | None = None
    fills_width: bool = False
