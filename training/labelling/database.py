"""labels.db: made where there is none, one connection that writes, a few that read, errors in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from inspection.errors import StorageFailed
from training.errors import BookRefused

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SCHEMA: Final = 1
_BUSY_S: Final = 5.0


class LabelDatabase:
    """May be used from any thread; who writes waits for whoever is writing."""

    def __init__(self, writing: "Engine", reading: "Engine") -> None:
        """Use `open`."""
        self._to_write, self._to_read = writing, reading

    @classmethod
    def open(cls, path: Path) -> Self:
        """The database at `path`, made where there is none. Raises BookRefused where a newer program wrote it."""
        from inspection.records.connections import reading_engine, use_safe_journal, writing_engine
        from training.labelling.tables import KEEPING, metadata

        engine = writing_engine(path, _BUSY_S)
        use_safe_journal(engine)
        with engine.begin() as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if found > SCHEMA:
                raise BookRefused(f"{path} is of format {found}, this program knows {SCHEMA}: update the program")
            if found < SCHEMA:
                metadata.create_all(connection)
                for statement in KEEPING:
                    connection.exec_driver_sql(statement)
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        return cls(engine, reading_engine(path, _BUSY_S))

    def close(self) -> None:
        """Let go of the file."""
        self._to_read.dispose()
        self._to_write.dispose()

    @contextmanager
    def reading(self) -> Iterator["Connection"]:
        """A connection that cannot write; every statement sees what is there by then. Raises StorageFailed."""
        with _in_words(), self._to_read.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator["Connection"]:
        """One transaction, all or none; on the disk when it ends. Raises StorageFailed."""
        with _in_words(), self._to_write.begin() as connection:
            yield connection


@contextmanager
def _in_words() -> Iterator[None]:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        raise StorageFailed(f"labels.db cannot be used: {error}; make room on the disk, then try again") from error
