"""Entries, picture references, and the rule that an entry is never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "entries",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, unique=True),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("part_type", sa.Text),
        sa.Column("verdict", sa.Text),
        sa.Column("previous_sha256", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.CheckConstraint("kind IN ('inspection', 'event')", name="entries_kind"),
        sqlite_strict=True,
    )
    op.create_index("entries_by_kind", "entries", ["kind"])
    op.create_index("entries_by_time", "entries", ["recorded_at", "part_type", "verdict"])
    op.create_table(
        "picture_refs",
        sa.Column("sequence", sa.Integer, sa.ForeignKey("entries.sequence"), primary_key=True),
        sa.Column("view", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("path", sa.Text),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("picture_refs_by_sha256", "picture_refs", ["sha256"])
    for table in ("entries", "picture_refs"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'a record is never changed: write a new one'); END"
            )
