"""The tables of labels.db. Import this module inside functions: SQLAlchemy takes half a second to load."""

from typing import Final

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text, UniqueConstraint

metadata: Final = MetaData()

classes: Final = Table(
    "classes",
    metadata,
    Column("part", Text, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    UniqueConstraint("part", "name"),
    sqlite_strict=True,
)

pictures: Final = Table(
    "pictures",
    metadata,
    Column("part", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)

drawings: Final = Table(
    "drawings",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("part", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", Text, nullable=False),
    ForeignKeyConstraint(["part", "sha256"], ["pictures.part", "pictures.sha256"]),
    Index("one_drawing_a_revision", "part", "sha256", "revision", unique=True),
    sqlite_strict=True,
)

drafts: Final = Table(
    "drafts",
    metadata,
    Column("part", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("desk", Text, primary_key=True),
    Column("body", Text, nullable=False),
    ForeignKeyConstraint(["part", "sha256"], ["pictures.part", "pictures.sha256"]),
    sqlite_strict=True,
)

KEEPING: Final = tuple(
    f"CREATE TRIGGER no_{change.lower()}_of_drawings BEFORE {change} ON drawings "
    "BEGIN SELECT RAISE(ABORT, 'what was drawn stays'); END"
    for change in ("UPDATE", "DELETE")
)
"""Statements that make `drawings` append-only, whoever opens the file."""
