"""From which score on a class counts: chosen on the val split so that bad parts escape as seldom as was asked for.

Two thresholds a class. Below `ignored_below` a detection is no finding: it is raised as far as the escapes allow. From
`clear_from` on it may fail a part: it lies where false rejects and questions to the master weigh least together. What
was tuned on these parts is kind to them, so what to expect on others is worked out by cross-validation: each fifth of
the parts is judged by bands that were chosen on the other four. Where more would escape then than was asked for, fewer
are allowed on the parts at hand.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from inspection.recipe import Recipe
from inspection.score_band import ScoreBand
from inspection.verdict import Verdict
from training.judging.judged_pictures import JudgedPicture, verdict_under
from training.judging.verdict_rates import VerdictRates, rates_of, rates_under

ESCAPES: Final = 0.02
"""Share of bad parts that may pass, where nobody says otherwise."""
FEWEST: Final = 30
"""With fewer good or bad parts than this nothing is tuned: two in a hundred cannot be told from none."""
GRID: Final = (0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.21, 0.25)
"""The scores that `ignored_below` may have. None is above that of a class that was never calibrated: another recipe may
depend on a class that this one could do without, because others flagged the same parts."""
CLEAR_GRID: Final = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
"""The scores that `clear_from` may have: a net that is less sure fails no part, it asks."""
REJECTED: Final = 1.5
"""A good part rejected in vain counts as so many questions to the master."""
FOLDS: Final = 5
STRICTER: Final = (1.0, 0.8, 0.6, 0.4, 0.2, 0.0)
"""Shares of the asked escapes that are allowed on the parts at hand, tried in turn."""
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Bands by class, what they come to on the parts they were chosen on, and what to expect on others."""

    bands: Mapping[str, ScoreBand]
    fitted: VerdictRates
    expected: VerdictRates


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What each class by itself would do to each part.

    `bad` and `good` (parts,): what they deserve. `flags` (parts, classes): the highest `ignored_below` of GRID at which
    the class still keeps the part from passing; `fails`: the highest `clear_from` at which it still fails it; 0: none.
    """

    bad: NDArray[np.bool_]
    good: NDArray[np.bool_]
    flags: Scores
    fails: Scores

    def some(self, chosen: NDArray[np.bool_]) -> "_Parts":
        return _Parts(bad=self.bad[chosen], good=self.good[chosen], flags=self.flags[chosen], fails=self.fails[chosen])


def calibrate(judged: Sequence[JudgedPicture], recipe: Recipe, *, escapes: float = ESCAPES) -> Calibration | None:
    """The bands of the classes that `recipe` limits, or None where there are too few parts to choose by (FEWEST).

    A class that the recipe has a band of its own for is left alone: that band counts at the bench.

    `judged` are answered down to a low score (`training.judging.low_scores`). A class's band depends on no other's
    detections, as limits are of one class; parts of one group stay together in cross-validation. Raises ValueError
    where `escapes` is no share.
    """
    if not 0 <= escapes < 1:
        raise ValueError(f"the share of escapes must lie from 0 to below 1, got {escapes}")
    limited = dict.fromkeys(limit.class_name for limit in recipe.applied)
    classes = tuple(name for name in limited if name not in recipe.bands)
    decided = [one for one in judged if not one.refused and one.truth is not Verdict.NOT_JUDGED]
    if min(sum(one.truth is verdict for one in decided) for verdict in (Verdict.PASS, Verdict.FAIL)) < FEWEST:
        return None
    parts = _Parts(
        bad=np.array([one.truth is Verdict.FAIL for one in decided]),
        good=np.array([one.truth is Verdict.PASS for one in decided]),
        flags=_levels(decided, recipe, classes, GRID, _not_passing),
        fails=_levels(decided, recipe, classes, CLEAR_GRID, _failing),
    )
    fold = _folds(decided)
    for share in STRICTER:
        allowed = share * escapes
        expected = _on_others(decided, recipe, parts, classes, fold, allowed)
        if (expected.escape.value or 0) <= escapes:
            break
    bands = _chosen(parts, classes, allowed)
    return Calibration(bands=bands, fitted=rates_under(decided, _with(recipe, bands)), expected=expected)


def _on_others(
    judged: Sequence[JudgedPicture],
    recipe: Recipe,
    parts: _Parts,
    classes: Sequence[str],
    fold: NDArray[np.int64],
    escapes: float,
) -> VerdictRates:
    """The rates where each fold is judged by bands that were chosen on the others."""
    recipes = [_with(recipe, _chosen(parts.some(fold != number), classes, escapes)) for number in range(FOLDS)]
    return rates_of((one.truth, verdict_under(one, recipes[its])) for one, its in zip(judged, fold, strict=True))


def _with(recipe: Recipe, bands: Mapping[str, ScoreBand]) -> Recipe:
    return recipe.with_bands(bands)


def _chosen(parts: _Parts, classes: Sequence[str], escapes: float) -> dict[str, ScoreBand]:
    ignored = _raised(parts, math.floor(escapes * int(parts.bad.sum())))
    clear = _cleared(parts, ignored)
    return {
        name: ScoreBand(ignored_below=float(low), clear_from=float(high))
        for name, low, high in zip(classes, ignored, clear, strict=True)
    }


def _raised(parts: _Parts, allowed: int) -> Scores:
    """`ignored_below` by class: step by step that one is raised which frees most good parts for each bad one lost."""
    levels = np.full(parts.flags.shape[1], GRID[0])
    allowed = max(allowed, int((parts.bad & ~_any(parts.flags >= levels)).sum()))  # some are found at no score
    while True:
        flagged = _any(parts.flags >= levels)
        steps = []
        for number in range(len(levels)):
            for level in GRID:
                if level <= levels[number]:
                    continue
                after = _any(parts.flags >= np.where(np.arange(len(levels)) == number, level, levels))
                freed = int((parts.good & flagged & ~after).sum())
                lost = int((parts.bad & flagged & ~after).sum())
                if freed and int((parts.bad & ~after).sum()) <= allowed:
                    steps.append((freed / (lost + 0.1), -level, number))
        if not steps:
            return _idle(parts, levels)
        _, level, number = max(steps)
        levels[number] = -level


def _idle(parts: _Parts, levels: Scores) -> Scores:
    """Half of how far each class could be raised without losing a bad part more: noise of other parts is left out."""
    flagged = _any(parts.flags >= levels)
    idle = levels.copy()
    for number in range(len(levels)):
        for level in GRID:
            after = _any(parts.flags >= np.where(np.arange(len(levels)) == number, level, levels))
            if level > levels[number] and not (parts.bad & flagged & ~after).any():
                half = max(one for one in GRID if one <= max(level / 2, GRID[0]))
                idle[number] = max(levels[number], half)
    return idle


def _cleared(parts: _Parts, ignored: Scores) -> Scores:
    """`clear_from` by class, where false rejects and questions together weigh least.

    First the best level for all classes together, then class by class as long as that helps.
    """
    flagged = _any(parts.flags >= ignored)
    every, good = len(flagged), max(1, int(parts.good.sum()))

    def trouble(tried: Scores) -> float:
        failed = _any(parts.fails >= tried)
        return float(REJECTED * (parts.good & failed).sum() / good + (flagged & ~failed).sum() / every)

    levels = min((np.maximum(ignored, level) for level in reversed(CLEAR_GRID)), key=trouble)
    while True:
        tries = [
            np.where(np.arange(len(levels)) == number, level, levels)
            for number in range(len(levels))
            for level in reversed(CLEAR_GRID)
            if level >= ignored[number]
        ]
        best = min(tries, key=trouble)
        if trouble(best) >= trouble(levels):
            return levels
        levels = best


def _any(of_classes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each part whether it holds for any class."""
    return np.asarray(of_classes.any(axis=1), np.bool_)


