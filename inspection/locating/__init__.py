"""Finding the part on the picture: how it lies compared with the golden part, or that it is not there.

The golden part is taught once (`teach_golden`), on each picture `locate` says how the part lies, and regions drawn on
the golden picture move with it. What is not found is refused; a guess is never given.
"""

from inspection.locating.alignment import Alignment, FeatureAlignment, MarkerAlignment
from inspection.locating.errors import GoldenMissing, GoldenRefused, LocatingError, PartMisplaced, PartNotFound
from inspection.locating.golden import Golden, load_golden, save_golden
from inspection.locating.locate import locate, teach_golden
from inspection.locating.placement import Placement
from inspection.locating.wording import problem_sentence

__all__ = [
    "Alignment",
    "FeatureAlignment",
    "Golden",
    "GoldenMissing",
    "GoldenRefused",
    "LocatingError",
    "MarkerAlignment",
    "PartMisplaced",
    "PartNotFound",
    "Placement",
    "load_golden",
    "locate",
    "problem_sentence",
    "save_golden",
    "teach_golden",
]
