"""How many inspections there are, kept in memory: what most questions ask is answered without reading the records."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from inspection.record import Inspection, Source
from inspection.records.search import Search
from inspection.verdict import Verdict


class Sort(NamedTuple):
    """What inspections that are counted together have in common."""

    part_type: str
    verdict: Verdict
    source: Source
    is_withdrawn: bool

    @classmethod
    def of(cls, inspection: Inspection, *, is_withdrawn: bool = False) -> "Sort":
        """Where an inspection is counted."""
        return cls(inspection.part_type, inspection.verdict, inspection.source, is_withdrawn)


Tally = Counter[Sort]


def grown(tally: Tally, fresh: Iterable[Inspection], withdrawn: Iterable[Inspection]) -> Tally:
    """With inspections that were recorded since, and others that were taken back; `tally` itself stays as it is."""
    after = tally.copy()
    after.update(map(Sort.of, fresh))
    for one in withdrawn:
        after[Sort.of(one)] -= 1
        after[Sort.of(one, is_withdrawn=True)] += 1
    return after


def counted(tally: Tally, search: Search) -> Counter[Verdict] | None:
    """How many of those that are looked for had each verdict; None where the search asks for more than is kept."""
    if search != Search(
        part_type=search.part_type,
        verdicts=search.verdicts,
        withdrawn=search.withdrawn,
        source=search.source,
        before=search.before,
        limit=search.limit,
    ):
        return None
    found = Counter[Verdict]()
    for sort, number in tally.items():
        if (
            search.part_type in (None, sort.part_type)
            and (not search.verdicts or sort.verdict in search.verdicts)
            and search.withdrawn in (None, sort.is_withdrawn)
            and search.source in (None, sort.source)
        ):
            found[sort.verdict] += number
    return found
