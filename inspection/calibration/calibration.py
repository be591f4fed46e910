"""What a calibration says, as it is kept on disk and shown."""

import math
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from inspection.closed import Closed
from inspection.scale import MillimetreScale, PlaneScale, Relative, length_per_px

Positive = Annotated[float, Field(gt=0)]
XY = tuple[float, float]
ResolutionWH = tuple[Annotated[int, Field(gt=0)], Annotated[int, Field(gt=0)]]


class Shares(Closed):
    """Where the uncertainty of a length comes from: standard uncertainties as shares of it.

    `corners` from how well the corners of the target were seen and the lens is known, `ruler` from reading the printed
    ruler, `aspect` from a printer that stretches one direction more than the other, `flatness` from paper that bulges.
    """

    corners: Relative
    ruler: Relative
    aspect: Relative
    flatness: Relative

    @property
    def total(self) -> float:
        """All of them together, as the root of the sum of squares (GUM, 5.1.2: they do not depend on each other)."""
        return math.hypot(self.corners, self.ruler, self.aspect, self.flatness)


class ByTarget(Closed):
    """Made from pictures of the printed target.

    `residual_px` is how far (root mean square) the corners lie from where the camera model puts them; `tilt_deg` the
    angle between the camera's axis and the plumb line of the plane. `focal_length` is "assumed" where one picture could
    not tell it: distance and tilt are then rough (`distance_uncertainty_mm`, standard), lengths in the plane are not.
    """

    by: Literal["target"] = "target"
    target: str
    views: int = Field(ge=1)
    corners: int = Field(ge=1)
    residual_px: float = Field(ge=0)
    tilt_deg: float = Field(ge=0, le=90)
    focal_length: Literal["measured", "assumed"]
    distance_uncertainty_mm: float = Field(ge=0)
    measured_ruler_mm: Positive
    measured_cross_ruler_mm: Positive | None
    flatness_mm: float = Field(ge=0)
    shares: Shares


class ByRuler(Closed):
    """Made by two clicks on a ruler; standard uncertainty of a click, x and y alike."""

    by: Literal["ruler"] = "ruler"
    from_px: XY
    to_px: XY
    length_mm: Positive
    click_uncertainty_px: Positive


class MmPerPx(Closed):
    """Length of a pixel at the picture's centre and at its corners, clockwise from the top left."""

    centre: Positive
    corners: tuple[Positive, Positive, Positive, Positive]


class Calibration(Closed):
    """The scale of one camera at one picture size, and how it was come by. `made_at` is UTC."""

    format: Literal[1] = 1
    camera_id: str
    resolution_wh: ResolutionWH
    made_at: AwareDatetime
    made: Annotated[ByTarget | ByRuler, Field(discriminator="by")]
    scale: Annotated[MillimetreScale | PlaneScale, Field(discriminator="kind")]
    mm_per_px: MmPerPx

    @model_validator(mode="after")
    def _one_size(self) -> "Calibration":
        if isinstance(self.scale, PlaneScale) and self.scale.resolution_wh != self.resolution_wh:
            raise ValueError(f"the scale is for {self.scale.resolution_wh}, the calibration for {self.resolution_wh}")
        return self

    def scale_at(self, height_mm: float) -> MillimetreScale | PlaneScale:
        """The scale of a surface that lies `height_mm` above the plane where target or ruler lay.

        What is not known of the distance makes it less certain. Raises CalibrationRefused for a ruler's scale, which
        knows no distance, and ValueError for a surface behind the camera.
        """
        if height_mm == 0:
            return self.scale
        match self.scale, self.made:
            case PlaneScale() as plane, ByTarget(distance_uncertainty_mm=spread_mm):
                nearer = plane.nearer_by(height_mm)
                of_height = abs(height_mm) * spread_mm / (plane.distance_mm * nearer.distance_mm)
                together = min(1.0, math.hypot(plane.relative_uncertainty, of_height))
                return nearer.model_copy(update={"relative_uncertainty": together})
            case _:
                from inspection.calibration.refusal import Problem
                from inspection.calibration.wording import refused

                raise refused(Problem.HEIGHT_UNKNOWN, value=height_mm)


def lengths_per_px(scale: MillimetreScale | PlaneScale, resolution_wh: tuple[int, int]) -> MmPerPx:
    """Length of a pixel at the centre and the corners of a picture."""
    width, height = resolution_wh
    right, bottom = width - 1.0, height - 1.0
    corners = tuple(length_per_px(scale, xy) for xy in ((0, 0), (right, 0), (right, bottom), (0, bottom)))
    first, second, third, fourth = corners
    return MmPerPx(centre=length_per_px(scale, (right / 2, bottom / 2)), corners=(first, second, third, fourth))
