"""Why a camera could not be calibrated, or why its calibration must not be used."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """The sentence for each, with the next step, is in `inspection.calibration.wording`."""

    # a picture cannot be used
    NO_TARGET = "no-target"
    TOO_FEW_CORNERS = "too-few-corners"
    TARGET_TOO_SMALL = "target-too-small"
    OUT_OF_FOCUS = "out-of-focus"
    MOTION_BLUR = "motion-blur"
    OTHER_SIZE = "other-size"
    OTHER_TARGET = "other-target"
    # the pictures together cannot be used
    TOO_FEW_VIEWS = "too-few-views"
    VIEWS_ALIKE = "views-alike"
    FIELD_NOT_COVERED = "field-not-covered"
    RESIDUAL_TOO_LARGE = "residual-too-large"
    SHEET_BENT = "sheet-bent"
    # what was measured by hand cannot be
    RULER_IMPLAUSIBLE = "ruler-implausible"
    CLICKS_TOO_NEAR = "clicks-too-near"
    # the stored calibration cannot be used
    HEIGHT_UNKNOWN = "height-unknown"
    NOT_CALIBRATED = "not-calibrated"
    FILE_BROKEN = "file-broken"
    OTHER_CAMERA = "other-camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A problem with its numbers: `value` was found where `limit` was expected, in picture number `view` (from 1).

    `detail` is a file, a size or a camera, where the problem is about one.
    """

    problem: Problem
    view: int | None = None
    value: float = 0
    limit: float = 0
    detail: str = ""
    expected: str = ""
