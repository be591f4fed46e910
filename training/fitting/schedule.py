"""When to look and how fast to learn, by the share of the run that is done."""

from training.fitting.task import Minutes, Task

WARM_UP = 0.03
SLOWEST = 0.02
_LONG_RUN_MINUTES = 60


def learning_rate(task: Task, share: float) -> float:
    """Rises from a tenth over the first 3 percent, then falls straight to a fiftieth."""
    warm = min(1.0, 0.1 + 0.9 * share / WARM_UP)
    return task.learning_rate * warm * (1 - (1 - SLOWEST) * share)


def validation_marks(task: Task) -> tuple[float, ...]:
    """The shares after which the net is held against the val split: ten of them, twenty in a long run.

    >>> from training.fitting.task import Environment, Epochs
    >>> from datetime import datetime, UTC
    >>> from pathlib import Path
    >>> here = Environment(packages={}, python="", processor="", bf16=False)
    >>> task = Task(name="a", data_yaml=Path("a"), data_sha256="", start=Path("a"), start_sha256="",
    ...             budget=Epochs(epochs=2), threads=1, created_at=datetime.now(UTC), environment=here)
    >>> validation_marks(task)
    (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    """
    long = isinstance(task.budget, Minutes) and task.budget.minutes > _LONG_RUN_MINUTES
    count = 20 if long else 10
    return tuple(number / count for number in range(1, count + 1))
