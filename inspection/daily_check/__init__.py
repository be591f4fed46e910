"""The daily check: a reference part or target under the camera, compared with the day when it was taught.

`teach` keeps the figures of light, focus, colour and scale; `compare` says what has drifted since, and how far it may;
`DailyState` keeps the last check on the disk, so that a station whose check failed stays locked until one passes.
"""

from inspection.daily_check.compare import compare, passed
from inspection.daily_check.drift import Drift, Margins, Quantity
from inspection.daily_check.errors import (
    DailyCheckError,
    KnownPartRefused,
    NotComparable,
    Problem,
    ReferenceMissing,
    ReferenceRefused,
)
from inspection.daily_check.known_parts import KnownCheck, KnownChecks, KnownPart, KnownParts, Quality
from inspection.daily_check.reference import Taught, load_taught, save_taught, teach
from inspection.daily_check.state import DailyState, is_due, is_locked, load_state, save_state
from inspection.daily_check.wording import drift_sentence, problem_sentence, quantity_word

__all__ = [
    "DailyCheckError",
    "DailyState",
    "Drift",
    "KnownCheck",
    "KnownChecks",
    "KnownPart",
    "KnownPartRefused",
    "KnownParts",
    "Margins",
    "NotComparable",
    "Problem",
    "Quality",
    "Quantity",
    "ReferenceMissing",
    "ReferenceRefused",
    "Taught",
    "compare",
    "drift_sentence",
    "is_due",
    "is_locked",
    "load_state",
    "load_taught",
    "passed",
    "problem_sentence",
    "quantity_word",
    "save_state",
    "save_taught",
    "teach",
]
