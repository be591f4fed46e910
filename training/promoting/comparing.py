"""Candidate and active model on the golden pictures, both through the same `judge`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from inspection.decide import decide
from inspection.detection.detector import Detector
from inspection.detection.loading import load_detector, overlap
from inspection.detection.onnx_detector import EngineName
from inspection.errors import PrecisionNotOffered
from inspection.good_only import UNLIKE_GOOD, CombinedDetector
from inspection.model_book.active import manifest_sha256
from inspection.places import find_model
from inspection.recipe import Recipe
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict
from training.data.labels import Box
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.judged_pictures import JudgedPicture, as_found, judge_pictures, seen_under, verdict_under
from training.judging.rate import Rate
from training.judging.verdict_rates import rates_of
from training.promoting.golden import Golden
from training.promoting.report import (
    Comparison,
    DefectMissed,
    Figures,
    MoreFalseRejects,
    NothingProven,
    Objection,
    PartMissed,
    Refused,
)

FALSE_REJECT_MARGIN: Final = 0.02
"""So large a share of the good parts, and one in any case, a candidate may fail more than the active one does."""
FOUND_FROM: Final = 0.3
"""Overlap (IoU) from which on a detection of any class points at a labelled defect."""


def compare(
    candidate: Path,
    active: Path | None,
    golden: Golden,
    setup: Setup | None,
    *,
    slot: str,
    home: Path,
    margin: float = FALSE_REJECT_MARGIN,
    origin_known: bool = True,
    engine: EngineName | None = None,
    precision: Precision = Precision.F32,
    threads: int | None = None,
) -> Comparison:
    """Judge every golden picture by both; `setup` None: any labelled defect is bad.

    Each calculates in `precision` where it offers that, else in f32, and beside it looks what the recipe names beside
    it (`good_only`), as at the bench.

    Raises ModelRefused where a model does not pass its own tests, FrameBroken for a picture that is not whole.
    """
    beside = _beside(setup, slot)
    detectors = [
        _with_companion(_loaded(one, engine, precision, threads), beside, home, engine, threads)
        for one in (candidate, active)
        if one is not None
    ]
    known = {name for detector in detectors for name in detector.classes} | golden.classes
    basis = setup or Setup.without_station(any_defect_is_bad(slot, known - {UNLIKE_GOOD}))  # as `evaluate` does
    new = _Judged.by(detectors[0], candidate, golden, basis)
    old = _Judged.by(detectors[1], active, golden, basis) if active is not None else None
    truths = [one.truth for one in new.pictures]
    return Comparison(
        slot=slot,
        candidate=new.figures(),
        active=old.figures() if old else None,
        golden=golden.names,
        golden_sha256=golden.sha256,
        pictures=len(truths),
        bad_parts=truths.count(Verdict.FAIL),
        good_parts=truths.count(Verdict.PASS),
        recipe=None if setup is None else setup.recipe.name,
        origin_known=origin_known,
        objections=tuple(_objections(new, old, margin)),
    )


def _loaded(folder: Path, engine: EngineName | None, precision: Precision, threads: int | None) -> Detector:
    try:
        return load_detector(folder, engine=engine, precision=precision, threads=threads)
    except PrecisionNotOffered:
        return load_detector(folder, engine=engine, threads=threads)


def _beside(setup: Setup | None, slot: str) -> str | None:
    """The slot that judges together with `slot` by this recipe; None where none does."""
    if setup is None or setup.recipe.good_only is None:
        return None
    return setup.recipe.model if slot == setup.recipe.good_only else setup.recipe.good_only


def _with_companion(
    detector: Detector, beside: str | None, home: Path, engine: EngineName | None, threads: int | None
) -> Detector:
    """The detector together with what is active in the slot beside it."""
    if beside is None:
        return detector
    return CombinedDetector(detector, _loaded(find_model(beside, home), engine, Precision.F32, threads))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """The golden pictures as one model judged them. `found` says of each defect of each picture whether it points."""

    folder: Path
    precision: Precision
    recipe: Recipe
    pictures: Sequence[JudgedPicture]
    verdicts: Sequence[Verdict]
    defects: Sequence[Sequence[Box]]
    found: Sequence[Sequence[bool]]

    @classmethod
    def by(cls, detector: Detector, folder: Path, golden: Golden, basis: Setup) -> "_Judged":
        recipe = basis.recipe.with_bands(detector.bands)
        pictures = judge_pictures(detector.find, golden.pictures, replace(basis, recipe=recipe))
        defects = [_defects(one, recipe) for one in pictures]
        return cls(
            folder=folder,
            precision=detector.judge.precision if detector.judge else Precision.F32,
            recipe=recipe,
            pictures=pictures,
            verdicts=[verdict_under(one, recipe) for one in pictures],
            defects=defects,
            found=[_pointed_at(one, boxes, recipe) for one, boxes in zip(pictures, defects, strict=True)],
        )

    def figures(self) -> Figures:
        rates = rates_of(zip((one.truth for one in self.pictures), self.verdicts, strict=True))
        every = [found for each in self.found for found in each]
        return Figures(
            model=self.folder.name,
            manifest_sha256=manifest_sha256(self.folder),
            precision=self.precision,
            escape_rate=rates.escape,
            false_reject_rate=rates.false_reject,
            review_rate=rates.review,
            found=Rate.of(sum(every), len(every)),
        )

    def wrongly_refused(self) -> int:
        """Good parts that failed or got no verdict."""
        wrong = (Verdict.FAIL, Verdict.NOT_JUDGED)
        return sum(
            one.truth is Verdict.PASS and verdict in wrong
            for one, verdict in zip(self.pictures, self.verdicts, strict=True)
        )


def _defects(judged: JudgedPicture, recipe: Recipe) -> tuple[Box, ...]:
    """The labels of what may not simply be there: sound knots are labelled, too."""
    return tuple(box for box in judged.picture.boxes if box.class_name not in recipe.accepted)


def _matters(judged: JudgedPicture, defect: Box, recipe: Recipe) -> bool:
    """Whether a part with this defect alone would not pass: a sound knot of 3 mm is labelled, and harms nobody."""
    if judged.sizes is None:
        return True
    verdict, _ = decide(judged.sizes.of((as_found(defect),)), recipe)
    return verdict is not Verdict.PASS


def _pointed_at(judged: JudgedPicture, defects: Sequence[Box], recipe: Recipe) -> tuple[bool, ...]:
    seen = () if judged.refused else seen_under(judged, recipe)
    return tuple(any(overlap(box.xyxy, one.xyxy) >= FOUND_FROM for one in seen) for box in defects)


def _objections(new: _Judged, old: _Judged | None, margin: float) -> Iterator[Objection]:
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


def _both_judged(new: _Judged, old: _Judged | None) -> Iterator[bool]:
    """Of every bad part, whether it got a verdict from each."""
    for index, one in enumerate(new.pictures):
        if one.truth is Verdict.FAIL:
            verdicts = (judged.verdicts[index] for judged in (new, old) if judged is not None)
            yield all(verdict is not Verdict.NOT_JUDGED for verdict in verdicts)


def _refused(new: _Judged, old: _Judged | None) -> tuple[Refused, ...]:
    """Why pictures were not judged: by the candidate, else by the active model."""
    both = zip(new.pictures, old.pictures if old else new.pictures, strict=True)
    reasons = [why[0] for mine, theirs in both if (why := mine.refused or theirs.refused)]
    first = {reason.code: reason for reason in reversed(reasons)}
    counts = Counter(reason.code for reason in reasons)
    return tuple(Refused(reason=first[code], pictures=count) for code, count in counts.most_common())


def _parts_missed(new: _Judged, old: _Judged | None) -> Iterator[PartMissed]:
    for index, (one, verdict) in enumerate(zip(new.pictures, new.verdicts, strict=True)):
        was = None if old is None else old.verdicts[index]
        if one.truth is Verdict.FAIL and verdict is Verdict.PASS and was is not Verdict.PASS:
            yield PartMissed(picture=one.picture.picture.name, active=was)


def _defects_missed(new: _Judged, old: _Judged) -> Iterator[DefectMissed]:
    for index, one in enumerate(new.pictures):
        for box, found, was_found in zip(new.defects[index], new.found[index], old.found[index], strict=True):
            if was_found and not found and _matters(one, box, new.recipe):
                yield DefectMissed(picture=one.picture.picture.name, class_name=box.class_name, xyxy=box.xyxy)
