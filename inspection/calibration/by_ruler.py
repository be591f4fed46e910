"""The quick start: two clicks on a ruler that lies where the parts lie."""

import math
from datetime import UTC, datetime
from typing import Final

from inspection.calibration.calibration import XY, ByRuler, Calibration, lengths_per_px
from inspection.calibration.refusal import Problem
from inspection.calibration.wording import refused
from inspection.scale import MillimetreScale

UNSEEN: Final = 0.02
"""Standard uncertainty of a length from what two clicks cannot show: a lens that draws the rim 2 to 3 % smaller, and a
camera that is 3° out of plumb, which at a field of view of 40° makes one side 2 % longer than the middle."""

WORST_CLICKS: Final = 0.05
"""Where the clicks alone are less certain than this, they are too near to each other."""


def ruler_scale(a_xy: XY, b_xy: XY, length_mm: float, click_uncertainty_px: float = 1.5) -> MillimetreScale:
    """The scale by which the points `a_xy` and `b_xy` of the picture are `length_mm` apart.

    `click_uncertainty_px` is the standard uncertainty of a click in each direction. The answer holds for a camera that
    looks straight down; its uncertainty allows for the usual tilt and lens (`UNSEEN`).

    Raises CalibrationRefused where the clicks are too near to each other, ValueError for a length that is not above 0.

    >>> ruler_scale((100, 200), (900, 200), 80.0).mm_per_px
    0.1
    """
    if not (0 < length_mm < math.inf and 0 < click_uncertainty_px < math.inf):
        raise ValueError(f"the length must be above 0; got {length_mm} mm, clicks to {click_uncertainty_px} px")
    apart_px = math.dist(a_xy, b_xy)
    of_clicks_px = math.sqrt(2) * click_uncertainty_px
    if not apart_px >= of_clicks_px / WORST_CLICKS:
        raise refused(Problem.CLICKS_TOO_NEAR, value=apart_px, limit=of_clicks_px / WORST_CLICKS)
    return MillimetreScale(
        mm_per_px=length_mm / apart_px, relative_uncertainty=math.hypot(of_clicks_px / apart_px, UNSEEN)
    )


def calibrate_by_ruler(
    a_xy: XY,
    b_xy: XY,
    length_mm: float,
    *,
    camera_id: str,
    resolution_wh: tuple[int, int],
    click_uncertainty_px: float = 1.5,
) -> Calibration:
    """`ruler_scale` as the calibration of a camera, for `save_calibration`. Raises what `ruler_scale` raises."""
    scale = ruler_scale(a_xy, b_xy, length_mm, click_uncertainty_px)
    return Calibration(
        camera_id=camera_id,
        resolution_wh=resolution_wh,
        made_at=datetime.now(UTC),
        made=ByRuler(from_px=a_xy, to_px=b_xy, length_mm=length_mm, click_uncertainty_px=click_uncertainty_px),
        scale=scale,
        mm_per_px=lengths_per_px(scale, resolution_wh),
    )
