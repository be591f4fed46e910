"""Entries may be the master's word on an inspection: a third kind, its own id, and the inspection that it is about.

SQLite has no statement that changes a CHECK. Building the table anew would write every record once more: with 200,000
of them half a minute, and twice the room. So its one line in the schema is edited, the way that SQLite documents for
changes that touch no content (https://www.sqlite.org/lang_altertable.html#otheralter). No byte of a record moves.

The two indexes hold words only: an inspection is recorded as fast as before.
"""

import sqlalchemy as sa
from alembic import op

from inspection.records.migrations.schema_text import replace_in_schema

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TWO_KINDS = "kind IN ('inspection', 'event')"
_THREE_KINDS = "kind IN ('inspection', 'event', 'override')"


def upgrade() -> None:
    """Let in the third kind, then add what words are found by."""
    replace_in_schema("entries", _TWO_KINDS, _THREE_KINDS)
    op.execute("ALTER TABLE entries ADD COLUMN override_id TEXT")
    op.execute("ALTER TABLE entries ADD COLUMN about_record_id TEXT REFERENCES entries (record_id)")
    for column, unique in (("override_id", True), ("about_record_id", False)):
        given = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"entries_by_{column}", "entries", [column], unique=unique, sqlite_where=given)
