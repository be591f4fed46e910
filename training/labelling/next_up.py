"""Which pictures to draw on next: what teaches most comes first."""

from typing import Final

from pydantic import Field

from inspection.closed import Closed
from inspection.record import Sha256
from training.labelling.book import LabelBook
from training.labelling.drawing import Drawing, LabelPicture, State
from training.labelling.unlike_seen import Seen, standing
from training.labelling.why import Why

__all__ = ["NextPicture", "Why", "next_pictures"]

NEW_FROM: Final = 0.5
"""From so much unlikeness on a picture shows what none of the drawn ones does."""
ONE_AT_RANDOM_IN: Final = 10
"""So often one comes at random: what the net is sure of, and wrong about, nobody would ever see."""

_UNSEEN: Final = Seen(unlike=0)


class NextPicture(Closed):
    """A picture to draw on, and why; `score` is how much it teaches among those with the same `why`, 0 to 1."""

    sha256: Sha256
    why: Why
    score: float = Field(ge=0, le=1)


def next_pictures(book: LabelBook, part: str, *, limit: int) -> tuple[NextPicture, ...]:
    """At most `limit` pictures of `part` that wait to be drawn on, what teaches most first. Raises StorageFailed.

    Of pictures that show nearly the same one is asked for. How unlike those drawn a picture is, is found out in the
    background (`training.labelling.seeing`): what nobody looked at yet counts by the rest.
    """
    drawings, seen = book.drawings(part), standing(book, part).pictures
    asked = [
        one
        for picture in book.pictures(part)
        if (one := _asked(picture, drawings.get(picture.sha256), seen.get(picture.sha256, _UNSEEN))) is not None
    ]
    order = list(Why)
    asked.sort(key=lambda one: (order.index(one.why), -one.score))
    return tuple(_spread(asked))[:limit]


def _asked(picture: LabelPicture, drawing: Drawing | None, seen: Seen) -> NextPicture | None:
    """None where it is drawn on and nobody wants it otherwise, or shows what another picture shows."""
    if drawing is not None:
        is_sent_back = drawing.state is State.SENT_BACK
        return NextPicture(sha256=picture.sha256, why=Why.SENT_BACK, score=1) if is_sent_back else None
    if seen.same_as is not None:
        return None
    if picture.why in (Why.UPLOADED, Why.RANDOM) and seen.unlike >= NEW_FROM:
        return NextPicture(sha256=picture.sha256, why=Why.UNLIKE_SEEN, score=seen.unlike)
    return NextPicture(sha256=picture.sha256, why=picture.why, score=max(picture.doubt, seen.unlike))


def _spread(asked: list[NextPicture]) -> list[NextPicture]:
    """Those at random one after every nine others, the rest of them last."""
    at_random = [one for one in asked if one.why is Why.RANDOM]
    mixed = [one for one in asked if one.why is not Why.RANDOM]
    for place, one in enumerate(at_random, 1):
        mixed.insert(place * ONE_AT_RANDOM_IN - 1, one)
    return mixed
