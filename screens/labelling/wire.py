"""What browser and station say to each other while somebody draws. JSON; closed, so that a typo is an error."""

from typing import Annotated

from pydantic import Field

from inspection.closed import Closed
from inspection.finding import Outline
from inspection.record import Sha256
from training.labelling.drawing import ClassName, Draft, Drawing, Shape, State, Xyxy
from training.labelling.why import Why

DeskId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""A number that a browser gave itself; it keeps it over reload and restart, so that it finds its drafts again."""
Note = Annotated[str, Field(max_length=300)]


class Entry(Closed):
    """A picture in the strip. `why` is why it should be drawn on, `state` how far its drawing has come."""

    sha256: Sha256
    why: Why | None
    state: State | None
    note: Note = ""


class Counts(Closed):
    """How many pictures are how far; `open` are those that nobody has drawn on."""

    open: int
    drawn: int
    approved: int
    sent_back: int
    set_aside: int


class Queue(Closed):
    """Answer to `GET queue`; `gathering` says that pictures of inspections are still being brought in."""

    entries: tuple[Entry, ...]
    counts: Counts
    classes: tuple[ClassName, ...]
    gathering: bool


class ShownPicture(Closed):
    """Answer to `GET pictures/SHA`: the picture, what stands on it, and what this desk has not handed in yet."""

    sha256: Sha256
    width_px: int
    height_px: int
    why: Why
    drawing: Drawing | None
    draft: Draft | None
    open_elsewhere: bool


class Looking(Closed):
    """Body of `POST presence`: this desk has the picture open; said every few seconds. `leaves`: not any more."""

    desk: DeskId
    leaves: bool = False


class Others(Closed):
    """Answer to it: whether another desk has it open, too, and the newest revision (0: nobody drew)."""

    open_elsewhere: bool
    revision: int


class KeptDraft(Closed):
    """Body of `POST draft`; None throws it away."""

    desk: DeskId
    draft: Draft | None


class HandedIn(Closed):
    """Body of `POST drawing`; see `LabelBook.draw`. Its answer is the `Drawing`."""

    desk: DeskId
    based_on: int = Field(ge=0)
    shapes: tuple[Shape, ...]
    state: State = State.DRAWN
    note: Note = ""


class Suggestions(Closed):
    """Answer to `GET suggestions`; `trouble` says why there are none, where the net gave no answer."""

    shapes: tuple[Shape, ...] = ()
    trouble: str = ""


class Within(Closed):
    """Body of `POST outline`."""

    xyxy: Xyxy


class Outlined(Closed):
    """Answer to it; None where nothing stands out within the box."""

    polygon: Outline | None


class History(Closed):
    """Answer to `GET history`: every drawing of the picture, the oldest first, and what the station found on it.

    `found` is None where the picture was never inspected.
    """

    drawings: tuple[Drawing, ...]
    found: tuple[Shape, ...] | None


class NewClass(Closed):
    """Body of `POST classes`; the answer is all names, as `Classes`."""

    name: ClassName


class Classes(Closed):
    """What can be drawn, in the order of the keys."""

    classes: tuple[ClassName, ...]
