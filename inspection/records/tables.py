"""The tables, for SQLAlchemy. Import this module inside functions: SQLAlchemy takes half a second to load.

`entries` is the chain. Five columns repeat what stands in the body so that it can be searched; the audit compares them.
`record_id` and `part_type` are those of an inspection; `override_id` is the id of a master's word, a withdrawal or a
disposition, `about_record_id` the inspection that it is about. Inspection and word have a `verdict`. `picture_refs`
says which entry names which picture, for each view. `terms` finds an inspection by its order, its number, the defects
on it, and by where it came from, unless that is the bench.

`parts` and `dispositions` are what the scrap book counts, so that it reads no body: a row for each inspection at the
bench, `recorded_ms` since 1970 in UTC, `cause` the class of its first reason where the station said FAIL or REVIEW; and
a row for each disposition.
"""

from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text, text

metadata: Final = MetaData()

entries: Final = Table(
    "entries",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, unique=True),
    Column("recorded_at", Text, nullable=False),
    Column("part_type", Text),
    Column("verdict", Text),
    Column("previous_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("override_id", Text),
    Column("about_record_id", Text, ForeignKey("entries.record_id")),
    CheckConstraint("kind IN ('inspection', 'event', 'override', 'withdrawal', 'disposition')", name="entries_kind"),
    Index("entries_by_kind", "kind"),
    Index("entries_by_time", "recorded_at", "part_type", "verdict"),
    Index("entries_by_verdict", "verdict", sqlite_where=text("record_id IS NOT NULL")),
    Index("entries_by_override_id", "override_id", unique=True, sqlite_where=text("override_id IS NOT NULL")),
    Index("entries_by_about_record_id", "about_record_id", sqlite_where=text("about_record_id IS NOT NULL")),
    sqlite_strict=True,
)

picture_refs: Final = Table(
    "picture_refs",
    metadata,
    Column("sequence", Integer, ForeignKey("entries.sequence"), primary_key=True),
    Column("view", Integer, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("path", Text),
    Index("picture_refs_by_sha256", "sha256"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

terms: Final = Table(
    "terms",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("sequence", Integer, ForeignKey("entries.sequence"), primary_key=True),
    Index("terms_by_sequence", "sequence"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

parts: Final = Table(
    "parts",
    metadata,
    Column("sequence", Integer, ForeignKey("entries.sequence"), primary_key=True),
    Column("recorded_ms", Integer, nullable=False),
    Column("part_type", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("job_order", Text),
    Column("job_machine", Text),
    Column("job_lot", Text),
    Column("job_material", Text),
    Column("cause", Text),
    sqlite_strict=True,
)

dispositions: Final = Table(
    "dispositions",
    metadata,
    Column("sequence", Integer, ForeignKey("entries.sequence"), primary_key=True),
    Column("fate", Text, nullable=False),
    Column("cause", Text),
    Column("cost_cents", Integer, nullable=False),
    sqlite_strict=True,
)
