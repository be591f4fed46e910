"""Why a daily check could not be made.

DailyCheckError(InspectionError)
├── ReferenceRefused    the picture cannot be taught as the reference
├── KnownPartRefused    the station judges the part otherwise than it is known to be
├── ReferenceMissing    the reference was not taught, or its files are gone or changed  -> teach it (again)
└── NotComparable       another camera or other settings than when it was taught, or the reference does not lie there
"""

from enum import StrEnum

from inspection.errors import InspectionError


class Problem(StrEnum):
    """The sentence for each, with the next step, is in `inspection.daily_check.wording`."""

    # the picture cannot be the reference
    TOO_DARK = "too-dark"
    TOO_BRIGHT = "too-bright"
    TOO_SOFT = "too-soft"
    NOTHING_TO_FIND_AGAIN = "nothing-to-find-again"
    # the picture cannot be compared
    OTHER_CAMERA = "other-camera"
    OTHER_SIZE = "other-size"
    OTHER_EXPOSURE = "other-exposure"
    OTHER_GAIN = "other-gain"
    NOT_FOUND = "not-found"
    NOT_FOUND_AND_SOFT = "not-found-and-soft"
    FAR_FROM_ITS_PLACE = "far-from-its-place"
    # a part of known quality came out otherwise
    NOT_AS_KNOWN = "not-as-known"
    # there is nothing to compare with
    NOT_TAUGHT = "not-taught"
    DAMAGED = "damaged"


class DailyCheckError(InspectionError):
    """There is no answer. Who asked for a check has not passed it.

    `got` was found where `expected` was; the message says both in English, with the next step.
    """

    def __init__(self, message: str, problem: Problem, *, got: str = "", expected: str = "") -> None:
        super().__init__(message)
        self.problem, self.got, self.expected = problem, got, expected


class ReferenceRefused(DailyCheckError):
    """The picture cannot be taught as the reference."""


class ReferenceMissing(DailyCheckError):
    """The reference was not taught, or its files are gone or changed."""


class KnownPartRefused(DailyCheckError):
    """The part cannot be taught as one of known quality: the station judges it otherwise."""


class NotComparable(DailyCheckError):
    """The picture cannot be held against the one of the day of teaching."""
