"""Entries may take a part back: a fourth kind. A table of terms finds parts by order, number and defect.

The terms of what is recorded already are read from the bodies, once. A part without order, number and defect has no
term, so it is recorded as fast as before.
"""

import sqlalchemy as sa
from alembic import op

from inspection.records.migrations.schema_text import replace_in_schema

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_THREE_KINDS = "kind IN ('inspection', 'event', 'override')"
_FOUR_KINDS = "kind IN ('inspection', 'event', 'override', 'withdrawal')"

_DEFECTS = """
INSERT INTO terms (kind, term, sequence)
SELECT DISTINCT 'defect', json_extract(finding.value, '$.detection.class_name'), entries.sequence
FROM entries, json_each(entries.body, '$.views') AS view, json_each(view.value, '$.findings') AS finding
WHERE entries.kind = 'inspection'
"""
_SOURCES = """
INSERT INTO terms (kind, term, sequence)
SELECT 'source', json_extract(body, '$.source'), sequence FROM entries
WHERE kind = 'inspection' AND json_extract(body, '$.source') <> 'bench'
"""


def upgrade() -> None:
    """Let in the fourth kind; make the table of terms, fill it, and close it to changes like the others."""
    replace_in_schema("entries", _THREE_KINDS, _FOUR_KINDS)
    op.create_index("entries_by_verdict", "entries", ["verdict"], sqlite_where=sa.text("record_id IS NOT NULL"))
    op.create_table(
        "terms",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("term", sa.Text, primary_key=True),
        sa.Column("sequence", sa.Integer, sa.ForeignKey("entries.sequence"), primary_key=True),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("terms_by_sequence", "terms", ["sequence"])
    op.execute(_DEFECTS)
    op.execute(_SOURCES)
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER terms_no_{verb.lower()} BEFORE {verb} ON terms "
            "BEGIN SELECT RAISE(ABORT, 'a record is never changed: write a new one'); END"
        )
