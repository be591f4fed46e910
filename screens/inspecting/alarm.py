"""A class of defects that comes more often than before is said on the operator's page, with what to try first.

Counting goes on in the background: no verdict waits for it, and what it finds is shown with the next part.
"""

import threading
import time
from contextlib import suppress
from typing import Final

from inspection.cards import Card, find_card
from inspection.cards.rising import Rising, rising
from inspection.errors import InspectionError, RecipeInvalid
from inspection.language import Language, number
from inspection.record import InspectionRecord
from inspection.station import Station
from inspection.wording import class_word
from inspection.wording.words import capital
from screens.defect_card import card_of, first_advice
from screens.history.looking import Stamp, stamp
from screens.scrap.looking import all_parts
from screens.texts import translator

RESTS: Final = 20
LONGEST_REST_S: Final = 5.0
"""After a look it rests so many times as long as the look took, and no longer than this: inspecting comes first."""


class RisingWatch:
    """Looks after every part of one station. May be asked from any thread."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self._counting = threading.Lock()
        self._counted: tuple[Stamp, str] | None = None
        self._found: Rising | None = None
        self._again_at = -float("inf")

    def now(self) -> Rising | None:
        """What rises in the records as they stand. Raises InspectionError."""
        with self._counting:
            at = stamp(self.station), self.station.recipe.part_type
            if self._counted != at:
                self._found = rising(all_parts(self.station.home), self.station.recipe.part_type)
                self._counted = at
            return self._found

    def last_known(self) -> Rising | None:
        """What rose at the last look, at once; the next look begins in the background where something was recorded."""
        at = stamp(self.station), self.station.recipe.part_type
        known = self._found if self._counted is not None and self._counted[1] == at[1] else None
        if self._counted != at and time.monotonic() >= self._again_at and not self._counting.locked():
            self._again_at = time.monotonic() + LONGEST_REST_S
            threading.Thread(target=self._look, name="rising", daemon=True).start()
        return known

    def _look(self) -> None:
        began = time.monotonic()
        with suppress(InspectionError):  # the pages of the records say what is wrong with them
            self.now()
        ended = time.monotonic()
        self._again_at = ended + min(RESTS * (ended - began), LONGEST_REST_S)


_first = threading.Lock()
_latest: RisingWatch | None = None


def rising_watch(station: Station) -> RisingWatch:
    """The one of this station. A server has one station."""
    global _latest  # noqa: PLW0603 - a Streamlit script is run anew for every browser and gets no arguments
    with _first:
        if _latest is None or _latest.station is not station:
            _latest = RisingWatch(station)
        return _latest


def rising_card(found: Rising, station: Station, language: Language) -> Card | None:
    """The card of what rises; None where there is none for this kind of part."""
    try:
        return find_card(found.class_name, station.recipe.part_type, station.home, language)
    except RecipeInvalid:  # a card of the workshop's own that cannot be read: the set-up page says so
        return None


def rising_words(found: Rising, card: Card | None, language: Language) -> str:
    """That it rises, with both n; and what to try first, where a card says it."""
    _ = translator(language)
    said = _("{defect} comes more often than before: {count} of the last {n} parts, before {before} of {before_n}.")
    words = said.format(
        defect=capital(class_word(found.class_name, language)),
        count=number(found.count, language),
        n=number(found.n, language),
        before=number(found.before, language),
        before_n=number(found.before_n, language),
    )
    if card is None or not card.text.try_first:
        return words
    return words + " " + _("Try first: {advice}").format(advice=card.text.try_first[0])


def advice_words(
    station: Station | None,
    shown: InspectionRecord | None,
    again: str | None,
    risen: Rising | None,
    language: Language,
) -> str:
    """What to try where the same defect came `again` and again, or comes more often than before; else nothing."""
    if station is None or shown is None:
        return ""
    card = card_of(shown, again, station.home, language) if again else None
    if card is not None:
        return first_advice(card, language)
    return rising_words(risen, rising_card(risen, station, language), language) if risen else ""
