"""What the scrap book counts is what the records say, part by part."""

import random
import sqlite3
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.disposition import Disposition, Fate
from inspection.errors import StorageFailed, StorageRefused
from inspection.job import Job
from inspection.record import Inspection, InspectionRecord
from inspection.records import RecordStore, counted
from inspection.scrap_book.costs import Costs, PartCost
from inspection.scrap_book.facts import FATES, FactsKeeper, PartFacts, Question, read_facts
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, disposition, inspection, override, withdrawal
from tests.inspection.scrap_book.building import Part, facts_of

COSTS = Costs(hour_cents=6000, parts={"weld-bead": PartCost(material_cents=250, minutes=12)})
SCRAPPED_BEAD = 250 + 12 * 100
"""Of COSTS: material, and 12 minutes at 60 euros an hour."""
VERDICTS = tuple(Verdict)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


class Shop:
    """A store that is filled at random, and beside it, plainly, what was put in."""

    def __init__(self, home: Path, seed: int) -> None:
        self.store, self.dice = RecordStore.open(home, NO_LOW_WATER), random.Random(seed)
        self.parts: list[InspectionRecord] = []
        self.words: dict[str, Verdict] = {}
        self.said: dict[str, Disposition] = {}
        self.withdrawn: set[str] = set()

    def go_on(self, steps: int) -> None:
        for _ in range(steps):
            if not self.parts or self.dice.random() < 0.5:
                self.parts.append(self.store.save(self._part()))
                continue
            about = self.dice.choice(self.parts[-12:]).inspection.record_id
            match self.dice.randrange(8):
                case 0:
                    self.store.save_withdrawal(withdrawal(about))
                    self.withdrawn.add(about)
                case 1 | 2 | 3:
                    word = override(about, self.dice.choice((Verdict.PASS, Verdict.FAIL)))
                    self.store.save_override(word)
                    self.words[about] = word.verdict
                case _:
                    fate, cause = self.dice.choice(list(Fate)), self.dice.choice((None, "Kratzer", "pore"))
                    said = disposition(about, fate, cause=cause, cost_cents=self.dice.randrange(5000))
                    self.store.save_disposition(said)
                    self.said[about] = said

    def _part(self) -> Inspection:
        def one(*tags: str) -> str | None:
            return self.dice.choice((None, *tags))

        job = Job(order=one("A-1", 'A "2"'), machine=one("WIG 2", "ä\\1"), lot=one("L"), material=one("C-9"))
        changes = {
            "job": job,
            "part_type": self.dice.choice(("weld-bead", "board")),
            "source": self.dice.choice(("bench", "bench", "bench", "files", "check")),
        }
        return inspection(verdict=self.dice.choice(VERDICTS)).model_copy(update=changes)

    def plainly(self) -> list[dict[str, Any]]:
        counting = (
            part
            for part in self.parts
            if part.inspection.source == "bench" and part.inspection.record_id not in self.withdrawn
        )
        return [self._plainly(part) for part in counting]

    def _plainly(self, part: InspectionRecord) -> dict[str, Any]:
        one, record_id = part.inspection, part.inspection.record_id
        word, said = self.words.get(record_id), self.said.get(record_id)
        own_cause = one.reasons[0].class_name if one.verdict in (Verdict.FAIL, Verdict.REVIEW) else None
        final = word or one.verdict
        assumed = said is None and final is Verdict.FAIL
        fate = said.fate.value if said else {Verdict.PASS: "good", Verdict.FAIL: "scrap"}.get(final, "open")
        unsaid = {"good": 0, "scrap": SCRAPPED_BEAD if one.part_type == "weld-bead" else -1, "open": -1}
        return {
            "sequence": part.sequence,
            "recorded_ms": (part.recorded_at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1),
            "part_type": one.part_type,
            **one.job.model_dump(exclude={"serial"}),
            "cause": (said and said.cause) or own_cause,
            "verdict": one.verdict,
            "word": word,
            "fate": fate,
            "assumed": assumed,
            "cost_cents": said.cost_cents if said else unsaid[fate],
        }


def told(facts: PartFacts) -> list[dict[str, Any]]:
    """The columns as rows, with words in place of numbers."""

    def words(column: str) -> list[Any]:
        found = getattr(facts, column).tolist()
        if column in facts.names:
            return [None if place < 0 else facts.names[column][place] for place in found]
        if column in ("verdict", "word"):
            return [None if place < 0 else VERDICTS[place] for place in found]
        return [FATES[place] for place in found] if column == "fate" else found

    columns = {field.name: words(field.name) for field in fields(PartFacts) if field.name != "names"}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_columns_say_what_a_look_at_every_record_says(home: Path, seed: int) -> None:
    """Beside the open store."""
    shop = Shop(home, seed)
    shop.go_on(160)
    facts = read_facts(home, COSTS)
    assert told(facts) == shop.plainly()
    assert all(names == tuple(sorted(set(names))) for names in facts.names.values())
    shop.store.close()


