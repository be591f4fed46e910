"""Row 21: a migration happens whole or not at all; what it makes is what the program expects."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from inspection.records import RecordStore
from inspection.records.connections import journal_mode, use_safe_journal, writing_engine
from inspection.records.migrate import MIGRATIONS, SCHEMA_REVISION, migrate, revision_of
from inspection.records.tables import metadata
from tests.inspection.records.building import NO_LOW_WATER, pictured


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
    assert all("STRICT" in made[table] for table in ("entries", "picture_refs"))


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
