"""How a recipe says that its part is found on the picture."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from inspection.closed import Closed

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Dictionary: TypeAlias = Literal["4x4-50", "5x5-100", "6x6-250", "april-36h11"]
"""Families of ArUco and AprilTag markers, by cells and number of markers."""


class FeatureAlignment(Closed):
    """The part is found by its own outline and edges; see `inspection.locating.features` for what that is good for.

    `golden_sha256` names the golden picture, None until one has been taught. A part may lie `max_shift` from its place
    in the golden picture, as a share of the picture's longer side, and be turned by `max_turn_deg`; 0 for round parts
    and for those that a stop keeps from turning: their turn is not looked for. Its likeness to the golden part, 0..1,
    must be `min_score` at least.
    """

    by: Literal["features"] = "features"
    golden_sha256: Sha256 | None = None
    max_shift: float = Field(default=0.1, gt=0, le=0.25)
    max_turn_deg: float = Field(default=10, ge=0, le=30)
    min_score: float = Field(default=0.65, ge=0.4, le=0.95)


class MarkerAlignment(Closed):
    """The jig carries a printed marker that moves with the part: exact to 0.3 px of 640, whatever the part is.

    `golden_sha256`, `max_shift` and `max_turn_deg` are those of `FeatureAlignment`.
    """

    by: Literal["marker"] = "marker"
    golden_sha256: Sha256 | None = None
    dictionary: Dictionary = "4x4-50"
    marker_id: int = Field(default=0, ge=0, le=586)
    max_shift: float = Field(default=0.1, gt=0, le=1)
    max_turn_deg: float = Field(default=10, gt=0, le=180)


Alignment = Annotated[FeatureAlignment | MarkerAlignment, Field(discriminator="by")]
