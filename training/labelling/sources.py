"""From the records of the bench into the book: the inspections that are worth drawing on."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Final

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from inspection.errors import PictureUnavailable
from inspection.record import InspectionRecord, OverridesByRecord, ViewResult
from inspection.records.search import Search, Word
from inspection.verdict import Verdict
from training.data.near import fingerprint
from training.labelling.bench_first import bench_first
from training.labelling.book import LabelBook
from training.labelling.prints import Prints, keep_print, kept_print
from training.labelling.suggesting import UNCALIBRATED
from training.labelling.why import Why

LOOKED_AT: Final = 500
"""So many of the newest inspections of each kind are looked at."""
ONE_IN: Final = 20
"""Of the parts that the station was sure of one in so many is brought; the record's id says which."""
NEAR: Final = 0.1
"""A score so near to the threshold could as well have fallen on its other side."""


def take_records(
    book: LabelBook,
    part: str,
    station_search: Callable[[Search], Sequence[InspectionRecord]],
    picture_bytes: Callable[[str], bytes],
    overrides_of: Callable[[Collection[str]], OverridesByRecord],
    limit: int,
    *,
    clear_from: Callable[[str], float] = lambda _: UNCALIBRATED.clear_from,
) -> int:
    """Bring at most `limit` pictures of inspections of `part` into the book; returns how many are new.

    What the master overruled comes first, then what the net was not sure of, what was not judged, and a few of the
    rest. Of pictures that show nearly the same one is taken; those of one serial number belong to one piece. It stands
    still while a part is judged. `clear_from` is the score from which a class counts. Raises StorageError.
    """
    brought = {one.record_id for one in book.pictures(part)}
    found = {
        record.inspection.record_id: record
        for search in _searches()
        for record in station_search(search)
        if record.inspection.recipe == part and record.inspection.record_id not in brought
    }
    words = overrides_of(list(found))
    wanted = [(*why, record) for record in found.values() if (why := _why(record, words, clear_from)) is not None]
    order = list(Why)
    wanted.sort(key=lambda one: (order.index(one[0]), -one[1], -one[2].sequence))
    prints, added = Prints(book, part), 0
    for reason, doubt, record in wanted:
        for view in record.inspection.views:
            if added >= limit:
                return added
            added += _bring(book, part, record, view, reason, doubt, prints, picture_bytes)
    return added


def _searches() -> Iterator[Search]:
    yield Search(word=Word.OVERRULED, withdrawn=False, limit=LOOKED_AT)
    for verdicts in ({Verdict.REVIEW}, {Verdict.NOT_JUDGED}, {Verdict.PASS, Verdict.FAIL}):
        yield Search(verdicts=frozenset(verdicts), withdrawn=False, limit=LOOKED_AT)


def _bring(
    book: LabelBook,
    part: str,
    record: InspectionRecord,
    view: ViewResult,
    why: Why,
    doubt: float,
    prints: Prints,
    picture_bytes: Callable[[str], bytes],
) -> bool:
    """Whether it is new in the book. What is gone from the disk, or was torn by the camera, cannot be drawn on."""
    if view.picture is None or book.picture(part, view.picture.sha256) is not None:
        return False
    bench_first(book)
    group, looks = _piece(record), kept_print(book, view.picture.sha256)
    if looks is not None and prints.like(looks, group) is not None:
        return False
    try:
        data = picture_bytes(view.picture.sha256)
        if looks is None:
            looks = fingerprint(decode_picture(data)[0], data)
            keep_print(book, looks)  # also of what is not taken: it need not be read again to know that
            if prints.like(looks, group) is not None:
                return False
    except (PictureUnavailable, FrameBroken):
        return False
    book.add_picture(part, data, group=group, record_id=record.inspection.record_id, why=why, doubt=doubt)
    prints.add(looks, group)
    return True


def _why(
    record: InspectionRecord, words: OverridesByRecord, clear_from: Callable[[str], float]
) -> tuple[Why, float] | None:
    """Why it is worth drawing on, and how unsure the net was; None where the station was sure and nobody objected."""
    inspection = record.inspection
    said, doubt = words.get(inspection.record_id), _doubt(record, clear_from)
    if said and said[0].override.verdict is not inspection.verdict:
        return Why.OVERRULED, doubt
    match inspection.verdict:
        case Verdict.REVIEW:
            return Why.DOUBTFUL, doubt
        case Verdict.NOT_JUDGED:
            return Why.NOT_JUDGED, doubt
        case Verdict.PASS | Verdict.FAIL:
            if doubt >= 1 - NEAR:
                return Why.DOUBTFUL, doubt
            return (Why.RANDOM, doubt) if _is_drawn(inspection.record_id) else None


def _doubt(record: InspectionRecord, clear_from: Callable[[str], float]) -> float:
    """How near the score that is nearest to its threshold lies: 1 on it, 0 where nothing was found."""
    found = [finding.detection for view in record.inspection.views for finding in view.findings]
    return max((1 - abs(one.score - clear_from(one.class_name)) for one in found), default=0.0)


def _is_drawn(record_id: str) -> bool:
    """The same answer whenever it is asked."""
    return hashlib.sha256(record_id.encode()).digest()[0] % ONE_IN == 0


def _piece(record: InspectionRecord) -> str:
    """What shows the same piece stays together: by the number on it, else it is a piece of its own."""
    return record.inspection.job.serial or record.inspection.record_id
