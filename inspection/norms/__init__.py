"""Limits that stand in a norm, made from the thickness of the part: numbers and clauses, never the norm's prose."""

from inspection.norms.iso5817 import Iso5817, NotAssessable, Why

__all__ = ["Iso5817", "NotAssessable", "Why"]
