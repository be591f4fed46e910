"""How far a training is: the share of its whole, 0 to 1, at every step.

Learning rate and validations hang on this share alone. With a number of epochs it is known from the start; with a
budget of minutes the steps to come are estimated anew from time to time. Each estimate is one `Stretch`, and they are
kept with the run: replayed, they give the same share at every step.
"""

from dataclasses import dataclass

from inspection.closed import Closed


class Stretch(Closed):
    """From step `first` (where the share is `share`) on, `steps` more are planned to the end."""

    first: int
    share: float
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The stretches so far, the first from step 0.

    >>> pace = Pace.of(100)
    >>> pace.share(25)
    0.25
    >>> slower = pace.replanned(at_step=50, steps_left=25)
    >>> slower.share(50), slower.share(75), slower.total
    (0.5, 1.0, 75)
    """

    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, steps: int) -> "Pace":
        """A plan of so many steps (at least one)."""
        return cls(stretches=(Stretch(first=0, share=0.0, steps=max(1, steps)),))

    @property
    def total(self) -> int:
        """The number of steps after which the share is 1, as planned last."""
        return self.stretches[-1].first + self.stretches[-1].steps

    def share(self, step: int) -> float:
        """How much of the whole is done after `step` steps; never more than 1."""
        stretch = next(one for one in reversed(self.stretches) if step >= one.first)
        done = (step - stretch.first) / stretch.steps
        return 1.0 if done >= 1 else stretch.share + (1 - stretch.share) * done

    def replanned(self, *, at_step: int, steps_left: int) -> "Pace":
        """From `at_step` on, with so many steps to come (at least one)."""
        stretch = Stretch(first=at_step, share=self.share(at_step), steps=max(1, steps_left))
        return Pace(stretches=(*self.stretches, stretch))
