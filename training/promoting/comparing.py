"""Candidate and active model on the golden pictures, both through the same `judge`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from inspection.detection.detector import Detector
from inspection.detection.engines import EngineName
from inspection.detection.loading import load_detector
from inspection.errors import PrecisionNotOffered
from inspection.good_only import UNLIKE_GOOD, CombinedDetector
from inspection.places import find_model
from inspection.record import Precision
from inspection.setup import Setup
from inspection.verdict import Verdict
from training.judging.bench_recipe import any_defect_is_bad
from training.promoting.golden import Golden
from training.promoting.judged_golden import Count, JudgedGolden, OnPicture
from training.promoting.objecting import objections_to
from training.promoting.picture_by_picture import ComparedPicture, Defect
from training.promoting.report import Comparison

FALSE_REJECT_MARGIN: Final = 0.02
"""So large a share of the good parts, and one in any case, a candidate may fail more than the active one does."""


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
    on_picture: OnPicture | None = None,
) -> Comparison:
    """Judge every golden picture by both; `setup` None: any labelled defect is bad.

    `on_picture` is called after every picture.

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
    count = Count(of=len(detectors) * len(golden.pictures), tell=on_picture)
    new = JudgedGolden.by(detectors[0], candidate, golden, basis, count)
    old = JudgedGolden.by(detectors[1], active, golden, basis, count) if active is not None else None
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
        objections=tuple(objections_to(new, old, margin)),
        each=tuple(_each(golden, new, old)),
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


def _each(golden: Golden, new: JudgedGolden, old: JudgedGolden | None) -> Iterator[ComparedPicture]:
    for index, (one, digest) in enumerate(zip(new.pictures, golden.digests, strict=True)):
        labelled = one.picture
        yield ComparedPicture(
            sha256=digest,
            name=labelled.picture.name,
            width_px=labelled.width_px,
            height_px=labelled.height_px,
            truth=one.truth,
            defects=tuple(
                Defect(class_name=box.class_name, xyxy=box.xyxy, polygon=box.polygon) for box in new.defects[index]
            ),
            candidate=new.said(index),
            active=None if old is None else old.said(index),
        )
