"""When a part lies still and wants to be judged. Pure: pictures and times go in, a new value comes out.

Something moves, then nothing moves for 0.6 s, and what lies there is neither the empty table nor the part that was
judged last: then, and once, a part is new. A hand that reaches over a part moves; when it is gone, the same part is
there. What lay there when the watch began is left alone: it is best begun with the table empty.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Self

from inspection.motion.small_picture import SmallPicture, shows_motion, shows_other_part

STILL_S: Final = 0.6
GAP_S: Final = 0.5
"""Who has not looked for so long does not know whether something moved meanwhile."""
FOLLOW_EVERY_S: Final = 5.0
"""So often what is known is seen anew, so that daylight may change through the day."""


class Phase(StrEnum):
    """What there is to see: nothing new, something that moves, or a new part that lies still."""

    WAITING = "waiting"
    MOVING = "moving"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stillness:
    """What was seen up to now. `anchor` is the picture since which nothing has moved, seen at `since_s`.

    `table` is what is left alone, `judged` the part that has its verdict; None where there is none.
    """

    anchor: SmallPicture | None = None
    since_s: float = 0.0
    seen_s: float = -float("inf")
    unsettled: bool = True
    table: SmallPicture | None = None
    judged: SmallPicture | None = None

    @property
    def phase(self) -> Phase:
        """What there is to see now."""
        if not self.unsettled:
            return Phase.WAITING
        return Phase.NEW if self._is_still else Phase.MOVING

    def seen(self, picture: SmallPicture, at_s: float) -> Self:
        """A further picture, at a time on a clock that never goes back."""
        gap_s = at_s - self.seen_s
        # against the first still picture, not the last one: what creeps moves, too
        if self.anchor is None or gap_s > GAP_S or shows_motion(self.anchor, picture):
            return replace(self, anchor=picture, since_s=at_s, seen_s=at_s, unsettled=True)
        now = replace(self, seen_s=at_s)
        if now.unsettled and now._is_still:
            return now._settled()
        return now._following(picture)

    def with_judged(self) -> Self:
        """What lies there now has its verdict, whoever asked for it."""
        return replace(self, judged=self.anchor, unsettled=False)

    def with_table(self) -> Self:
        """What lies there now is no part."""
        return replace(self, table=self.anchor, judged=None, unsettled=False)

    @property
    def _is_still(self) -> bool:
        return self.anchor is not None and self.seen_s - self.since_s >= STILL_S

    def _settled(self) -> Self:
        """Known things are no new part. After the empty table even a part that looks the same is another one."""
        if self.table is None or self._lies_there(self.table):
            return self.with_table()
        if self._lies_there(self.judged):
            return replace(self, unsettled=False)
        return self

    def _lies_there(self, known: SmallPicture | None) -> bool:
        return known is not None and self.anchor is not None and not shows_other_part(known, self.anchor)

    def _following(self, picture: SmallPicture) -> Self:
        if self.unsettled or self.seen_s - self.since_s < FOLLOW_EVERY_S:
            return self
        table = picture if self.judged is None else self.table
        judged = None if self.judged is None else picture
        return replace(self, anchor=picture, since_s=self.seen_s, table=table, judged=judged)