def _levels(
    judged: Sequence[JudgedPicture],
    recipe: Recipe,
    classes: Sequence[str],
    grid: Sequence[float],
    holds: Callable[[JudgedPicture, Recipe, str, float], bool],
) -> Scores:
    """The highest level of `grid` at which a class alone does it, by bisection; 0 where it does at none."""
    levels = np.zeros((len(judged), len(classes)))
    for row, one in enumerate(judged):
        for column, name in enumerate(classes):
            scores = [found.score for found in one.candidates if found.class_name == name]
            tried = [level for level in grid if level <= max(scores, default=0.0)]
            low, high = 0, len(tried)  # holds at all below `low`, at none from `high` on
            while low < high:
                middle = (low + high) // 2
                if holds(one, recipe, name, tried[middle]):
                    low = middle + 1
                else:
                    high = middle
            levels[row, column] = tried[low - 1] if low else 0.0
    return levels


def _not_passing(judged: JudgedPicture, recipe: Recipe, name: str, level: float) -> bool:
    return verdict_under(judged, _alone(recipe, name, level, level)) is not Verdict.PASS


def _failing(judged: JudgedPicture, recipe: Recipe, name: str, level: float) -> bool:
    return verdict_under(judged, _alone(recipe, name, level, level)) is Verdict.FAIL


def _alone(recipe: Recipe, name: str, ignored: float, clear: float) -> Recipe:
    """The recipe with eyes for one class only."""
    return recipe.model_copy(
        update={
            "norm": None,
            "grades": (),
            "limits": tuple(limit for limit in recipe.applied if limit.class_name == name),
            "bands": {name: ScoreBand(ignored_below=ignored, clear_from=clear)},
            "default_band": ScoreBand(ignored_below=1, clear_from=1),
        }
    )


def _folds(judged: Sequence[JudgedPicture]) -> NDArray[np.int64]:
    """A number below FOLDS for each part, the same for pictures of one group; bad and good are dealt out by turns."""
    fold_of: dict[str | int, int] = {}
    dealt = dict.fromkeys(Verdict, 0)
    folds = []
    for number, one in enumerate(judged):
        group = number if one.picture.group is None else one.picture.group
        if group not in fold_of:
            fold_of[group] = dealt[one.truth] % FOLDS
            dealt[one.truth] += 1
        folds.append(fold_of[group])
    return np.array(folds, np.int64)
