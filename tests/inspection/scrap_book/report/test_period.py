"""A report of a period says the same whether all records were read for it, or only those that it needs."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.job import Job
from inspection.records import RecordStore
from inspection.records.counted import open_counted
from inspection.scrap_book.costs import Costs
from inspection.scrap_book.facts import Question, read_facts, read_period
from inspection.scrap_book.report.building import scrap_report
from inspection.scrap_book.report.value import By
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, withdrawal

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = 30
COSTS = Costs()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month of parts whose clock is set back by days now and then, or forward by months, with much taken back."""
    folder, dice, now = tmp_path_factory.mktemp("month"), Random(4), [START]
    with closing(RecordStore.open(folder, replace(NO_LOW_WATER, clock=lambda: now[0]))) as store:
        for number in range(400):
            now[0] += timedelta(hours=dice.expovariate(0.6))
            if number % 60 == 59:
                now[0] += timedelta(days=dice.choice((-9, -3, 100)))
            changes = {
                "job": Job(order=dice.choice((None, "A-1", "A-2"))),
                "part_type": dice.choice(("weld-bead", "board")),
                "source": dice.choice(("bench", "bench", "bench", "files")),
            }
            part = inspection(verdict=dice.choice(list(Verdict))).model_copy(update=changes)
            store.save(part)
            if dice.random() < 0.25:
                store.save_withdrawal(withdrawal(part))
            elif dice.random() < 0.3:
                store.save_override(override(part, dice.choice((Verdict.PASS, Verdict.FAIL))))
    return folder


@pytest.fixture(scope="module")
def moments(home: Path) -> Iterator[list[datetime]]:
    recorded = read_facts(home, COSTS).recorded_ms.tolist()
    yield [datetime.fromtimestamp(one / 1000, UTC) for one in sorted(recorded)]


@given(data=st.data(), by=st.sampled_from(list(By)), order=st.sampled_from([None, None, "A-1", "A-9"]))
def test_it_is_the_same_report(home: Path, moments: list[datetime], data: st.DataObject, by: By, order: str) -> None:
    some = st.one_of(st.none(), st.sampled_from(moments))
    question = Question(since=data.draw(some), until=data.draw(some), order=order)
    period = read_period(home, COSTS, question.since, question.until)
    assert scrap_report(period, question, by) == scrap_report(read_facts(home, COSTS), question, by)


def test_a_period_reads_only_its_own_parts_and_two_neighbours(home: Path) -> None:
    with open_counted(home) as rows:
        assert rows is not None
        [(first,)] = rows.rows("SELECT min(recorded_at) FROM entries")
        since = datetime.fromisoformat(first)
        span = rows.span(since, since + timedelta(days=2))
        assert span is not None
        numbers = [int(one) for page in rows.parts_between(*span) for one in page.sequence]
    assert 2 < len(numbers) < 100
    assert numbers == sorted(numbers)
    assert span[0] <= numbers[0] and numbers[-1] == span[1]


def test_there_is_nothing_in_a_time_without_parts(home: Path) -> None:
    assert len(read_period(home, COSTS, START - timedelta(days=9), START - timedelta(days=8))) == 0
