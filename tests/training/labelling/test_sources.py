"""From the records into the book: what is worth drawing on, each picture once, piece by piece."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from inspection.errors import PictureUnavailable
from inspection.finding import Detection, Finding
from inspection.job import Job
from inspection.override import Override
from inspection.override import Role as Speaker
from inspection.record import (
    Inspection,
    InspectionRecord,
    OverrideRecord,
    OverridesByRecord,
    PictureRef,
    ViewResult,
    overrides_by_record,
)
from inspection.records.search import Search, Word
from inspection.verdict import Code, Reason, Verdict
from tests.training.labelling.building import png
from training.labelling.book import LabelBook
from training.labelling.sources import take_records
from training.labelling.why import Why

PART = "weld-bead"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Bench:
    """Records and pictures, as a station gives them."""

    def __init__(self) -> None:
        self.records: list[InspectionRecord] = []
        self.words: list[OverrideRecord] = []
        self.pictures: dict[str, bytes] = {}

    def inspected(
        self, verdict: Verdict, *scores: float, seed: int | None = None, serial: str | None = None, recipe: str = PART
    ) -> str:
        number = len(self.records) + 1
        data = png(seed if seed is not None else number)
        sha256 = hashlib.sha256(data).hexdigest()
        self.pictures[sha256] = data
        detections = [Detection(class_name="pore", score=score, xyxy=(10, 10, 20, 20)) for score in scores]
        view = ViewResult(
            view="top",
            picture=PictureRef(sha256=sha256, media_type="image/png", width_px=80, height_px=60),
            exposure=None,
            findings=tuple(Finding(detection=one, measurements=()) for one in detections),
            verdict=verdict,
            reasons=(Reason(code=Code.NOTHING_FOUND),),
            timings_ms={},
        )
        inspection = Inspection(
            record_id=f"{number:032x}",
            source="bench",
            job=Job(serial=serial),
            part_type=PART,
            recipe=recipe,
            recipe_version=1,
            judge=None,
            software_version="0",
            views=(view,),
            verdict=verdict,
            reasons=view.reasons,
        )
        head = {"recorded_at": NOW, "previous_sha256": "0" * 64, "sha256": "1" * 64}
        self.records.append(InspectionRecord(sequence=number, inspection=inspection, **head))
        return inspection.record_id

    def overruled(self, record_id: str, verdict: Verdict) -> None:
        said = Override.model_validate(
            {
                "override_id": uuid4().hex,
                "record_id": record_id,
                "verdict": verdict,
                "role": Speaker.MASTER,
                "reason": "seen",
                "given_at": NOW,
            }
        )
        head = {"recorded_at": NOW, "previous_sha256": "0" * 64, "sha256": "1" * 64}
        self.words.append(OverrideRecord(sequence=len(self.words) + 1000, override=said, **head))

    def search(self, search: Search) -> Sequence[InspectionRecord]:
        spoken = self.overrides_of([one.inspection.record_id for one in self.records])
        return [
            one
            for one in reversed(self.records)
            if (not search.verdicts or one.inspection.verdict in search.verdicts)
            and (search.word is not Word.OVERRULED or one.inspection.record_id in spoken)
        ][: search.limit]

    def overrides_of(self, record_ids: Collection[str]) -> OverridesByRecord:
        return overrides_by_record(one for one in self.words if one.override.record_id in record_ids)

    def picture_bytes(self, sha256: str) -> bytes:
        if sha256 not in self.pictures:
            raise PictureUnavailable("gone")
        return self.pictures[sha256]


@pytest.fixture
def bench() -> Bench:
    return Bench()


Take = Callable[..., int]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LabelBook]:
    opened = LabelBook.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def take(bench: Bench, book: LabelBook) -> Take:
    def taken(limit: int = 50) -> int:
        return take_records(book, PART, bench.search, bench.picture_bytes, bench.overrides_of, limit)

    return taken


def test_what_the_master_overruled_comes_first_then_what_was_doubtful(
    bench: Bench, book: LabelBook, take: Take
) -> None:
    bench.inspected(Verdict.NOT_JUDGED)
    bench.inspected(Verdict.REVIEW, 0.3)
    bench.inspected(Verdict.REVIEW, 0.9, 0.48)
    bench.overruled(bench.inspected(Verdict.PASS), Verdict.FAIL)
    bench.overruled(bench.inspected(Verdict.FAIL, 0.99), Verdict.FAIL)  # he agrees

    assert take() in (4, 5)  # one of the sure ones may be drawn

    brought = [(one.why, round(one.doubt, 2)) for one in book.pictures(PART) if one.why is not Why.RANDOM]
    assert brought == [
        (Why.OVERRULED, 0.0),
        (Why.DOUBTFUL, 0.98),
        (Why.DOUBTFUL, 0.8),
        (Why.NOT_JUDGED, 0.0),
    ]


def test_a_score_beside_the_threshold_is_doubtful_whatever_the_verdict(
    bench: Bench, book: LabelBook, take: Take
) -> None:
    record_id = bench.inspected(Verdict.PASS, 0.45)

    assert take() == 1
    (picture,) = book.pictures(PART)
    assert (picture.why, picture.record_id) == (Why.DOUBTFUL, record_id)


OF_200 = (9, 26, 41, 95, 102)
"""Those whose id has a SHA-256 that begins with a byte divisible by 20 (`sha256sum`)."""


def test_a_few_of_the_sure_ones_come_at_random_and_the_same_ones_every_time(
    bench: Bench, book: LabelBook, take: Take
) -> None:
    for _ in range(200):
        bench.inspected(Verdict.PASS)

    assert take() == len(OF_200)
    assert {(one.why, one.record_id) for one in book.pictures(PART)} == {(Why.RANDOM, f"{n:032x}") for n in OF_200}
    assert take() == 0


def test_nothing_comes_twice_and_the_rest_comes_next_time(bench: Bench, book: LabelBook, take: Take) -> None:
    for _ in range(5):
        bench.inspected(Verdict.REVIEW, 0.4)

    assert [take(3), take(3), take(3)] == [3, 2, 0]
    assert len(book.pictures(PART)) == 5


def test_near_duplicates_come_once_and_are_read_once(bench: Bench, book: LabelBook, take: Take) -> None:
    for _ in range(3):
        bench.inspected(Verdict.REVIEW, 0.4, seed=7)

    assert take() == 1
    bench.pictures.clear()  # it is known without the picture
    assert take() == 0


def test_views_of_one_piece_stay_together(bench: Bench, book: LabelBook, take: Take) -> None:
    bench.inspected(Verdict.REVIEW, 0.4, serial="4711")
    bench.inspected(Verdict.NOT_JUDGED, serial="4711")
    alone = bench.inspected(Verdict.REVIEW, 0.4)

    take()

    assert sorted(str(one.group) for one in book.pictures(PART)) == sorted(["4711", "4711", alone])


def test_other_parts_and_lost_pictures_are_left_out(bench: Bench, book: LabelBook, take: Take) -> None:
    bench.inspected(Verdict.REVIEW, 0.4, recipe="board")
    assert take() == 0
    bench.inspected(Verdict.REVIEW, 0.4)
    bench.pictures.clear()
    assert take() == 0
    assert book.pictures(PART) == ()
