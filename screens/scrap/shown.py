"""What every section of the scrap book is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspection.scrap_book.facts import PartFacts
from inspection.station import Station
from screens.host import StationHost
from screens.scrap.asking import Asked


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shown:
    """`parts` are those of `everything` that were `asked` for; `titles` are the kinds of parts by their name."""

    host: StationHost
    station: Station
    everything: PartFacts
    parts: PartFacts
    asked: Asked
    today: date
    titles: Mapping[str, str]
