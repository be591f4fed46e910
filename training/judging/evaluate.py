"""A model, the pictures of a split and a recipe: what the report says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from inspection.good_only import UNLIKE_GOOD
from inspection.good_only.known import without_known
from inspection.recipe import Recipe
from inspection.setup import Setup
from inspection.verdict import Reason, Verdict
from training.data.labels import LabelledPicture
from training.errors import LabelError
from training.judging.asked import Asked
from training.judging.bench_recipe import any_defect_is_bad, with_bands_of
from training.judging.judged_pictures import JudgedPicture, decided_under, judge_pictures
from training.judging.judging_set import JudgingSet
from training.judging.matching import Matched, confusion_of, matched, rate_by_size, size_px
from training.judging.report import ClassScore, EvaluationReport, MarkedBox, Miss
from training.judging.verdict_rates import rates_of
from training.score import score_of

MOST_MISSES: Final = 12
Decided: TypeAlias = tuple[Verdict, tuple[Reason, ...]]


def evaluate(
    model: Asked, judged_by: JudgingSet, setup: Setup | None, *, pictures: Iterable[LabelledPicture] | None = None
) -> EvaluationReport:
    """Judge `model` by every picture of the set, under the recipe of `setup`; None: any labelled defect is bad.

    `pictures` are those of the set, for who wants to watch them go by. Raises FrameBroken for a picture that is not
    whole, LabelError where model and labels have so little in common that nothing can be said.
    """
    basis = setup or Setup.without_station(_strict_recipe(model, judged_by))
    recipe = with_bands_of(basis.recipe, model.bands, model.thresholds)
    judged = judge_pictures(model.find, pictures or judged_by.pictures, replace(basis, recipe=recipe))
    decided = [decided_under(one, recipe) for one in judged]
    verdicts = [verdict for verdict, _ in decided]
    rates = rates_of(zip((one.truth for one in judged), verdicts, strict=True))
    unknown = judged_by.classes - set(model.classes)
    if unknown == judged_by.classes and not rates.escape.n + rates.false_reject.n:
        raise LabelError(
            f"model {model.name!r} knows {', '.join(model.classes)}, but labelled are only "
            f"{', '.join(sorted(unknown))}, of which this recipe says neither good nor bad: name another model or "
            "data set, or leave the recipe out"
        )
    scored = score_of([one.detections for one in judged], [one.picture.boxes for one in judged])
    pairs = [_matched(one, recipe) for one in judged]
    return EvaluationReport(
        model=model.name,
        version=model.version,
        model_sha256=model.judge.sha256,
        engine=f"{model.judge.engine} {model.judge.engine_version}",
        precision=model.judge.precision,
        data=judged_by.name,
        data_sha256=judged_by.sha256,
        split=judged_by.split,
        pictures=len(judged),
        labels=sum(len(one.picture.boxes) for one in judged),
        recipe=None if setup is None else recipe.name,
        recipe_version=None if setup is None else recipe.version,
        map50=scored.map50,
        map50_95=scored.map50_95,
        per_class={
            name: ClassScore(map50=ap, map50_95=scored.per_class_map50_95[name], n=n)
            for name, (ap, n) in scored.per_class.items()
        },
        escape_rate=rates.escape,
        false_reject_rate=rates.false_reject,
        review_rate=rates.review,
        undecided=rates.undecided,
        not_judged=_not_judged(decided),
        verdicts=rates.counts,
        bands={name: recipe.band(name) for name in sorted(model.classes)},
        unknown_classes=tuple(sorted(unknown)),
        detection_rate=rate_by_size(pairs),
        confusion=confusion_of(pairs),
        worst_misses=_worst_misses(judged, decided, pairs, judged_by.root),
    )


def _strict_recipe(model: Asked, judged_by: JudgingSet) -> Recipe:
    """Any defect is bad; what is only unlike the good parts is for the master, as at the bench."""
    return any_defect_is_bad(model.name, {*model.classes, *judged_by.classes} - {UNLIKE_GOOD})


def _not_judged(decided: Iterable[Decided]) -> dict[str, int]:
    """Parts without a verdict, by the code of the first reason."""
    codes = Counter(reasons[0].code.value for verdict, reasons in decided if verdict is Verdict.NOT_JUDGED)
    return dict(sorted(codes.items()))


def _matched(judged: JudgedPicture, recipe: Recipe) -> Matched:
    """Labels against what counts at all under the recipe's bands, on the whole picture."""
    counting = [one for one in judged.detections if not recipe.ignores(one)]
    return matched(judged.picture.boxes, without_known(counting, recipe))


def _worst_misses(
    judged: Sequence[JudgedPicture], decided: Sequence[Decided], pairs: Sequence[Matched], root: Path
) -> tuple[Miss, ...]:
    """Bad parts that passed, that with the largest missed defect first; then good parts that failed, surest first."""
    every = tuple(zip(judged, decided, pairs, strict=True))
    escaped = [one for one in every if (one[0].truth, one[1][0]) == (Verdict.FAIL, Verdict.PASS)]
    rejected = [one for one in every if (one[0].truth, one[1][0]) == (Verdict.PASS, Verdict.FAIL)]
    escaped.sort(key=lambda one: -_largest_missed_px(one[2]))
    rejected.sort(key=lambda one: -_surest_unexplained(one[2]))
    return tuple(
        Miss(
            picture=_relative(one.picture.picture, root),
            truth=one.truth,
            verdict=verdict,
            why=one.truth_reasons[0] if one.truth is Verdict.FAIL else reasons[0],
            labelled=_labels(pair),
            found=_detections(pair),
        )
        for one, (verdict, reasons), pair in (*escaped, *rejected)[:MOST_MISSES]
    )


def _largest_missed_px(pair: Matched) -> float:
    return max((size_px(one) for one, found in zip(pair.labels, pair.found, strict=True) if not found), default=0.0)


def _surest_unexplained(pair: Matched) -> float:
    unexplained = (one for one, known in zip(pair.detections, pair.explained, strict=True) if not known)
    return max((one.score for one in unexplained), default=0.0)


def _labels(pair: Matched) -> tuple[MarkedBox, ...]:
    return tuple(
        MarkedBox(class_name=one.class_name, xyxy=one.xyxy, matched=found)
        for one, found in zip(pair.labels, pair.found, strict=True)
    )


def _detections(pair: Matched) -> tuple[MarkedBox, ...]:
    return tuple(
        MarkedBox(class_name=one.class_name, xyxy=one.xyxy, score=one.score, matched=known)
        for one, known in zip(pair.detections, pair.explained, strict=True)
    )


def _relative(picture: Path, root: Path) -> str:
    picture, root = picture.absolute(), root.absolute()
    return picture.relative_to(root).as_posix() if picture.is_relative_to(root) else str(picture)
