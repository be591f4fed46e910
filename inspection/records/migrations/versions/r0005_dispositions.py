"""Entries may say what becomes of a part: a fifth kind. Two tables hold what the scrap book counts, without any body.

What is recorded already is counted from now on as well: its order is found by its term, and the bodies of those parts
alone are read that did not pass, for the class of their first reason. A body that is no JSON (a damaged file) has no
cause here; the audit names it.
"""

import sqlalchemy as sa
from alembic import op

from inspection.records.migrations.schema_text import replace_in_schema

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FOUR_KINDS = "kind IN ('inspection', 'event', 'override', 'withdrawal')"
_FIVE_KINDS = "kind IN ('inspection', 'event', 'override', 'withdrawal', 'disposition')"

_PARTS = """
INSERT INTO parts (sequence, recorded_ms, part_type, verdict, job_order, cause)
SELECT
    sequence,
    CAST(strftime('%s', recorded_at) AS INTEGER) * 1000 + CAST(substr(recorded_at, 21, 3) AS INTEGER),
    part_type,
    verdict,
    (SELECT term FROM terms WHERE terms.sequence = entries.sequence AND terms.kind = 'order'),
    CASE WHEN verdict IN ('FAIL', 'REVIEW') AND json_valid(body)
        THEN json_extract(body, '$.reasons[0].class_name')
    END
FROM entries
WHERE record_id IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM terms WHERE terms.sequence = entries.sequence AND terms.kind = 'source')
"""


def upgrade() -> None:
    """Let in the fifth kind; make both tables, fill them, and close them to changes like the others."""
    replace_in_schema("entries", _FOUR_KINDS, _FIVE_KINDS)
    op.create_table(
        "parts",
        sa.Column("sequence", sa.Integer, sa.ForeignKey("entries.sequence"), primary_key=True),
        sa.Column("recorded_ms", sa.Integer, nullable=False),
        sa.Column("part_type", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("job_order", "job_machine", "job_lot", "job_material", "cause")),
        sqlite_strict=True,
    )
    op.create_table(
        "dispositions",
        sa.Column("sequence", sa.Integer, sa.ForeignKey("entries.sequence"), primary_key=True),
        sa.Column("fate", sa.Text, nullable=False),
        sa.Column("cause", sa.Text),
        sa.Column("cost_cents", sa.Integer, nullable=False),
        sqlite_strict=True,
    )
    op.execute(_PARTS)
    for table in ("parts", "dispositions"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a record is never changed: write a new one'); END"
            )
