"""Is a labelled set fit to learn from? Typed findings, said in words that need no machine learning."""

from training.data.health.check import check_health
from training.data.health.report import HealthFinding, HealthReport, Severity, Sign

__all__ = ["HealthFinding", "HealthReport", "Severity", "Sign", "check_health"]
