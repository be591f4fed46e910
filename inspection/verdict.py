"""The four answers, and the reasons that stand behind each."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from inspection.closed import Closed
from inspection.limit import Formula


class Verdict(StrEnum):
    """i.O., n.i.O., Meister fragen, nicht prüfbar."""

    PASS = "PASS"  # noqa: S105
    REVIEW = "REVIEW"
    FAIL = "FAIL"
    NOT_JUDGED = "NOT_JUDGED"

    @classmethod
    def worst(cls, verdicts: Iterable["Verdict"]) -> "Verdict":
        """The verdict of the whole from the verdicts of its parts; NOT_JUDGED for none at all.

        A part of which one view could not be judged has not been judged, whatever the other views show: the
        reasons of all views stay in the record.

        >>> Verdict.worst([Verdict.PASS, Verdict.FAIL, Verdict.REVIEW])
        <Verdict.FAIL: 'FAIL'>
        >>> Verdict.worst([])
        <Verdict.NOT_JUDGED: 'NOT_JUDGED'>
        """
        return max(verdicts, key=_FROM_GOOD_TO_BAD.index, default=cls.NOT_JUDGED)


_FROM_GOOD_TO_BAD = list(Verdict)


class Code(StrEnum):
    """Why. The sentence for each, in German and English, is in `inspection.wording`."""

    # the part was judged
    NOTHING_FOUND = "nothing-found"
    WITHIN_LIMIT = "within-limit"
    LIMIT_EXCEEDED = "limit-exceeded"
    NEAR_LIMIT = "near-limit"
    DOUBTFUL = "doubtful"
    NEEDS_GAUGE = "needs-gauge"
    CUT_BY_EDGE = "cut-by-edge"
    NO_LIMIT_FOR_CLASS = "no-limit-for-class"
    # the bench is not set up for this part
    NOT_CALIBRATED = "not-calibrated"
    CALIBRATION_DOES_NOT_FIT = "calibration-does-not-fit"
    LIMIT_TOO_FINE = "limit-too-fine"
    GOLDEN_MISSING = "golden-missing"
    DAILY_CHECK_FAILED = "daily-check-failed"
    DAILY_CHECK_DUE = "daily-check-due"
    KNOWN_BAD_PASSED = "known-bad-passed"
    KNOWN_GOOD_FAILED = "known-good-failed"
    # the picture cannot be judged
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    OUT_OF_FOCUS = "out-of-focus"
    DEAD_ROWS = "dead-rows"
    NO_PART = "no-part"
    PART_NOT_FOUND = "part-not-found"
    PART_MISPLACED = "part-misplaced"
    VIEW_MISSING = "view-missing"
    # there is no picture
    CAMERA_ERROR = "camera-error"
    CAMERA_ABSENT = "camera-absent"
    WRONG_CAMERA = "wrong-camera"
    CAMERA_LOST = "camera-lost"
    CAMERA_HUNG = "camera-hung"
    FEED_ENDED = "feed-ended"
    PICTURE_CHANGED = "picture-changed"
    SNAP_TIMEOUT = "snap-timeout"
    FRAME_BROKEN = "frame-broken"
    FRAME_STALE = "frame-stale"
    PICTURE_TOO_LARGE = "picture-too-large"
    # the detector did not answer
    DETECTOR_FAILED = "detector-failed"
    DETECTIONS_IMPLAUSIBLE = "detections-implausible"
    # anything else
    PROGRAM_ERROR = "program-error"


class Elsewhere(Closed):
    """What another level of the same norm says: its limit, and the verdict that it gives."""

    level: str
    limit: float
    unit: str | None = None
    verdict: Verdict


class Reason(Closed):
    """One reason with its arithmetic: `value` (± `uncertainty`, standard) was held against `limit`, both in `unit`.

    The guard band beside the limit is that of the limit, or the expanded uncertainty (twice the standard one) where
    that is more. `bound` says on which side of the limit things are in order. `detail` is the technical message of an
    error, in English, for whoever has to mend it.
    """

    code: Code
    class_name: str | None = None
    characteristic: str | None = None
    value: float | None = None
    uncertainty: float | None = None
    limit: float | None = None
    bound: Literal["upper", "lower"] = "upper"
    guard_band: float | None = None
    unit: str | None = None
    source: str | None = None
    clause: str | None = None
    level: str | None = None
    formula: Formula | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    detail: str | None = None
