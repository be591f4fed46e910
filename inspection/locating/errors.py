"""What can go wrong between the golden part and the part on the picture.

LocatingError(InspectionError)
├── GoldenRefused    a picture cannot be the golden one: nothing on it can be found again
├── GoldenMissing    the golden picture that the recipe names is not there, or has changed  -> teach it again
├── PartNotFound     nothing on the picture is sufficiently like the golden part            -> NOT_JUDGED
└── PartMisplaced    it was found, but further away or more turned than the recipe allows   -> NOT_JUDGED
"""

from enum import StrEnum
from typing import ClassVar

from inspection.errors import InspectionError
from inspection.verdict import Code


class Problem(StrEnum):
    """The sentence for each, with the next step, is in `inspection.locating.wording`."""

    # the picture cannot be the golden one
    NO_EDGES = "no-edges"
    SAME_WHEN_MOVED = "same-when-moved"
    SAME_WHEN_TURNED = "same-when-turned"
    NO_MARKER = "no-marker"
    SEVERAL_MARKERS = "several-markers"
    # there is no golden picture
    NOT_TAUGHT = "not-taught"
    DAMAGED = "damaged"
    OTHER_SIZE = "other-size"
    # the part is not there
    NOT_LIKE_GOLDEN = "not-like-golden"
    TURN_UNCLEAR = "turn-unclear"
    # the part is elsewhere
    TOO_FAR = "too-far"
    TOO_TURNED = "too-turned"
    OTHER_DISTANCE = "other-distance"


class LocatingError(InspectionError):
    """The part was not located.

    `value` was measured where `limit` is allowed, for problems that have numbers. The message says in English what
    happened, got and expected, and the next step.
    """

    code: ClassVar[Code] = Code.PART_NOT_FOUND

    def __init__(
        self, message: str, problem: Problem, *, value: float | None = None, limit: float | None = None
    ) -> None:
        super().__init__(message)
        self.problem, self.value, self.limit = problem, value, limit


class GoldenRefused(LocatingError):
    """The picture shows nothing that could be found again; another one, or a marker, is needed."""

    code = Code.GOLDEN_MISSING


class GoldenMissing(LocatingError):
    """The golden picture has not been taught on this station, or its file is gone or changed."""

    code = Code.GOLDEN_MISSING


class PartNotFound(LocatingError):
    """Nothing on the picture is sufficiently like the golden part."""


class PartMisplaced(LocatingError):
    """The part lies further from its place, or is turned more, than the recipe allows."""

    code = Code.PART_MISPLACED
