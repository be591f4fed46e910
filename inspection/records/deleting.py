"""Pictures that retention deleted: the entry that says so, written before the first file goes.

The chain keeps the hashes, so every record stays provable, and an audit knows a deleted picture from a lost one.
"""

import re
from collections.abc import Collection
from typing import Final

from inspection.record import Event

PICTURES_DELETED: Final = "pictures-deleted"
"""Code of the event; its detail says why in its first line, then the SHA-256 of each picture, a line each."""

DELETED: Final = "deleted"
"""Kind of the terms that find such an event by the SHA-256 of a picture."""

GROUP_LIMIT: Final = 256
"""Most pictures in one entry."""

_SHA256: Final = re.compile(r"^[0-9a-f]{64}$", re.MULTILINE)


def deletion(why: str, digests: Collection[str]) -> Event:
    """The event for pictures with these SHA-256.

    >>> deleted_by(deletion("of good parts, older than 90 days", ["a" * 64, "b" * 64])) == ("a" * 64, "b" * 64)
    True
    """
    if "\n" in why or not 0 < len(digests) <= GROUP_LIMIT:
        raise ValueError(f"expected one line and 1 to {GROUP_LIMIT} pictures, got {why!r} and {len(digests)}")
    return Event(code=PICTURES_DELETED, detail="\n".join([why, *sorted(digests)]))


def deleted_by(event: Event) -> tuple[str, ...]:
    """The SHA-256 of the pictures that an event says were deleted, sorted; none for any other event."""
    return tuple(sorted(set(_SHA256.findall(event.detail)))) if event.code == PICTURES_DELETED else ()
