"""From views of the printed target to the calibration of a camera."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from inspection.calibration.calibration import ByTarget, Calibration, Shares, lengths_per_px
from inspection.calibration.lens import LensFit, Sight, fit_lens
from inspection.calibration.plane import (
    distance_mm,
    distance_spread_mm,
    plane_scale,
    shares_of_fit,
    tilt_deg,
    widest_angle_deg,
)
from inspection.calibration.refusal import Problem
from inspection.calibration.target import RULER_MM
from inspection.calibration.view import View
from inspection.calibration.wording import refused

MIN_VIEWS: Final = 5
MIN_ANGLE_DEG: Final = 10.0
"""Between the planes of the two views that differ most."""
MIN_LAST_SHARE: Final = 0.15
"""Of the picture, that the target must fill where it lies as the parts do; a single picture must do it all alone."""
MIN_SINGLE_SHARE: Final = 0.3
MIN_FIELD: Final = 0.6
"""Of the picture, that all views together must cover: outside, the lens is only guessed."""
MAX_RESIDUAL: Final = (0.5, 0.0005)
"""In pixels, or as a share of the longer side, whichever is more."""
BENT: Final = 2
"""How many times what is allowed the sheet may surely bulge, until the answer is that it is bent."""

READING_MM: Final = 0.3
"""The printed rulers are read to ± 0.3 mm, evenly likely: line width, the steel rule's own error, the eye."""
ASPECT: Final = 0.005
"""How much more a printer may stretch one direction than the other, evenly likely, where only one was measured."""
MEASURED_FOCAL: Final = 0.1
"""A focal length that is known less well than this share is called assumed."""


def calibrate_by_target(
    views: Sequence[View],
    *,
    camera_id: str,
    measured_ruler_mm: float,
    measured_cross_ruler_mm: float | None = None,
    flatness_mm: float = 0.3,
) -> Calibration:
    """The scale of the plane that the target lies in on the last view; the others show the lens.

    `MIN_VIEWS` or more that are tilted to all sides give lens, distance and tilt. A single one gives the plane: what it
    leaves open of the lens makes lengths less certain, and `ByTarget.focal_length` says whether distance and tilt are
    rough. Both printed rulers have been measured, the one across the sheet perhaps not; `flatness_mm` is how far the
    sheet may bulge.

    Raises CalibrationRefused where the views do not show enough, do not fit each other, or a ruler cannot be as long.
    """
    rulers = (measured_ruler_mm, measured_ruler_mm if measured_cross_ruler_mm is None else measured_cross_ruler_mm)
    for ruler_mm in rulers:
        if not RULER_MM / 2 <= ruler_mm <= RULER_MM * 2:
            raise refused(Problem.RULER_IMPLAUSIBLE, value=ruler_mm, expected=f"{RULER_MM:g}")
    _must_show_enough(views)
    resolution_wh, target = views[0].resolution_wh, views[0].target
    stretch = np.array(rulers) / RULER_MM
    sights = [Sight(plane_mm=target.corners_mm(view.ids) * stretch, seen_px=view.corners_px) for view in views]
    fit = _fitted(sights, resolution_wh, flatness_mm)
    of_corners, of_sheet = shares_of_fit(fit, resolution_wh, flatness_mm)
    shares = Shares(
        corners=min(1.0, of_corners),
        ruler=READING_MM / 3**0.5 / min(rulers),
        aspect=ASPECT / 3**0.5 if measured_cross_ruler_mm is None else 0,
        flatness=min(1.0, of_sheet),
    )
    scale = plane_scale(fit.values, fit.last_pose, resolution_wh, shares.total)
    return Calibration(
        camera_id=camera_id,
        resolution_wh=resolution_wh,
        made_at=datetime.now(UTC),
        made=ByTarget(
            target=target.name,
            views=len(views),
            corners=fit.corners,
            residual_px=fit.residual_px,
            tilt_deg=tilt_deg(fit.last_pose),
            focal_length="measured" if fit.focal_spread < MEASURED_FOCAL else "assumed",
            distance_uncertainty_mm=float(np.hypot(distance_spread_mm(fit), shares.ruler * distance_mm(fit.last_pose))),
            measured_ruler_mm=measured_ruler_mm,
            measured_cross_ruler_mm=measured_cross_ruler_mm,
            flatness_mm=flatness_mm,
            shares=shares,
        ),
        scale=scale,
        mm_per_px=lengths_per_px(scale, resolution_wh),
    )


def covered(views: Sequence[View]) -> float:
    """The share of the picture that lies within the target's corners on one view at least, 0 to 1."""
    import cv2

    if not views:
        return 0.0
    width, height = views[0].resolution_wh
    mask = np.zeros((90, 120), np.uint8)
    for view in views:
        small = view.corners_px * [mask.shape[1] / width, mask.shape[0] / height]
        cv2.fillConvexPoly(mask, cv2.convexHull(small.astype(np.int32)), 1)
    return float(mask.mean())


def must_match(view: View, first: View, number: int) -> None:
    """Raises CalibrationRefused where picture `number` is of another size than the first, or of another target."""
    if view.resolution_wh != first.resolution_wh:
        here, there = (f"{width} × {height}" for width, height in (view.resolution_wh, first.resolution_wh))
        raise refused(Problem.OTHER_SIZE, view=number, detail=here, expected=there)
    if view.target != first.target:
        raise refused(Problem.OTHER_TARGET, view=number, detail=view.target.name, expected=first.target.name)


def _must_show_enough(views: Sequence[View]) -> None:
    if len(views) != 1 and len(views) < MIN_VIEWS:
        raise refused(Problem.TOO_FEW_VIEWS, value=len(views), limit=MIN_VIEWS)
    first, last = views[0], views[-1]
    for number, view in enumerate(views, start=1):
        must_match(view, first, number)
    least = MIN_SINGLE_SHARE if len(views) == 1 else MIN_LAST_SHARE
    if last.share < least:
        raise refused(Problem.TARGET_TOO_SMALL, view=len(views), value=last.share, limit=least)
    if len(views) > 1 and covered(views) < MIN_FIELD:
        raise refused(Problem.FIELD_NOT_COVERED, value=covered(views), limit=MIN_FIELD)


def _fitted(sights: Sequence[Sight], resolution_wh: tuple[int, int], flatness_mm: float) -> LensFit:
    import cv2

    limit = max(MAX_RESIDUAL[0], MAX_RESIDUAL[1] * max(resolution_wh))
    try:
        fit = fit_lens(sights, resolution_wh, flatness_mm)
    except (cv2.error, np.linalg.LinAlgError) as error:
        raise refused(Problem.RESIDUAL_TOO_LARGE, value=float("inf"), limit=limit) from error
    if not fit.residual_px <= limit:
        raise refused(Problem.RESIDUAL_TOO_LARGE, value=fit.residual_px, limit=limit)
    if fit.bulge_mm > BENT * flatness_mm:
        raise refused(Problem.SHEET_BENT, value=fit.bulge_mm, limit=flatness_mm)
    if len(sights) > 1:
        angle = widest_angle_deg(fit.poses)
        if not angle >= MIN_ANGLE_DEG:
            raise refused(Problem.VIEWS_ALIKE, value=angle, limit=MIN_ANGLE_DEG)
    return fit
