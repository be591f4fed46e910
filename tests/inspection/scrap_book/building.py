"""Parts to count, one line each."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from inspection.scrap_book.facts import FATES, PartFacts
from inspection.verdict import Verdict

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
_COLUMNS = ("part_type", "order", "machine", "lot", "material", "cause")


class Part(NamedTuple):
    """One part; its fate is one of FATES."""

    fate: str = "good"
    at: datetime = MONDAY
    part_type: str = "bracket"
    order: str | None = None
    machine: str | None = None
    cause: str | None = None
    cost_cents: int | None = 0
    verdict: Verdict = Verdict.PASS
    word: Verdict | None = None
    assumed: bool = False
    lot: str | None = None
    material: str | None = None


def facts_of(parts: Sequence[Part]) -> PartFacts:
    """The parts as columns, numbered in the order given."""
    names = {
        column: tuple(sorted({value for part in parts if (value := getattr(part, column)) is not None}))
        for column in _COLUMNS
    }
    verdicts = tuple(Verdict)

    def column(name: str) -> Any:
        index = {value: place for place, value in enumerate(names[name])}
        return np.array([index.get(getattr(part, name), -1) for part in parts], dtype=np.int32)

    return PartFacts(
        sequence=np.arange(1, len(parts) + 1, dtype=np.int64),
        recorded_ms=np.array([round(part.at.timestamp() * 1000) for part in parts], dtype=np.int64),
        part_type=column("part_type"),
        order=column("order"),
        machine=column("machine"),
        lot=column("lot"),
        material=column("material"),
        cause=column("cause"),
        verdict=np.array([verdicts.index(part.verdict) for part in parts], dtype=np.int8),
        word=np.array([-1 if part.word is None else verdicts.index(part.word) for part in parts], dtype=np.int8),
        fate=np.array([FATES.index(part.fate) for part in parts], dtype=np.int8),
        assumed=np.array([part.assumed for part in parts], dtype=np.bool_),
        cost_cents=np.array([-1 if part.cost_cents is None else part.cost_cents for part in parts], dtype=np.int64),
        names=names,
    )
