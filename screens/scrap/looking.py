"""The parts of the records as columns, kept in memory: asked for once, and after that only what is new."""

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspection.scrap_book.costs import Costs, load_costs
from inspection.scrap_book.facts import FactsKeeper, PartFacts
from screens.scrap.asking import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the pages of one station read from; with other costs, what was assumed costs something else."""

    home: Path
    costs: Costs
    keeper: FactsKeeper


_opening = threading.Lock()
_latest: Book | None = None


def all_parts(home: Path) -> PartFacts:
    """Every part that counts, as it stands now. Raises StorageError, and RecipeInvalid for costs nobody can read."""
    return _book(home).keeper.now()


def chosen_parts(facts: PartFacts, asked: Asked, today: date) -> PartFacts:
    """Those that a person asked for."""
    return facts.where(asked.question(today).mask(facts))


def _book(home: Path) -> Book:
    global _latest  # noqa: PLW0603 - a Streamlit script is run anew for every browser; a server has one station
    costs = load_costs(home)
    with _opening:
        if _latest is None or (_latest.home, _latest.costs) != (home, costs):
            _latest = Book(home=home, costs=costs, keeper=FactsKeeper(home, costs))
        return _latest
