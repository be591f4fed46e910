"""Why a daily check could not be made.

DailyCheckError(InspectionError)
├── ReferenceRefused    the picture cannot be taught as the reference: too dark, too bright, nothing to find again
├── ReferenceMissing    the reference was not taught, or its files are gone or changed  -> teach it (again)
└── NotComparable       another camera, picture size or exposure, or the reference does not lie there
"""

from inspection.errors import InspectionError


class DailyCheckError(InspectionError):
    """There is no answer; nothing is locked or unlocked by it."""


class ReferenceRefused(DailyCheckError):
    """The picture cannot be taught as the reference."""


class ReferenceMissing(DailyCheckError):
    """The reference was not taught, or its files are gone or changed."""


class NotComparable(DailyCheckError):
    """The picture cannot be held against the one of the day of teaching."""
