"""Reading and writing entries in SQL. Import this module inside functions: SQLAlchemy takes half a second to load."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, assert_never, get_args

from sqlalchemy import Connection, func, insert, select

from inspection.disposition import Disposition
from inspection.job import Dimension
from inspection.override import Override
from inspection.record import Content, Event, Inspection
from inspection.records.chain import START, Entry, Head, Kind, pictures_of
from inspection.records.deleting import DELETED, deleted_by
from inspection.records.tables import dispositions, entries, parts, picture_refs, terms
from inspection.records.tally import Sort, Tally
from inspection.verdict import Verdict
from inspection.withdrawal import Withdrawal

Link = tuple[Entry, Content]

ENTRY = (
    entries.c.sequence,
    entries.c.kind,
    entries.c.recorded_at,
    entries.c.previous_sha256,
    entries.c.sha256,
    entries.c.body,
)
"""The columns of the chain, in the order of `entry_of`."""

REPEATED = (
    entries.c.record_id,
    entries.c.part_type,
    entries.c.verdict,
    entries.c.override_id,
    entries.c.about_record_id,
)
"""The columns that repeat what stands in the body, in the order of `repeated`."""


def entry_of(row: Sequence[Any]) -> Entry:
    """The entry in a row whose first columns are those of the chain.

    What should be text and is not (a damaged file) is spelled out: it cannot have the hash that was recorded.
    """
    sequence = row[0]
    kind, recorded_at, previous, digest, body = (v if isinstance(v, str) else repr(v) for v in row[1:6])
    return Entry(
        sequence=sequence, kind=kind, recorded_at=recorded_at, previous_sha256=previous, sha256=digest, body=body
    )


def newest_entry(connection: Connection) -> Entry | None:
    """The last link of the chain."""
    row = connection.execute(select(*ENTRY).order_by(entries.c.sequence.desc()).limit(1)).first()
    return entry_of(row) if row else None


def head_of(connection: Connection) -> Head:
    """What the next entry follows."""
    columns = select(entries.c.sequence, entries.c.sha256)
    row = connection.execute(columns.order_by(entries.c.sequence.desc()).limit(1)).first()
    return Head(sequence=row[0], sha256=row[1]) if row else START


def sha256_at(connection: Connection, sequence: int) -> str | None:
    """The hash that stands in an entry, None where there is no such entry."""
    return connection.execute(select(entries.c.sha256).where(entries.c.sequence == sequence)).scalar()


def repeated(content: Content) -> tuple[str | None, ...]:
    """What the columns `REPEATED` say of a body."""
    match content:
        case Inspection():
            return content.record_id, content.part_type, content.verdict.value, None, None
        case Event():
            return None, None, None, None, None
        case Override():
            return None, None, content.verdict.value, content.override_id, content.record_id
        case Withdrawal():
            return None, None, None, content.withdrawal_id, content.record_id
        case Disposition():
            return None, None, None, content.disposition_id, content.record_id
        case _:
            assert_never(content)


def entry_row(entry: Entry, content: Content) -> dict[str, Any]:
    """The row of `entries` for an entry."""
    return {
        "sequence": entry.sequence,
        "kind": entry.kind,
        "recorded_at": entry.recorded_at,
        "previous_sha256": entry.previous_sha256,
        "sha256": entry.sha256,
        "body": entry.body,
        **{column.name: said for column, said in zip(REPEATED, repeated(content), strict=True)},
    }


def reference_rows(entry: Entry, content: Content) -> list[dict[str, Any]]:
    """The rows of `picture_refs` for an entry, in the order of its views."""
    return [
        {
            "sequence": entry.sequence,
            "view": view,
            "sha256": picture.sha256,
            "media_type": picture.media_type,
            "path": picture.path,
        }
        for view, picture in (pictures_of(content) if isinstance(content, Inspection) else ())
    ]


def term_rows(entry: Entry, content: Content) -> list[dict[str, Any]]:
    """The rows of `terms` for an entry, sorted."""
    if isinstance(content, Event):
        return [{"kind": DELETED, "term": sha256, "sequence": entry.sequence} for sha256 in deleted_by(content)]
    if not isinstance(content, Inspection):
        return []
    found = {("defect", finding.detection.class_name) for view in content.views for finding in view.findings}
    found |= {(kind, tag) for kind, tag in (("order", content.job.order), ("serial", content.job.serial)) if tag}
    if content.source != "bench":
        found.add(("source", content.source))
    return [{"kind": kind, "term": term, "sequence": entry.sequence} for kind, term in sorted(found)]


def part_rows(entry: Entry, content: Content) -> list[dict[str, Any]]:
    """The row of `parts` for an inspection at the bench."""
    if not isinstance(content, Inspection) or content.source != "bench":
        return []
    asks = content.verdict in (Verdict.FAIL, Verdict.REVIEW)
    return [
        {
            "sequence": entry.sequence,
            "recorded_ms": round(datetime.fromisoformat(entry.recorded_at).timestamp() * 1000),
            "part_type": content.part_type,
            "verdict": content.verdict.value,
            **{f"job_{name}": getattr(content.job, name) for name in get_args(Dimension)},
            "cause": content.reasons[0].class_name if asks else None,
        }
    ]


def disposition_rows(entry: Entry, content: Content) -> list[dict[str, Any]]:
    """The row of `dispositions` for one."""
    if not isinstance(content, Disposition):
        return []
    said = {"fate": content.fate.value, "cause": content.cause, "cost_cents": content.cost_cents}
    return [{"sequence": entry.sequence, **said}]


BESIDE: Final = {
    "picture references": (picture_refs, reference_rows),
    "terms": (terms, term_rows),
    "facts": (parts, part_rows),
    "disposition": (dispositions, disposition_rows),
}
"""What stands beside an entry in tables of its own: each table, and what its rows must be, in their order."""


def append(connection: Connection, links: Sequence[Link]) -> None:
    """Insert entries and what stands beside them."""
    connection.execute(insert(entries), [entry_row(*one) for one in links])
    for table, rows_of in BESIDE.values():
        if rows := [row for one in links for row in rows_of(*one)]:
            connection.execute(insert(table), rows)


def newest(connection: Connection, kind: Kind, count: int) -> tuple[Entry, ...]:
    """The last `count` entries of a kind, newest first."""
    query = select(*ENTRY).where(entries.c.kind == kind.value).order_by(entries.c.sequence.desc()).limit(count)
    return tuple(entry_of(row) for row in connection.execute(query))


def by_record_id(connection: Connection, record_ids: Iterable[str]) -> dict[str, Entry]:
    """The entries with these ids, as far as there are any."""
    query = select(*ENTRY, entries.c.record_id).where(entries.c.record_id.in_(list(record_ids)))
    return {row[6]: entry_of(row) for row in connection.execute(query)}


def is_inspected(connection: Connection, record_id: str) -> bool:
    """Whether an inspection has this id."""
    return connection.execute(select(entries.c.sequence).where(entries.c.record_id == record_id)).first() is not None


def said_with(connection: Connection, override_id: str) -> Entry | None:
    """The word of the master, the withdrawal or the disposition with this id."""
    row = connection.execute(select(*ENTRY).where(entries.c.override_id == override_id)).first()
    return entry_of(row) if row else None


def said_of(connection: Connection, kind: Kind, record_ids: Iterable[str]) -> tuple[Entry, ...]:
    """All of a kind that was said of these inspections, newest first."""
    # `likely` keeps SQLite from going through all entries of the kind
    of_kind = func.likely(entries.c.kind == kind.value)
    query = select(*ENTRY).where(entries.c.about_record_id.in_(list(record_ids)), of_kind)
    return tuple(entry_of(row) for row in connection.execute(query.order_by(entries.c.sequence.desc())))


def tally(connection: Connection, since: str | None = None) -> Counter[tuple[str, Verdict]]:
    """Number of inspections by part type and verdict, of all or of those recorded from `since` on (UTC text)."""
    query = select(entries.c.part_type, entries.c.verdict, func.count()).where(entries.c.part_type.is_not(None))
    if since is not None:
        query = query.where(entries.c.recorded_at >= since)
    rows = connection.execute(query.group_by(entries.c.part_type, entries.c.verdict))
    return Counter({(part_type, Verdict(verdict)): number for part_type, verdict, number in rows})


def sorted_tally(connection: Connection) -> Tally:
    """Number of inspections of each sort: of all by an index, then what stands out, which is less."""
    found = Tally()
    for (part_type, verdict), number in tally(connection).items():
        found[Sort(part_type, verdict, "bench", False)] = number
    source = terms.alias("source")
    of_source = select(entries.c.part_type, entries.c.verdict, source.c.term, func.count()).select_from(
        source.join(entries, entries.c.sequence == source.c.sequence)
    )
    query = of_source.where(source.c.kind == "source").group_by(entries.c.part_type, entries.c.verdict, source.c.term)
    for part_type, verdict, said, number in connection.execute(query):
        found[Sort(part_type, Verdict(verdict), "bench", False)] -= number
        found[Sort(part_type, Verdict(verdict), said, False)] += number
    word = entries.alias("word")
    withdrawn = select(entries.c.part_type, entries.c.verdict, func.coalesce(source.c.term, "bench")).select_from(
        word.join(entries, entries.c.record_id == word.c.about_record_id).outerjoin(
            source, (source.c.sequence == entries.c.sequence) & (source.c.kind == "source")
        )
    )
    for part_type, verdict, said in connection.execute(withdrawn.where(word.c.kind == Kind.WITHDRAWAL.value)):
        found[Sort(part_type, Verdict(verdict), said, False)] -= 1
        found[Sort(part_type, Verdict(verdict), said, True)] += 1
    return found


def reference_of(connection: Connection, digest: str) -> tuple[str, str | None] | None:
    """Media type and path of a picture; one that the store holds itself (path None) comes first."""
    query = select(picture_refs.c.media_type, picture_refs.c.path).where(picture_refs.c.sha256 == digest)
    row = connection.execute(query.order_by(picture_refs.c.path.is_not(None)).limit(1)).first()
    return (row[0], row[1]) if row else None


def deletion_of(connection: Connection, digest: str) -> int | None:
    """Number of the entry that says that this picture was deleted, and after which no other names it; None for none."""
    newest = select(func.max(picture_refs.c.sequence)).where(picture_refs.c.sha256 == digest).scalar_subquery()
    said = (terms.c.kind == DELETED) & (terms.c.term == digest) & (terms.c.sequence > newest)
    return connection.execute(select(func.max(terms.c.sequence)).where(said)).scalar()


def recorded_pictures(connection: Connection) -> frozenset[tuple[str, str]]:
    """SHA-256 and media type of every picture that the store itself holds."""
    # without DISTINCT: it would go by the index and look up every row in the table, five times as long
    query = select(picture_refs.c.sha256, picture_refs.c.media_type).where(picture_refs.c.path.is_(None))
    return frozenset((row[0], row[1]) for row in connection.execute(query))