def test_what_is_recorded_later_is_put_behind_and_changes_what_was_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "PAGE", 7)
    shop, keeper = Shop(home, 3), FactsKeeper(home, COSTS)
    for _ in range(40):
        shop.go_on(shop.dice.randrange(1, 9))
        facts = keeper.now()
        assert told(facts) == shop.plainly()
        assert keeper.now() is facts
    assert told(read_facts(home, COSTS)) == shop.plainly()
    shop.store.close()


def test_a_part_recorded_while_it_is_read_comes_next_time_with_what_was_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, keeper = Shop(home, 4), FactsKeeper(home, COSTS)
    shop.go_on(20)
    read = counted.CountedRows.words

    def slowly(rows: counted.CountedRows, after: int) -> Any:
        shop.go_on(6)
        return read(rows, after)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(counted.CountedRows, "words", slowly)
        keeper.now()
    assert told(keeper.now()) == shop.plainly()
    shop.store.close()


def test_records_put_in_place_of_those_that_were_read_are_read_anew(home: Path) -> None:
    """A backup that is older than what is kept in memory."""
    shop, keeper = Shop(home, 6), FactsKeeper(home, COSTS)
    shop.go_on(20)
    older, expected = (home / "records.db").read_bytes(), shop.plainly()
    shop.go_on(20)
    assert told(keeper.now()) != expected
    shop.store.close()
    (home / "records.db").write_bytes(older)
    assert told(keeper.now()) == expected


def test_a_period_holds_its_first_moment_and_not_its_last_and_all_that_was_said_since(home: Path) -> None:
    shop = Shop(home, 5)
    shop.go_on(60)
    first, last = (shop.parts[place].recorded_at for place in (8, 20))
    shop.go_on(30)
    within = {part.sequence for part in shop.parts if first <= part.recorded_at < last}
    expected = [row for row in shop.plainly() if row["sequence"] in within]
    assert 0 < len(expected) < len(shop.plainly())
    assert told(read_facts(home, COSTS, first, last)) == expected
    everything = read_facts(home, COSTS)
    assert told(everything.where(Question(since=first, until=last).mask(everything))) == expected
    assert len(read_facts(home, COSTS, until=shop.parts[0].recorded_at)) == 0
    shop.store.close()


def test_a_station_that_has_recorded_nothing_has_no_parts(home: Path) -> None:
    assert len(read_facts(home, COSTS)) == 0 == len(FactsKeeper(home, COSTS).now())
    RecordStore.open(home, NO_LOW_WATER).close()
    assert len(read_facts(home, COSTS)) == 0 == len(FactsKeeper(home, COSTS).now())


def test_records_of_another_program_and_damaged_ones_are_not_counted(home: Path) -> None:
    RecordStore.open(home, NO_LOW_WATER).close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0004'")
        connection.commit()
    with pytest.raises(StorageRefused, match="start the station with this program once"):
        read_facts(home, COSTS)
    (home / "records.db").write_bytes(b"no database" * 1000)
    with pytest.raises(StorageFailed, match="no database any more"):
        read_facts(home, COSTS)


def test_a_question_asks_for_all_that_it_names() -> None:
    facts = facts_of(
        [
            Part(order="A", machine="M 1", cause="pore"),
            Part(order="A", machine="M 2", cause="pore"),
            Part(order="B", machine="M 1"),
        ]
    )
    asked = {"order": "A", "machine": "M 1"}
    assert Question().mask(facts).tolist() == [True] * 3
    assert Question(**asked).mask(facts).tolist() == [True, False, False]
    assert Question(cause="pore").mask(facts).tolist() == [True, True, False]
    assert not Question(part_type="unheard of").mask(facts).any()
    assert facts.where(Question(order="B").mask(facts)).sequence.tolist() == [3]


def test_columns_cannot_be_changed() -> None:
    facts = facts_of([Part(), Part()])
    with pytest.raises(ValueError, match="read-only"):
        facts.fate[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        facts.where(np.array([True, False])).sequence[0] = 9


def test_a_day_is_the_calendars_where_the_station_stands() -> None:
    """The night of 29 March 2026: at 01:00 UTC Berlin goes from UTC+1 to UTC+2 (EU directive 2000/84/EC)."""
    berlin = ZoneInfo("Europe/Berlin")
    moments = {
        datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC): date(2026, 3, 28),
        datetime(2026, 3, 28, 23, 0, tzinfo=UTC): date(2026, 3, 29),
        datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC): date(2026, 3, 29),
        datetime(2026, 3, 29, 22, 0, tzinfo=UTC): date(2026, 3, 30),
        datetime(2026, 7, 1, 22, 30, tzinfo=UTC): date(2026, 7, 2),
    }
    facts = facts_of([Part(at=moment) for moment in moments])
    assert [date.fromordinal(day) for day in facts.days(berlin).tolist()] == list(moments.values())


@given(
    st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)), min_size=1, max_size=30),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_days_are_those_of_pythons_own_calendar(moments: list[datetime], zone: str) -> None:
    moments = [moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in moments]
    facts = facts_of([Part(at=moment) for moment in moments])
    expected = [moment.astimezone(ZoneInfo(zone)).toordinal() for moment in moments]
    assert facts.days(ZoneInfo(zone)).tolist() == expected
