"""A model judged as the bench would use it: how much it finds, and how many parts it would have judged wrongly."""

from inspection.rate import Rate
from training.judging.asked import Asked
from training.judging.evaluate import evaluate
from training.judging.judged_pictures import JudgedPicture, judge_pictures, verdict_under
from training.judging.judging_set import JudgingSet, read_judging_set
from training.judging.low_scores import LowScores
from training.judging.report import EvaluationReport

__all__ = [
    "Asked",
    "EvaluationReport",
    "JudgedPicture",
    "JudgingSet",
    "LowScores",
    "Rate",
    "evaluate",
    "judge_pictures",
    "read_judging_set",
    "verdict_under",
]
