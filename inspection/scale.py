"""From pixels of the frame to the plane that the part lies in.

A scale says where a point of the picture lies on the part: in millimetres where it is known, in pixels where it is not.
"""

from functools import lru_cache
from typing import Annotated, Literal, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from inspection.closed import Closed
from inspection.finding import Unit

Points: TypeAlias = NDArray[np.float64]
"""Shape (n, 2), x and y."""

Nine = tuple[float, float, float, float, float, float, float, float, float]
Relative = Annotated[float, Field(ge=0, le=1, description="standard uncertainty as a share of the length, 0.01 = 1 %")]


class PixelScale(Closed):
    """The scale is not known: lengths are in pixels."""

    kind: Literal["px"] = "px"


class MillimetreScale(Closed):
    """So many millimetres are one pixel, everywhere in the picture: seen straight from above, through a good lens."""

    kind: Literal["mm"] = "mm"
    mm_per_px: float = Field(gt=0)
    relative_uncertainty: Relative = 0.01


class PlaneScale(Closed):
    """A calibrated camera over a plane: lens distortion and tilt are taken out.

    `focal_px` (fx, fy), `centre_px` (cx, cy) and `distortion` (k1, k2, p1, p2, k3) are OpenCV's camera model;
    `to_mm` is the homography, row by row, from undistorted pixels to millimetres on the plane; `distance_mm` is how far
    the camera is from it. Valid for pictures of `resolution_wh` only.
    """

    kind: Literal["plane"] = "plane"
    resolution_wh: tuple[int, int]
    focal_px: tuple[float, float]
    centre_px: tuple[float, float]
    distortion: tuple[float, float, float, float, float]
    to_mm: Nine
    distance_mm: float = Field(gt=0)
    relative_uncertainty: Relative

    def nearer_by(self, height_mm: float) -> "PlaneScale":
        """The scale of a surface that lies `height_mm` above the calibrated plane, and so shows larger.

        Raises ValueError where the surface would lie behind the camera.
        """
        if height_mm >= self.distance_mm:
            raise ValueError(f"a surface {height_mm} mm above the plane is not below the camera at {self.distance_mm}")
        factor = (self.distance_mm - height_mm) / self.distance_mm
        a, b, c, d, e, f, g, h, i = self.to_mm
        smaller: Nine = (a * factor, b * factor, c * factor, d * factor, e * factor, f * factor, g, h, i)
        return self.model_copy(update={"to_mm": smaller, "distance_mm": self.distance_mm - height_mm})


class CameraScale(Closed):
    """The scale that this station's camera was calibrated to: a recipe says so that other workshops can use it, too.

    `surface_height_mm` is how far the judged surface lies above the plane where the target lay.
    """

    kind: Literal["camera"] = "camera"
    surface_height_mm: float = 0


Scale = Annotated[PixelScale | MillimetreScale | PlaneScale, Field(discriminator="kind")]
"""A scale that can be measured with."""
RecipeScale = Annotated[PixelScale | MillimetreScale | CameraScale, Field(discriminator="kind")]
"""What a recipe says of the scale."""


def to_plane(points_px: Points, scale: Scale) -> Points:
    """Where points (n, 2) of the frame lie on the part, in `length_unit(scale)`.

    >>> to_plane(np.array([[10.0, 20.0]]), MillimetreScale(mm_per_px=0.1)).tolist()
    [[1.0, 2.0]]
    """
    match scale:
        case PixelScale():
            return points_px
        case MillimetreScale(mm_per_px=factor):
            return points_px * factor
        case PlaneScale():
            return _through_camera(points_px, scale)
        case _:
            assert_never(scale)


def length_unit(scale: Scale) -> Unit:
    """Unit of a length."""
    return Unit.PX if isinstance(scale, PixelScale) else Unit.MM


def area_unit(scale: Scale) -> Unit:
    """Unit of an area."""
    return Unit.PX2 if isinstance(scale, PixelScale) else Unit.MM2


def relative_uncertainty(scale: Scale) -> float:
    """Standard uncertainty of a length as a share of it, from the scale alone."""
    return 0.0 if isinstance(scale, PixelScale) else scale.relative_uncertainty


def length_per_px(scale: Scale, xy_px: tuple[float, float] = (0, 0)) -> float:
    """How long a pixel is at a place of the frame (geometric mean of both directions), in `length_unit(scale)`."""
    x, y = xy_px
    corners = to_plane(np.array([(x - 0.5, y - 0.5), (x + 0.5, y - 0.5), (x - 0.5, y + 0.5)], np.float64), scale)
    (ax, ay), (bx, by) = corners[1] - corners[0], corners[2] - corners[0]
    return float(abs(ax * by - ay * bx) ** 0.5)


@lru_cache(maxsize=64)  # the same for every part
def coarsest_length_per_px(scale: Scale, resolution_wh: tuple[int, int]) -> float:
    """How long a pixel is where the picture resolves least: at its centre or one of its corners."""
    width_px, height_px = resolution_wh
    places = ((0.5, 0.5), (0, 0), (1, 0), (0, 1), (1, 1))
    return max(length_per_px(scale, (x * width_px, y * height_px)) for x, y in places)


def _through_camera(points_px: Points, scale: PlaneScale) -> Points:
    import cv2

    (fx, fy), (cx, cy) = scale.focal_px, scale.centre_px
    matrix = np.array([(fx, 0, cx), (0, fy, cy), (0, 0, 1)], np.float64)
    straight = cv2.undistortPoints(
        np.ascontiguousarray(points_px, np.float64).reshape(-1, 1, 2),
        matrix,
        np.array(scale.distortion),
        P=matrix,
        criteria=(cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 40, 1e-10),  # five rounds miss wide angles by 0.1 px
    )
    plane = cv2.perspectiveTransform(straight, np.array(scale.to_mm, np.float64).reshape(3, 3))
    return np.asarray(plane, np.float64).reshape(-1, 2)
