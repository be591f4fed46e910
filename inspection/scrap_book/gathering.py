"""What is read of the records, put into columns; what comes later is put behind it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from inspection.disposition import Fate
from inspection.records.counted import WORDS, CountedRows, PartsPage
from inspection.scrap_book.columns import FATES, Array, Mask, PartFacts
from inspection.scrap_book.costs import Costs
from inspection.verdict import Verdict

COLUMNS: Final = ("part_type", "order", "machine", "lot", "material", "cause")

_VERDICTS: Final = {None: -1} | {verdict.value: place for place, verdict in enumerate(Verdict)}
_FATES: Final = {None: -1} | {fate: place for place, fate in enumerate(FATES)}
_PASS, _FAIL = (list(Verdict).index(verdict) for verdict in (Verdict.PASS, Verdict.FAIL))
_GOOD, _SCRAP, _OPEN = (FATES.index(fate) for fate in (Fate.GOOD, Fate.SCRAP, "open"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Gathered:
    """Every part of the bench, also those taken back, and the newest of what was said about each.

    `codes` are places in `names`, by column. `said_fate`, `said_cause` (-1 where nobody said) and `said_cents` are
    those of dispositions.
    """

    sequence: Array
    recorded_ms: Array
    verdict: Array
    codes: Mapping[str, Array]
    names: Mapping[str, tuple[str, ...]]
    word: Array
    said_fate: Array
    said_cause: Array
    said_cents: Array
    is_withdrawn: Mask

    @property
    def last(self) -> int:
        """Number of the newest part; 0 where there is none."""
        return int(self.sequence[-1]) if len(self.sequence) else 0

    def facts(self, costs: Costs) -> PartFacts:
        """Those that count, each with its fate; what nobody said costs what `costs` know."""
        final = np.where(self.word >= 0, self.word, self.verdict)
        by_verdict = np.select([final == _PASS, final == _FAIL], [_GOOD, _SCRAP], _OPEN)
        is_said = self.said_fate >= 0
        fate = np.where(is_said, self.said_fate, by_verdict).astype(np.int8)
        types = self.names["part_type"]
        known = [costs.of(part_type, Fate.SCRAP) for part_type in types]
        cents = np.array([-1 if one is None else one for one in known] or [-1], np.int64)[self.codes["part_type"]]
        by_fate = np.select([fate == _GOOD, fate == _SCRAP], [0, cents], -1)
        everything = PartFacts(
            sequence=self.sequence,
            recorded_ms=self.recorded_ms,
            **{**self.codes, "cause": np.where(self.said_cause >= 0, self.said_cause, self.codes["cause"])},
            verdict=self.verdict,
            word=self.word,
            fate=fate,
            assumed=~is_said & (fate == _SCRAP),
            cost_cents=np.where(is_said, self.said_cents, by_fate),
            names=self.names,
        )
        return everything.where(~self.is_withdrawn) if self.is_withdrawn.any() else everything


NOTHING: Final = Gathered(
    sequence=np.zeros(0, np.int64),
    recorded_ms=np.zeros(0, np.int64),
    verdict=np.zeros(0, np.int8),
    codes={column: np.zeros(0, np.int32) for column in COLUMNS},
    names=dict.fromkeys(COLUMNS, ()),
    word=np.zeros(0, np.int8),
    said_fate=np.zeros(0, np.int8),
    said_cause=np.zeros(0, np.int32),
    said_cents=np.zeros(0, np.int64),
    is_withdrawn=np.zeros(0, np.bool_),
)


def gather(known: Gathered, pages: Iterable[PartsPage], rows: CountedRows) -> Gathered:
    """`known`, and behind it the parts of `pages`; then what was said about any of them since the last known part.

    Whoever asks reads the pages here, before what was said: a part that is recorded in between is missed with all that
    is said about it, and comes next time.
    """
    after = known.last
    grown = _behind(known, pages)
    since = after if after else int(grown.sequence[0]) if len(grown.sequence) else 0
    return _with_said(grown, rows, since)


def _behind(known: Gathered, pages: Iterable[PartsPage]) -> Gathered:
    numbers, moments, verdicts = [known.sequence], [known.recorded_ms], [known.verdict]
    places = {column: _Places(known.names[column]) for column in COLUMNS}
    codes = {column: [known.codes[column]] for column in COLUMNS}
    for page in pages:
        numbers.append(page.sequence)
        moments.append(page.recorded_ms)
        alike = {text: place for place, text in enumerate(dict.fromkeys(page.words))}  # parts with the same words
        one = _coded(page.words, alike, np.int32)
        said = dict(zip(WORDS, zip(*json.loads(f"[{','.join(alike)}]"), strict=True), strict=True))
        verdicts.append(_coded(said["verdict"], _VERDICTS, np.int8)[one])
        for column in COLUMNS:
            codes[column].append(places[column].of(said[column])[one])
    more = sum(map(len, numbers)) - len(known.sequence)
    if not more:
        return known
    sorted_codes = {column: places[column].sorted(np.concatenate(codes[column])) for column in COLUMNS}
    (_, said_cause), _ = places["cause"].sorted(np.zeros(0, np.int32), known.said_cause)
    return Gathered(
        sequence=np.concatenate(numbers),
        recorded_ms=np.concatenate(moments),
        verdict=np.concatenate(verdicts),
        codes={column: one[0][0] for column, one in sorted_codes.items()},
        names={column: one[1] for column, one in sorted_codes.items()},
        word=np.append(known.word, np.full(more, -1, np.int8)),
        said_fate=np.append(known.said_fate, np.full(more, -1, np.int8)),
        said_cause=np.append(said_cause, np.full(more, -1, np.int32)),
        said_cents=np.append(known.said_cents, np.zeros(more, np.int64)),
        is_withdrawn=np.append(known.is_withdrawn, np.zeros(more, np.bool_)),
    )


def _with_said(parts: Gathered, rows: CountedRows, after: int) -> Gathered:
    """Where something is said twice of a part, the later one counts: numpy puts in the last of equal places."""
    word, is_withdrawn = parts.word.copy(), parts.is_withdrawn.copy()
    for page in rows.words(after):
        about, there, (verdict,) = _about(parts, page)
        word[about] = _coded(verdict, _VERDICTS, np.int8)[there]
    for page in rows.withdrawals(after):
        is_withdrawn[_about(parts, page)[0]] = True
    fate, cause, cents = parts.said_fate.copy(), parts.said_cause.copy(), parts.said_cents.copy()
    causes = _Places(parts.names["cause"])
    for page in rows.dispositions(after):
        about, there, (of_fate, of_class, of_cents) = _about(parts, page)
        fate[about] = _coded(of_fate, _FATES, np.int8)[there]
        cause[about] = causes.of(of_class)[there]
        cents[about] = np.array(of_cents, np.int64)[there]
    (own, said), names = causes.sorted(parts.codes["cause"], cause)
    return replace(
        parts,
        codes={**parts.codes, "cause": own},
        names={**parts.names, "cause": names},
        word=word,
        said_fate=fate,
        said_cause=said,
        said_cents=cents,
        is_withdrawn=is_withdrawn,
    )


def _about(parts: Gathered, page: Sequence[Any]) -> tuple[Array, Mask, list[tuple[Any, ...]]]:
    """The places of the parts that the rows of a page are about, which rows those are, and their further columns."""
    _numbers, inspected, *said = zip(*page, strict=True)
    wanted = np.array(inspected, np.int64)
    place = np.searchsorted(parts.sequence, wanted)
    there = place < len(parts.sequence)
    there[there] = parts.sequence[place[there]] == wanted[there]
    return place[there], there, said


class _Places:
    """Names of a column and their places, in the order in which they were met."""

    def __init__(self, names: Sequence[str]) -> None:
        self._places: dict[str | None, int] = {None: -1} | {name: place for place, name in enumerate(names)}

    def of(self, said: Sequence[str | None]) -> Array:
        for name in dict.fromkeys(said):
            self._places.setdefault(name, len(self._places) - 1)
        return _coded(said, self._places, np.int32)

    def sorted(self, *codes: Array) -> tuple[tuple[Array, ...], tuple[str, ...]]:
        """The codes as places in the sorted names, and those."""
        met = [name for name in self._places if name is not None]
        names = sorted(met)
        into = {name: place for place, name in enumerate(names)}
        moved = np.array([*(into[name] for name in met), -1], np.int32)  # -1, none, is the last place
        return tuple(moved[one] for one in codes), tuple(names)


def _coded(said: Sequence[Any], places: Mapping[Any, int], kind: type[np.integer[Any]]) -> Array:
    return np.fromiter(map(places.__getitem__, said), kind, len(said))
