"""A search in SQL. Import this module inside functions: SQLAlchemy takes half a second to load."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, not_, select
from sqlalchemy.sql import Select

from inspection.record import utc_text
from inspection.records.chain import Entry, Kind
from inspection.records.ledger import ENTRY, entry_of
from inspection.records.search import Search, Word
from inspection.records.tables import entries, terms
from inspection.verdict import Verdict


def found(connection: Connection, search: Search) -> tuple[Entry, ...]:
    """The entries that are looked for, newest first."""
    query = select(*ENTRY).where(*_conditions(search))
    if search.before is not None:
        query = query.where(entries.c.sequence < search.before)
    return tuple(map(entry_of, connection.execute(query.order_by(entries.c.sequence.desc()).limit(search.limit))))


def counted(connection: Connection, search: Search) -> Counter[Verdict]:
    """How many there are of each verdict, whatever `before` and `limit` say."""
    query = select(entries.c.verdict, func.count()).where(*_conditions(search)).group_by(entries.c.verdict)
    return Counter({Verdict(verdict): number for verdict, number in connection.execute(query)})


def _conditions(search: Search) -> Iterator[ColumnElement[bool]]:
    yield entries.c.record_id.is_not(None)
    if search.number is not None:
        yield entries.c.sequence == search.number
    for kind, term in (("order", search.order), ("serial", search.serial), ("defect", search.defect)):
        if term is not None:
            yield entries.c.sequence.in_(_having(kind, term))
    if search.part_type is not None:
        yield entries.c.part_type == search.part_type
    if search.since is not None or search.until is not None:
        yield entries.c.sequence.in_(_recorded_between(search.since, search.until))
    if search.verdicts:
        yield entries.c.verdict.in_(sorted(search.verdicts))
    if search.source == "bench":
        yield not_(_has_source())
    elif search.source is not None:
        yield entries.c.sequence.in_(_having("source", search.source))
    if search.withdrawn is not None:
        yield _spoken_of(Kind.WITHDRAWAL) if search.withdrawn else not_(_said(Kind.WITHDRAWAL))
    if search.word is not None:
        yield _word(search.word)


def _having(kind: str, term: str) -> Select[tuple[int]]:
    return select(terms.c.sequence).where(terms.c.kind == kind, terms.c.term == term)


def _recorded_between(since: datetime | None, until: datetime | None) -> Select[tuple[int]]:
    """By the index over time alone: a period long ago is found without reading what came after it."""
    timed = entries.alias("timed")
    query = select(timed.c.sequence)
    if since is not None:
        query = query.where(timed.c.recorded_at >= utc_text(since))
    return query if until is None else query.where(timed.c.recorded_at < utc_text(until))


def _has_source() -> ColumnElement[bool]:
    return exists().where(terms.c.sequence == entries.c.sequence, terms.c.kind == "source")


def _spoken_of(kind: Kind) -> ColumnElement[bool]:
    """As `_said`, found from what was said, which is little, and not from every inspection."""
    about = entries.alias("spoken")
    return entries.c.record_id.in_(select(about.c.about_record_id).where(about.c.kind == kind.value))


def _said(kind: Kind) -> ColumnElement[bool]:
    about = entries.alias("about")
    return exists().where(about.c.about_record_id == entries.c.record_id, func.likely(about.c.kind == kind.value))


def _word(word: Word) -> ColumnElement[bool]:
    match word:
        case Word.NONE:
            return not_(_said(Kind.OVERRIDE))
        case Word.SAID:
            return _spoken_of(Kind.OVERRIDE)
        case Word.OVERRULED:
            return and_(_spoken_of(Kind.OVERRIDE), _newest_verdict() != entries.c.verdict)


def _newest_verdict() -> ColumnElement[str]:
    about = entries.alias("newest")
    said = (about.c.about_record_id == entries.c.record_id) & func.likely(about.c.kind == Kind.OVERRIDE.value)
    query = select(about.c.verdict).where(said).order_by(about.c.sequence.desc()).limit(1)
    return query.scalar_subquery()
