"""What a start finds: records that are missing, pictures without a record."""

from typing import TYPE_CHECKING

from inspection.record import Event
from inspection.records.chain import Head
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout
from inspection.records.pictures import SUFFIXES, PictureFolder

if TYPE_CHECKING:
    from inspection.records.database import Database

RECORDS_MISSING = "records-missing"
RECORDS_REPLACED = "records-replaced"
WITNESS_MISSING = "head-witness-missing"
PICTURES_PUT_ASIDE = "pictures-put-aside"
RECORDS_QUARANTINED = "records-quarantined"


def found_at_start(
    layout: Layout, database: "Database", pictures: PictureFolder, witnessed: Head | None
) -> tuple[Event, ...]:
    """Compare the database with the head witness, put pictures aside that no record names, and say what was found.

    Raises StorageFailed.
    """
    found = [event for event in (_compare(database, witnessed), _put_aside(layout, database, pictures)) if event]
    return tuple(found)


def _compare(database: "Database", witnessed: Head | None) -> Event | None:
    head = database.head()
    if witnessed is None:
        if head.sequence == 0:
            return None
        return Event(
            code=WITNESS_MISSING,
            detail=f"there is no whole head witness beside the database, which ends with entry {head.sequence}: "
            "entries cut off behind it could not be seen",
        )
    if witnessed.sequence > head.sequence:
        return Event(
            code=RECORDS_MISSING,
            detail=f"entries {head.sequence + 1} to {witnessed.sequence} were acknowledged and are missing; the last "
            f"of them had the SHA-256 {witnessed.sha256}",
        )
    there = database.sha256_at(witnessed.sequence) if witnessed.sequence else witnessed.sha256
    if there != witnessed.sha256:
        return Event(
            code=RECORDS_REPLACED,
            detail=f"entry {witnessed.sequence} was acknowledged with the SHA-256 {witnessed.sha256} and has {there}",
        )
    return None


def _put_aside(layout: Layout, database: "Database", pictures: PictureFolder) -> Event | None:
    recorded = {f"{digest}{SUFFIXES.get(kind, '')}" for digest, kind in database.recorded_pictures()}
    with storage_errors(f"put aside pictures in {layout.unrecorded}"):
        moved = pictures.move_out(recorded.__contains__, layout.unrecorded)
    if not moved:
        return None
    return Event(
        code=PICTURES_PUT_ASIDE,
        detail=f"{len(moved)} pictures that no record names were moved to {layout.unrecorded.name}: "
        f"{', '.join(moved[:64])}",
    )
