"""May a model take the place of the active one? Both judge the golden pictures, by the rules of the bench."""

from training.promoting.comparing import FALSE_REJECT_MARGIN, compare
from training.promoting.golden import Golden, golden_at_home, golden_of, refuse_learned
from training.promoting.report import Comparison, Objection

__all__ = [
    "FALSE_REJECT_MARGIN",
    "Comparison",
    "Golden",
    "Objection",
    "compare",
    "golden_at_home",
    "golden_of",
    "refuse_learned",
]
