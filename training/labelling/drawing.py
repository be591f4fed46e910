"""A drawing: what somebody marked on one picture, and how far it has come."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field

from inspection.closed import Closed
from inspection.finding import Outline, Px
from inspection.people.role import Role
from inspection.record import Sha256
from training.data.box import BadBox, Box, checked_box
from training.errors import DrawingRefused
from training.labelling.why import Why

MOST_SHAPES: Final = 500
"""No part that people look at has more defects; a script that sends more has lost its way."""
MOST_CORNERS: Final = 1000

CLASS_NAME: Final = r"[a-z][a-z0-9_-]{0,39}"
ClassName = Annotated[str, Field(pattern=f"^{CLASS_NAME}$")]
Xyxy = tuple[Px, Px, Px, Px]


class MadeBy(StrEnum):
    """How a shape came onto the picture; whatever it was, a person left it there."""

    HAND = "hand"
    MODEL = "model"
    OUTLINE = "outline"
    PREVIOUS = "previous"
    IMPORT = "import"


class Shape(Closed):
    """One defect, in px of the picture: a box, or a polygon whose hull is the box."""

    class_name: ClassName
    xyxy: Xyxy
    polygon: Annotated[Outline, Field(min_length=3, max_length=MOST_CORNERS)] | None = None
    made_by: MadeBy = MadeBy.HAND

    def box(self) -> Box:
        """The same, as it is trained on."""
        return Box(class_name=self.class_name, xyxy=self.xyxy, polygon=self.polygon)


class State(StrEnum):
    """How far a drawing has come. A picture that nobody has drawn on has none."""

    DRAWN = "drawn"
    APPROVED = "approved"
    SENT_BACK = "sent-back"
    SET_ASIDE = "set-aside"
    """Nobody can say what is on this picture: nobody is taught by it."""


class Drawing(Closed):
    """What stands on a picture since `at`; `revision` counts from 1. No shapes: there is no defect on it.

    Who drew is a role, never a person. `note` is what the master asks for, or why the picture is set aside.
    """

    sha256: Sha256
    revision: int = Field(ge=1)
    state: State
    shapes: tuple[Shape, ...]
    role: Role
    at: AwareDatetime
    note: Annotated[str, Field(max_length=300)] = ""


class LabelPicture(Closed):
    """A picture that can be drawn on. `group` is the piece it was taken of: what shows the same piece stays together.

    `record_id` is the inspection that it was judged in, None where nobody judged it. `why` is why it was brought, and
    `doubt` how unsure the net was of it: from 0 to 1, where a score lies on the threshold.
    """

    sha256: Sha256
    media_type: Literal["image/jpeg", "image/png"]
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    group: Annotated[str, Field(max_length=200)] | None = None
    record_id: str | None = None
    why: Why = Why.UPLOADED
    doubt: float = Field(default=0, ge=0, le=1)
    added_at: AwareDatetime


class Draft(Closed):
    """What a browser had on the screen last, before it was handed in; `based_on` is the revision it began with."""

    based_on: int = Field(ge=0)
    shapes: tuple[Shape, ...]


def checked(shapes: tuple[Shape, ...], classes: tuple[str, ...], size_wh: tuple[int, int]) -> tuple[Shape, ...]:
    """The shapes, clipped to the picture of `size_wh` px (FAULTS row 30).

    Raises DrawingRefused for a class that the part does not have, and for a shape outside the picture or without area.
    """
    if len(shapes) > MOST_SHAPES:
        raise DrawingRefused(f"expected at most {MOST_SHAPES} shapes on a picture, got {len(shapes)}; hand in fewer")
    kept = []
    for number, shape in enumerate(shapes, 1):
        if shape.class_name not in classes:
            raise DrawingRefused(
                f"shape {number}: expected one of {', '.join(classes)}, got {shape.class_name!r}; add the class first"
            )
        answer = (
            checked_box(shape.class_name, size_wh, xyxy=shape.xyxy)
            if shape.polygon is None
            else checked_box(shape.class_name, size_wh, polygon=shape.polygon)
        )
        if isinstance(answer, BadBox):
            raise DrawingRefused(f"shape {number}: expected {answer.expected}, got {answer.found}; draw it again")
        kept.append(shape.model_copy(update={"xyxy": answer.xyxy, "polygon": answer.polygon}))
    return tuple(kept)
