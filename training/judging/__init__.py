"""A model judged as the bench would use it: how much it finds, and how many parts it would have judged wrongly."""

from training.judging.judged_pictures import JudgedPicture, judge_pictures, verdict_under
from training.judging.rate import Rate
from training.judging.report import EvaluationReport

__all__ = ["EvaluationReport", "JudgedPicture", "Rate", "judge_pictures", "verdict_under"]
