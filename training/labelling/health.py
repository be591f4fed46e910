"""Is what the master approved enough to learn from? Counted at once; copies are looked for in a process of its own.

    python -m training.labelling.health HOME PART

prints what it finds when it decodes every picture, as JSON: it takes a while, and gives way to the station.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from training.data.health.amounts import amounts
from training.data.health.report import HealthFinding, HealthReport, Severity, Sign, in_order
from training.data.labels import LabelledPicture
from training.errors import LabelError
from training.labelling.bench_first import bench_first
from training.labelling.book import LabelBook
from training.labelling.lessons import Lesson, approved, labelled_picture
from training.labelling.prints import firsts, print_of


def counted_health(book: LabelBook, part: str, lessons: Sequence[Lesson]) -> HealthReport:
    """What can be said without looking at a picture: how many there are of what, and bad drawings (FAULTS row 30)."""
    good, bad = _labelled(book, part, lessons)
    findings = [] if lessons else [HealthFinding(sign=Sign.NO_PICTURES, severity=Severity.PROBLEM)]
    if bad:
        findings.append(
            HealthFinding(sign=Sign.LABEL_OUTSIDE, severity=Severity.PROBLEM, count=len(bad), places=tuple(bad))
        )
    if lessons and not any(one.boxes for one in good):
        findings.append(HealthFinding(sign=Sign.NO_LABELS, severity=Severity.PROBLEM))
    elif lessons:
        findings += amounts(good, book.classes(part))
    return HealthReport(
        pictures={"approved": len(good)},
        labels={name: sum(name in one.classes for one in lessons) for name in book.classes(part)},
        findings=in_order(findings),
    )


def seen_health(book: LabelBook, part: str) -> tuple[HealthFinding, ...]:
    """What only shows when every picture is looked at: broken ones, and those that show nearly the same.

    Raises StorageFailed. A picture is decoded once; its fingerprint is kept (`training.labelling.prints`).
    """
    pictures, prints, broken = [], [], []
    for lesson in approved(book, part):
        bench_first(book)
        if (made := print_of(book, lesson.picture)) is None:
            broken.append(lesson.picture.sha256)
        else:
            pictures.append(lesson.picture)
            prints.append(made)
    findings = []
    if broken:
        findings.append(
            HealthFinding(sign=Sign.PICTURES_BROKEN, severity=Severity.PROBLEM, count=len(broken), places=tuple(broken))
        )
    if alike := len(firsts(pictures, prints)):
        findings.append(HealthFinding(sign=Sign.NEAR_COPIES, severity=Severity.HINT, count=alike))
    return tuple(findings)


def _labelled(book: LabelBook, part: str, lessons: Sequence[Lesson]) -> tuple[list[LabelledPicture], list[str]]:
    good, bad = [], []
    for lesson in lessons:
        try:
            good.append(labelled_picture(book, part, lesson))
        except LabelError as error:
            bad.append(str(error))
    return good, bad


def main(home: Path, part: str) -> None:
    """Look, and print a report of nothing else."""
    from training.environment import give_way

    give_way()
    book = LabelBook.open(home)
    try:
        report = HealthReport(pictures={}, labels={}, findings=in_order(list(seen_health(book, part))))
    finally:
        book.close()
    sys.stdout.write(report.model_dump_json() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
