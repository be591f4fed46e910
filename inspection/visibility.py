"""Down to which size a defect can be seen: what optics resolve, and what the model was measured to find."""

from typing import Literal

from pydantic import Field

from inspection.closed import Closed
from inspection.finding import Characteristic, Unit


class SmallestSeen(Closed):
    """From `size_px` on a model found `rate` of the `n` defects of a class that it was shown.

    `characteristic` says which size. Pixels are those of the picture as the net gets it. Without a size it finds none
    of the class reliably, however large, or was shown too few to tell. A detection counted from `from_score` on.
    `rendered` says that the pictures were.
    """

    class_name: str
    characteristic: Characteristic
    size_px: float | None = Field(gt=0)
    rate: float = Field(ge=0, le=1)
    n: int = Field(ge=1)
    from_score: float = Field(default=0.25, ge=0, le=1)
    rendered: bool = False


class Visible(Closed):
    """From which size on a class of defect can be seen on a picture, in `unit`, and what the size rests on.

    "model": it found `rate` of the `n` defects from that size on; "optics": it is the resolution that ends there.
    Without a `size` the model finds the class at no size reliably ("unreliable"), or nobody has measured it
    ("not-measured").
    """

    class_name: str
    characteristic: Characteristic | None = None
    size: float | None = Field(default=None, gt=0)
    unit: Unit | None = None
    limited_by: Literal["model", "optics", "unreliable", "not-measured"]
    rate: float | None = None
    n: int | None = None
    rendered: bool = False
