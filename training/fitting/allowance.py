"""What a budget of minutes has room for: learning, looking at the val split, and writing the model at the end."""

import math
from dataclasses import dataclass

from training.errors import RunRefused
from training.fitting.schedule import validation_marks
from training.fitting.task import Minutes, Task

CLOSING_S = 12.0
"""Writing the ONNX file, its self-test and the model's folder takes 5 to 10 s on 2 cores; scoring comes on top."""
CALIBRATING_S = 0.01
"""Choosing the score bands takes about 5 ms a picture with nine classes."""
LOOK_SHARE = 0.12
"""No more of the minutes than that are spent on looking at the val split."""
MOST_CLOSING = 0.6
"""No more of them than that may go into starting, judging and writing."""
LEAST_WATCHED, MOST_WATCHED = 10, 150
"""So many pictures of the val split are looked at during a training; at its end it is all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The minutes of a run, and how many pictures its val split has."""

    budget_s: float
    marks: tuple[float, ...]
    val_pictures: int

    @classmethod
    def of(cls, task: Task, budget: Minutes, val_pictures: int) -> "Allowance":
        """That of a task with a budget of minutes."""
        return cls(budget_s=budget.minutes * 60, marks=validation_marks(task), val_pictures=val_pictures)

    def watched(self, picture_s: float) -> int:
        """How many pictures to look at each time, if one takes `picture_s`."""
        affordable = int(LOOK_SHARE * self.budget_s / len(self.marks) / picture_s)
        return min(MOST_WATCHED, max(LEAST_WATCHED, affordable), self.val_pictures)

    def refuse_too_short(self, *, elapsed_s: float, picture_s: float, watched: int) -> None:
        """Raises RunRefused where starting, judging and writing alone would take most of the minutes."""
        least_s = elapsed_s + 2 * watched * picture_s + self._closing_s(picture_s)
        if least_s > MOST_CLOSING * self.budget_s:
            raise RunRefused(
                f"judging {self.val_pictures} pictures and writing the model take most of {self.budget_s / 60:g} "
                f"minutes; give at least {math.ceil(least_s / MOST_CLOSING / 60)}, or a smaller --side"
            )

    def may_look(self, *, elapsed_s: float, looking_s: float, look_s: float) -> bool:
        """Whether one more look keeps all looks within their share of the time so far."""
        return looking_s + look_s <= LOOK_SHARE * elapsed_s

    def besides_s(self, *, share: float, looking_s: float, picture_s: float, watched: int) -> float:
        """What is still to come beside the steps: looks, scoring the whole val split, writing the model."""
        look_s = picture_s * watched
        coming_s = sum(mark > share for mark in self.marks) * look_s
        coming_s = max(look_s, min(coming_s, LOOK_SHARE * self.budget_s - looking_s))
        return coming_s + self._closing_s(picture_s)

    def steps_left(self, *, elapsed_s: float, besides_s: float, step_s: float) -> int:
        """How many steps of `step_s` there is room for, with `besides_s` taken off; may be below 0."""
        return int((self.budget_s - elapsed_s - besides_s) / step_s)

    def _closing_s(self, picture_s: float) -> float:
        """What comes after the last look: scoring the whole val split, writing the model."""
        return (picture_s + CALIBRATING_S) * self.val_pictures + CLOSING_S
