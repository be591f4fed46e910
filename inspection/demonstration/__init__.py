"""The station shows itself: simulated parts one after the other, and faults that it has to notice."""

from inspection.demonstration.demonstration import PACES_S, Demonstration
from inspection.demonstration.faults import Fault, was_noticed
from inspection.demonstration.state import Demonstrated, DemonstrationState, Doing, Learning

__all__ = [
    "PACES_S",
    "Demonstrated",
    "Demonstration",
    "DemonstrationState",
    "Doing",
    "Fault",
    "Learning",
    "was_noticed",
]
