"""What is compared with the day of teaching, and how far it may drift."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from inspection.closed import Closed

Margin = Annotated[float, Field(gt=0, lt=1, description="a share of the taught value: 0.15 = 15 %")]


class Quantity(StrEnum):
    """LIGHT is the mean grey value, EVENNESS how it is spread over the picture, FOCUS the fine structure, RED and BLUE
    their share against green, SCALE how large the reference shows.

    Grey values are the camera's own: behind a tone curve (most webcams) they fall by half as much as the lamp. A camera
    that sets exposure or white balance by itself hides the drift of LIGHT, RED and BLUE: fix both.
    """

    LIGHT = "light"
    EVENNESS = "evenness"
    FOCUS = "focus"
    RED = "red"
    BLUE = "blue"
    SCALE = "scale"


class Margins(Closed):
    """How far each quantity may drift from what was taught before verdicts are locked.

    An unchanged reference, laid anew 200 times, moved by 0.1 % (light), 0.3 % (evenness), 15 % (focus), 0.1 % (colours)
    and 0.15 % (scale) at most, for each of three rendered kinds of part (400 x 300 px, noise of 2 grey values).
    """

    light: Margin = 0.15
    evenness: Margin = 0.15
    focus: Margin = 0.3
    colour: Margin = 0.05
    scale: Margin = 0.005

    def of(self, quantity: Quantity) -> float:
        """The margin of a quantity."""
        return {
            Quantity.LIGHT: self.light,
            Quantity.EVENNESS: self.evenness,
            Quantity.FOCUS: self.focus,
            Quantity.RED: self.colour,
            Quantity.BLUE: self.colour,
            Quantity.SCALE: self.scale,
        }[quantity]


class Drift(Closed):
    """One quantity on the day of teaching and now; `change` and `margin` are shares of the taught value."""

    quantity: Quantity
    taught: float
    now: float
    change: float
    margin: float = Field(gt=0)

    @property
    def beyond(self) -> bool:
        """Whether it drifted further than it may; written so that what is no number is beyond."""
        return not abs(self.change) <= self.margin
