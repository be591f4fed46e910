"""Bring the database's schema to the version this program knows; refuse one that is newer."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspection.errors import StorageRefused

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA_REVISION: Final = "0005"
"""The newest file in `migrations/versions` (a test holds the two together)."""

MIGRATIONS: Final = Path(__file__).parent / "migrations"


def revision_of(connection: "Connection") -> str | None:
    """The schema's version, None for an empty database."""
    known = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if connection.exec_driver_sql(known).first() is None:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return str(row[0]) if row else None


def migrate(connection: "Connection") -> None:
    """Migrate within the caller's transaction: a kill in its middle leaves the old schema whole.

    Raises StorageRefused for a schema that this program does not know.
    """
    found = revision_of(connection)
    if found == SCHEMA_REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StorageRefused(
            f"the records have schema {found!r}, this program knows up to {SCHEMA_REVISION!r}: nothing was written. "
            "Start the newer program that made them, or update this one"
        )
    command.upgrade(config, "head")
