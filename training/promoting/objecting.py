"""What stands against a candidate: nothing proven, something missed that the active model finds, good parts failed."""

from collections import Counter
from collections.abc import Iterator

from inspection.decide import decide
from inspection.recipe import Recipe
from inspection.verdict import Verdict
from training.data.labels import Box
from training.judging.judged_pictures import JudgedPicture, as_found
from training.promoting.judged_golden import JudgedGolden
from training.promoting.report import (
    DefectMissed,
    MoreFalseRejects,
    NothingProven,
    Objection,
    PartMissed,
    Refused,
)


def objections_to(new: JudgedGolden, old: JudgedGolden | None, margin: float) -> Iterator[Objection]:
    """That nothing was proven first, then missed parts, missed defects, and false rejects."""
    if not any(_both_judged(new, old)):
        yield NothingProven(
            bad_parts=sum(one.truth is Verdict.FAIL for one in new.pictures),
            pictures=len(new.pictures),
            refused=_refused(new, old),
        )
    yield from _parts_missed(new, old)
    if old is None:
        return
    yield from _defects_missed(new, old)
    good = sum(one.truth is Verdict.PASS for one in new.pictures)
    allowed = max(1, int(margin * good))
    refused, were_refused = new.wrongly_refused(), old.wrongly_refused()
    if refused - were_refused > allowed:
        yield MoreFalseRejects(candidate=refused, active=were_refused, allowed_more=allowed, good_parts=good)


def _both_judged(new: JudgedGolden, old: JudgedGolden | None) -> Iterator[bool]:
    """Of every bad part, whether it got a verdict from each."""
    for index, one in enumerate(new.pictures):
        if one.truth is Verdict.FAIL:
            verdicts = (judged.verdicts[index] for judged in (new, old) if judged is not None)
            yield all(verdict is not Verdict.NOT_JUDGED for verdict in verdicts)


def _refused(new: JudgedGolden, old: JudgedGolden | None) -> tuple[Refused, ...]:
    """Why pictures were not judged: by the candidate, else by the active model."""
    both = zip(new.pictures, old.pictures if old else new.pictures, strict=True)
    reasons = [why[0] for mine, theirs in both if (why := mine.refused or theirs.refused)]
    first = {reason.code: reason for reason in reversed(reasons)}
    counts = Counter(reason.code for reason in reasons)
    return tuple(Refused(reason=first[code], pictures=count) for code, count in counts.most_common())


def _parts_missed(new: JudgedGolden, old: JudgedGolden | None) -> Iterator[PartMissed]:
    for index, (one, verdict) in enumerate(zip(new.pictures, new.verdicts, strict=True)):
        was = None if old is None else old.verdicts[index]
        if one.truth is Verdict.FAIL and verdict is Verdict.PASS and was is not Verdict.PASS:
            yield PartMissed(picture=one.picture.picture.name, active=was)


def _defects_missed(new: JudgedGolden, old: JudgedGolden) -> Iterator[DefectMissed]:
    for index, one in enumerate(new.pictures):
        for box, found, was_found in zip(new.defects[index], new.found[index], old.found[index], strict=True):
            if was_found and not found and _matters(one, box, new.recipe):
                yield DefectMissed(picture=one.picture.picture.name, class_name=box.class_name, xyxy=box.xyxy)


def _matters(judged: JudgedPicture, defect: Box, recipe: Recipe) -> bool:
    """Whether a part with this defect alone would not pass: a sound knot of 3 mm is labelled, and harms nobody."""
    if judged.sizes is None:
        return True
    verdict, _ = decide(judged.sizes.of((as_found(defect),)), recipe)
    return verdict is not Verdict.PASS
