"""The four answers, and the reasons that stand behind each."""

from collections.abc import Iterable
from enum import StrEnum

from inspection.closed import Closed


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
    NO_LIMIT_FOR_CLASS = "no-limit-for-class"
    # the picture cannot be judged
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    OUT_OF_FOCUS = "out-of-focus"
    DEAD_ROWS = "dead-rows"
    NO_PART = "no-part"
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


class Reason(Closed):
    """One reason with its arithmetic: `value` (± `uncertainty`) was held against `limit`, both in `unit`.

    `detail` is the technical message of an error, in English, for whoever has to mend it.
    """

    code: Code
    class_name: str | None = None
    characteristic: str | None = None
    value: float | None = None
    uncertainty: float | None = None
    limit: float | None = None
    unit: str | None = None
    source: str | None = None
    detail: str | None = None
