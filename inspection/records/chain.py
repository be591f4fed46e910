"""The chain: every entry carries the hash of the one before it, so that no byte of the past changes unseen.

An entry's hash is the SHA-256 of six lines: the format's name, its number, the hash of the entry before, its kind, its
time, and the SHA-256 of its body. The body enters as its own hash so that a body may one day be deleted, as retention
rules ask, while the chain stays provable.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, assert_never

from inspection.disposition import Disposition
from inspection.override import Override
from inspection.record import (
    Content,
    DispositionRecord,
    Event,
    EventRecord,
    Inspection,
    InspectionRecord,
    OverrideRecord,
    PictureRef,
    Record,
    WithdrawalRecord,
    utc_text,
)
from inspection.withdrawal import Withdrawal

FORMAT: Final = "meisterblick-chain-1"


class Kind(StrEnum):
    """What an entry is about."""

    INSPECTION = "inspection"
    EVENT = "event"
    OVERRIDE = "override"
    WITHDRAWAL = "withdrawal"
    DISPOSITION = "disposition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest entry's number and hash."""

    sequence: int
    sha256: str


START: Final = Head(sequence=0, sha256="0" * 64)
"""What the first entry follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link, exactly as it stands in the database. `recorded_at` is ISO 8601 UTC, `body` is canonical JSON."""

    sequence: int
    kind: str
    recorded_at: str
    previous_sha256: str
    sha256: str
    body: str

    @property
    def head(self) -> Head:
        """What the next entry follows."""
        return Head(sequence=self.sequence, sha256=self.sha256)

    def computed_sha256(self) -> str:
        """The hash that the entry must have, from what it says."""
        return entry_sha256(
            Head(sequence=self.sequence - 1, sha256=self.previous_sha256), self.kind, self.recorded_at, self.body
        )


def entry_sha256(previous: Head, kind: str, recorded_at: str, body: str) -> str:
    """Hash of the entry that follows `previous`. Bytes that are no UTF-8 count as surrogate escapes.

    >>> entry_sha256(START, "event", "2026-01-01T00:00:00.000Z", "{}")[:16]
    'f3e201179567e7a4'
    """
    body_sha256 = sha256(body.encode("utf-8", "surrogateescape")).hexdigest()
    lines = (FORMAT, str(previous.sequence + 1), previous.sha256, kind, recorded_at, body_sha256)
    return sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def canonical_json(content: Content) -> str:
    """The body of an entry: keys sorted, no blanks, so that equal contents give equal bytes.

    >>> canonical_json(Event(code="started", detail="Tür auf"))
    '{"code":"started","detail":"Tür auf"}'
    """
    plain = content.model_dump(mode="json")
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def link(previous: Head, content: Content, recorded_at: datetime) -> Entry:
    """The entry for `content` that follows `previous`."""
    match content:
        case Inspection():
            kind = Kind.INSPECTION
        case Event():
            kind = Kind.EVENT
        case Override():
            kind = Kind.OVERRIDE
        case Withdrawal():
            kind = Kind.WITHDRAWAL
        case Disposition():
            kind = Kind.DISPOSITION
        case _:
            assert_never(content)
    moment, body = utc_text(recorded_at), canonical_json(content)
    return Entry(
        sequence=previous.sequence + 1,
        kind=kind,
        recorded_at=moment,
        previous_sha256=previous.sha256,
        sha256=entry_sha256(previous, kind, moment, body),
        body=body,
    )


def record_of(entry: Entry) -> Record:
    """The record that an entry holds.

    Raises ValueError (pydantic's included) when its hash is not the hash of what it says, or its body is no record.
    """
    if entry.computed_sha256() != entry.sha256:
        raise ValueError(f"entry {entry.sequence} does not have the hash of its content")
    place = {
        "sequence": entry.sequence,
        "recorded_at": datetime.fromisoformat(entry.recorded_at),
        "previous_sha256": entry.previous_sha256,
        "sha256": entry.sha256,
    }
    match Kind(entry.kind):
        case Kind.INSPECTION:
            return InspectionRecord(**place, inspection=Inspection.model_validate_json(entry.body))
        case Kind.EVENT:
            return EventRecord(**place, event=Event.model_validate_json(entry.body))
        case Kind.OVERRIDE:
            return OverrideRecord(**place, override=Override.model_validate_json(entry.body))
        case Kind.WITHDRAWAL:
            return WithdrawalRecord(**place, withdrawal=Withdrawal.model_validate_json(entry.body))
        case Kind.DISPOSITION:
            return DispositionRecord(**place, disposition=Disposition.model_validate_json(entry.body))
        case other:
            assert_never(other)


def pictures_of(inspection: Inspection) -> tuple[tuple[int, PictureRef], ...]:
    """Pictures that an inspection names, each with the index of its view."""
    return tuple((i, view.picture) for i, view in enumerate(inspection.views) if view.picture is not None)
