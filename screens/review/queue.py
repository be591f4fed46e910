"""Which parts the master looks through, and which is the next one."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from inspection.records.search import Search, Word
from inspection.station import Station
from inspection.verdict import Verdict
from screens.history.looking import FoundOne, Stamp, stamp, told


class Pile(StrEnum):
    """Parts of the bench that count: those that wait for a word, those decided otherwise, all with a word."""

    WAITING = "waiting"
    OVERRULED = "overruled"
    SPOKEN = "spoken"


SEARCHES: Final[dict[Pile, Search]] = {
    Pile.WAITING: Search(
        verdicts=frozenset({Verdict.REVIEW, Verdict.NOT_JUDGED}), word=Word.NONE, withdrawn=False, limit=1
    ),
    Pile.OVERRULED: Search(word=Word.OVERRULED, withdrawn=False, limit=1),
    Pile.SPOKEN: Search(word=Word.SAID, withdrawn=False, limit=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The part that is shown, as it was at `seen_at`; None where the pile is empty.

    `words_seen` is how many words there were when it was laid out: one more, and somebody was faster. `is_again` says
    that the pile was looked through to its end and begins with the newest part again.
    """

    pile: Pile
    part: FoundOne | None
    words_seen: int
    is_again: bool
    seen_at: Stamp

    @property
    def somebody_was_faster(self) -> bool:
        """Whether there is a word that was not there when the part was laid out."""
        return self.part is not None and len(self.part.words) > self.words_seen


def lay_out(station: Station, pile: Pile, after: int | None = None) -> Shown:
    """The newest part of the pile; the next older one where the part with the entry `after` was shown before.

    Raises StorageError.
    """
    now, search = stamp(station), SEARCHES[pile]
    found = () if after is None else station.search(search.model_copy(update={"before": after}))
    is_again = after is not None and not found
    part = next((told(station, record) for record in found or station.search(search)), None)
    words_seen = 0 if part is None else len(part.words)
    return Shown(pile=pile, part=part, words_seen=words_seen, is_again=is_again, seen_at=now)


def looked_at_again(station: Station, shown: Shown) -> Shown:
    """The same part as it is now; a pile that was empty is looked at anew. Raises StorageError."""
    now = stamp(station)
    if now == shown.seen_at:
        return shown
    if shown.part is None:
        return lay_out(station, shown.pile)
    return replace(shown, part=told(station, shown.part.record), seen_at=now)
