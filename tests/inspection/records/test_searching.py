"""What was recorded is found again by everything that a person remembers of it."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.job import Job
from inspection.override import MastersVerdict
from inspection.record import Inspection, InspectionRecord, Source
from inspection.records import RecordStore
from inspection.records.search import Search, Word
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, override, pictured, withdrawal

ORDERS = (None, "A-1", "A-2", "'; DROP TABLE entries --")
SERIALS = (None, "4711", "0815")
SOURCES: tuple[Source, ...] = ("bench", "bench", "files", "check")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> "Shop":
    return Shop(tmp_path_factory.mktemp("shop"))


class Shop:
    """A store of 120 parts of every kind, and beside it, plainly, what was put in."""

    def __init__(self, home: Path) -> None:
        self.store = RecordStore.open(home, NO_LOW_WATER)
        self.words: dict[str, Verdict] = {}
        self.withdrawn: set[str] = set()
        dice, parts = random.Random(3), list[InspectionRecord]()
        for _ in range(120):
            judged, pictures = pictured(100, verdict=dice.choice(list(Verdict)))
            update = {
                "job": Job(order=dice.choice(ORDERS), serial=dice.choice(SERIALS)),
                "source": dice.choice(SOURCES),
                "part_type": dice.choice(("weld-bead", "board")),
            }
            views = judged.views if dice.random() < 0.6 else tuple(_clean(judged))
            record = self.store.save(judged.model_copy(update={**update, "views": views}), pictures)
            parts.append(record)
            record_id = record.inspection.record_id
            for _ in range(dice.choice((0, 0, 1, 2))):
                said: MastersVerdict = dice.choice((Verdict.PASS, Verdict.FAIL))
                self.store.save_override(override(record_id, said))
                self.words[record_id] = said
            if dice.random() < 0.1:
                self.store.save_withdrawal(withdrawal(record_id))
                self.withdrawn.add(record_id)
        self.parts = parts[::-1]

    def plainly(self, search: Search) -> list[InspectionRecord]:
        return [part for part in self.parts if self._is_meant(part, search)]

    def _is_meant(self, part: InspectionRecord, search: Search) -> bool:
        one, said = part.inspection, self.words.get(part.inspection.record_id)
        defects = {finding.detection.class_name for view in one.views for finding in view.findings}
        return all(
            (
                search.number in (None, part.sequence),
                search.order in (None, one.job.order),
                search.serial in (None, one.job.serial),
                search.defect is None or search.defect in defects,
                search.part_type in (None, one.part_type),
                search.since is None or part.recorded_at >= search.since,
                search.until is None or part.recorded_at < search.until,
                not search.verdicts or one.verdict in search.verdicts,
                search.source in (None, one.source),
                search.withdrawn in (None, one.record_id in self.withdrawn),
                search.word is None
                or {
                    Word.NONE: said is None,
                    Word.SAID: said is not None,
                    Word.OVERRULED: said not in (None, one.verdict),
                }[search.word],
            )
        )


def _clean(judged: Inspection) -> list[object]:
    return [view.model_copy(update={"findings": ()}) for view in judged.views]


searches = st.builds(
    Search,
    number=st.none() | st.integers(1, 40),
    order=st.sampled_from((None, *ORDERS)),
    serial=st.sampled_from((None, None, *SERIALS, "1")),
    defect=st.sampled_from((None, None, "pore", "crack")),
    part_type=st.sampled_from((None, None, "board")),
    verdicts=st.frozensets(st.sampled_from(Verdict), max_size=2),
    word=st.none() | st.sampled_from(Word),
    withdrawn=st.none() | st.booleans(),
    source=st.sampled_from((None, "bench", "files", "check")),
    limit=st.just(500),
)


@settings(max_examples=150)
@given(search=searches)
def test_a_search_finds_what_a_look_at_every_part_finds(shop: Shop, search: Search) -> None:
    plainly = shop.plainly(search)
    assert list(shop.store.search(search)) == plainly
    counted = shop.store.count(search)
    assert {verdict: number for verdict, number in counted.items() if number} == {
        verdict: number
        for verdict in Verdict
        if (number := sum(part.inspection.verdict is verdict for part in plainly))
    }


def test_time_bounds_a_search_from_and_to_but_not_including(shop: Shop) -> None:
    middle = shop.parts[60].recorded_at
    search = Search(source=None, since=middle, until=middle + timedelta(milliseconds=40), limit=500)
    assert shop.parts[60] in shop.store.search(search)
    assert list(shop.store.search(search)) == shop.plainly(search)
    assert shop.parts[60] not in shop.store.search(Search(source=None, until=middle, limit=500))


def test_pages_follow_each_other_without_gap_or_overlap(shop: Shop) -> None:
    pages, before = list[InspectionRecord](), None
    while page := shop.store.search(Search(source=None, before=before, limit=7)):
        pages += page
        before = page[-1].sequence
    assert pages == shop.parts
