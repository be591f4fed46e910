"""Row 21: a migration happens whole or not at all; what it makes is what the program expects."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event

from inspection.errors import StorageFailed
from inspection.job import Job
from inspection.record import Event, Inspection
from inspection.records import RecordStore, audit, ledger
from inspection.records.chain import START, Head, link
from inspection.records.connections import journal_mode, use_safe_journal, writing_engine
from inspection.records.migrate import MIGRATIONS, SCHEMA_REVISION, migrate, revision_of
from inspection.records.pictures import PictureFolder, named_pictures
from inspection.records.search import Search
from inspection.records.tables import metadata
from inspection.records.witness import Witness
from inspection.verdict import Verdict
from tests.inspection.records.building import NO_LOW_WATER, inspection, override, picture, pictured


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = writing_engine(tmp_path / "records.db", busy_timeout_s=1)
    yield opened
    opened.dispose()


def test_the_program_expects_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_REVISION]


def test_the_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection)
        assert revision_of(connection) == SCHEMA_REVISION
        migrate(connection)  # nothing to do
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    made = {str(row[0]): str(row[1]) for row in rows}
    assert all("STRICT" in made[table] for table in ("entries", "picture_refs", "terms", "parts", "dispositions"))


def test_commits_reach_the_disk_by_the_rule_of_this_sqlite_version(engine: Engine) -> None:
    use_safe_journal(engine)
    with engine.begin() as connection:
        journal, synchronous = journal_mode()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == journal
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == {"full": 2, "extra": 3}[synchronous]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def migrate_until(path: Path, statement: int) -> int:
    """In a child: migrate, and die by kill -9 before the numbered statement. Returns how the child ended."""
    child = os.fork()
    if child == 0:
        engine, seen = writing_engine(path, busy_timeout_s=1), 0

        @event.listens_for(engine, "before_cursor_execute")
        def die(*_: object) -> None:
            nonlocal seen
            seen += 1
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        with engine.begin() as connection:
            migrate(connection)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")
def test_a_killed_migration_leaves_the_old_schema_or_the_new_one(tmp_path: Path) -> None:
    statement, ended = 0, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        statement += 1
        home = tmp_path / str(statement)
        home.mkdir()
        ended = migrate_until(home / "records.db", statement)
        left = writing_engine(home / "records.db", busy_timeout_s=1)
        with left.connect() as connection:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
            found = revision_of(connection)
        left.dispose()
        assert (found, names) == (None, []) if ended else found == SCHEMA_REVISION
    assert ended == 0
    assert statement > 8
    store = RecordStore.open(tmp_path / "3", NO_LOW_WATER)
    assert store.save(*pictured()).sequence == 1
    store.close()


OLD_COLUMNS = (
    "sequence",
    "kind",
    "record_id",
    "recorded_at",
    "part_type",
    "verdict",
    "previous_sha256",
    "sha256",
    "body",
)


def old_store(home: Path, revision: str, parts: int = 12) -> None:
    """What an older program left: inspections with two pictures each, events, and the witness of the last entry."""
    home.mkdir(exist_ok=True)
    engine, head = writing_engine(home / "records.db", busy_timeout_s=1), START
    folder = PictureFolder(home / "pictures")
    folder.prepare()
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, revision)
        for number in range(parts):
            first, second = (picture(os.urandom(300)) for _ in range(2))
            judged = inspection(first, second)
            folder.put(named_pictures(judged, [first, second], lambda *_: False))
            head = append_as_then(connection, head, judged)
            if number % 3 == 0:
                head = append_as_then(connection, head, Event(code="note", detail=f"Nummer {number}"))
    engine.dispose()
    Witness.open(home / "head.txt", None, head).close()


def append_as_then(connection: Connection, head: Head, content: Inspection | Event) -> Head:
    entry = link(head, content, datetime.now(UTC))
    row = ledger.entry_row(entry, content)
    insert(connection, "entries", {name: row[name] for name in OLD_COLUMNS})
    for reference in ledger.reference_rows(entry, content):
        insert(connection, "picture_refs", reference)
    return entry.head


def insert(connection: Connection, table: str, row: dict[str, Any]) -> None:
    places = ", ".join("?" * len(row))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", tuple(row.values()))


def content_of(home: Path) -> dict[str, list[Any]]:
    """Every old column of every row; every trigger and index of the old schema."""
    asked = {
        "entries": f"SELECT {', '.join(OLD_COLUMNS)} FROM entries ORDER BY sequence",
        "picture_refs": "SELECT * FROM picture_refs ORDER BY sequence, view",
        "triggers": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' "
        "AND tbl_name IN ('entries', 'picture_refs') ORDER BY name",
        "indexes": "SELECT name, sql FROM sqlite_master WHERE name IN "
        "('entries_by_kind', 'entries_by_time', 'picture_refs_by_sha256') ORDER BY name",
        "picture_refs_table": "SELECT sql FROM sqlite_master WHERE name = 'picture_refs'",
    }
    with closing(sqlite3.connect(home / "records.db")) as connection:
        return {name: connection.execute(statement).fetchall() for name, statement in asked.items()}


def schema(home: Path) -> list[Any]:
    with closing(sqlite3.connect(home / "records.db")) as connection:
        return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_old_records_are_the_same_after_a_migration_and_take_words(home: Path, revision: str) -> None:
    old_store(home, revision)
    before = content_of(home)
    assert (len(before["entries"]), len(before["picture_refs"]), len(before["triggers"])) == (16, 24, 4)
    store = RecordStore.open(home, NO_LOW_WATER)
    try:
        assert content_of(home) == before
        assert store.notices == ()
        *_, oldest = store.newest(99)
        assert store.search(Search(defect="pore")) == store.search(Search()) == store.newest(99)
        assert store.search(Search(defect="crack")) == ()
        word = store.save_override(override(oldest.inspection))
        assert word.sequence == 17
        assert store.overrides_of([oldest.inspection.record_id]) == {oldest.inspection.record_id: (word,)}
        store.save(*pictured())
    finally:
        store.close()
    report = audit(home)
    assert (report.problems, report.notes) == ((), ())
    assert (report.inspections, report.events, report.overrides, report.pictures) == (13, 4, 1, 25)
    with closing(sqlite3.connect(home / "records.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="entries_kind"):
            connection.execute(
                "INSERT INTO entries (kind, recorded_at, previous_sha256, sha256, body) VALUES ('x', '', '', '', '')"
            )


def test_parts_recorded_before_are_counted_with_their_order_and_cause(home: Path) -> None:
    """Of the newest schema before the scrap book: what stands beside each part is what it would be today."""
    old_store(home, "0004", parts=0)
    judged = [
        inspection().model_copy(update={"job": Job(order="A-1", serial="7")}),
        inspection(verdict=Verdict.PASS).model_copy(update={"job": Job(order="A-2")}),
        inspection().model_copy(update={"source": "files"}),
    ]
    engine = writing_engine(home / "records.db", busy_timeout_s=1)
    with engine.begin() as connection:
        head = ledger.head_of(connection)
        for one in judged:
            entry = link(head, one, datetime.now(UTC))
            head = append_as_then(connection, head, one)
            for term in ledger.term_rows(entry, one):
                insert(connection, "terms", term)
    engine.dispose()
    Witness.open(home / "head.txt", None, head).close()
    RecordStore.open(home, NO_LOW_WATER).close()
    with closing(sqlite3.connect(home / "records.db")) as connection:
        made = connection.execute("SELECT sequence, verdict, job_order, job_machine, cause FROM parts").fetchall()
    assert made == [
        (1, "FAIL", "A-1", None, "pore"),
        (2, "PASS", "A-2", None, None),
    ]
    assert audit(home).problems == ()


def test_old_records_and_new_ones_have_the_same_schema(tmp_path: Path) -> None:
    old_store(tmp_path / "old", "0001", parts=1)
    for name in ("old", "new"):
        RecordStore.open(tmp_path / name, NO_LOW_WATER).close()
    assert schema(tmp_path / "old") == schema(tmp_path / "new")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked child")
def test_a_killed_migration_of_old_records_leaves_them_old_or_new(tmp_path: Path) -> None:
    old_store(tmp_path / "old", "0002")
    before, old_schema = content_of(tmp_path / "old"), schema(tmp_path / "old")
    statement, ended = 0, -signal.SIGKILL
    while ended == -signal.SIGKILL:
        statement += 1
        home = tmp_path / str(statement)
        shutil.copytree(tmp_path / "old", home)
        ended = migrate_until(home / "records.db", statement)
        assert content_of(home) == before
        assert (schema(home) == old_schema) is (ended != 0)
        store = RecordStore.open(home, NO_LOW_WATER)  # the next start brings it to its end
        assert store.save_override(override(store.newest(1)[0].inspection)).sequence == 17
        store.close()
        assert audit(home).ok
    assert ended == 0
    assert statement > 8


def test_a_table_that_this_program_did_not_make_is_not_edited(home: Path) -> None:
    old_store(home, "0002", parts=1)
    with closing(sqlite3.connect(home / "records.db")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'event', 'note') WHERE name = 'entries'")
        connection.commit()
    before = (home / "records.db").read_bytes()
    with pytest.raises(StorageFailed, match="not the one that this program made"):
        RecordStore.open(home, NO_LOW_WATER)
    assert (home / "records.db").read_bytes() == before
