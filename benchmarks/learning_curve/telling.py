"""Table, plot and figures of a learning curve."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from benchmarks.learning_curve.cells import Cell
from inspection.closed import Closed
from inspection.finding import Detection
from training.data.labels import Box, LabelledPicture
from training.score import score_of

RESAMPLES: Final = 400


class Point(Closed):
    """An arm at a number of pictures: over all pictures that were kept apart once, with a 95 % interval (bootstrap).

    `ahead_of` has for each other arm on the same pictures how much higher this one's mAP50 is: low, middle, high.
    """

    arm: str
    pictures: int
    folds: int
    judged: int
    map50: float
    low: float
    high: float
    map50_95: float
    per_class: dict[str, float]
    core_minutes: float
    side_px: int
    ahead_of: dict[str, tuple[float, float, float]] = Field(default_factory=dict)


Judged = dict[tuple[int, str], tuple[Sequence[Detection], Sequence[Box]]]
"""By seed and file name: what was found, and what is labelled."""


def points_of(
    cells: Sequence[Cell], pictures: Sequence[LabelledPicture], resamples: int = RESAMPLES
) -> tuple[Point, ...]:
    """One point an arm and number of pictures; answers of all folds and seeds are judged together.

    Intervals are of parts drawn anew (groups of pictures), the same for every arm.
    """
    labels = {one.picture.name: one.boxes for one in pictures}
    parts = {one.picture.name: one.group or one.picture.name for one in pictures}
    judged: dict[tuple[int, str], Judged] = {
        key: {(cell.seed, name): (found, labels[name]) for cell in of_key for name, found in cell.answers.items()}
        for key in sorted({(cell.pictures, cell.arm) for cell in cells})
        for of_key in ([cell for cell in cells if (cell.pictures, cell.arm) == key],)
    }
    return tuple(
        _point(key, judged, [cell for cell in cells if (cell.pictures, cell.arm) == key], parts, resamples)
        for key in judged
    )


def tell(cells: Sequence[Cell], pictures: Sequence[LabelledPicture], out: Path) -> None:
    """Print the table; write OUT/points.json, OUT/table.md and OUT/curve.png."""
    points = points_of(cells, pictures)
    (out / "points.json").write_text(json.dumps([one.model_dump() for one in points], indent=1), encoding="utf-8")
    table = as_table(points)
    (out / "table.md").write_text(table, encoding="utf-8")
    print(table)  # noqa: T201
    plot(points, out / "curve.png")


def as_table(points: Sequence[Point]) -> str:
    """Markdown, a row a point."""
    head = ["| pictures | who | mAP50 (95 %) | mAP50-95 | minutes of one core | side | folds |", "|--" * 7 + "|"]
    rows = [
        f"| {one.pictures} | {one.arm} | {one.map50:.3f} ({one.low:.2f} to {one.high:.2f}) | {one.map50_95:.3f} | "
        f"{one.core_minutes:.0f} | {one.side_px} | {one.folds} |"
        for one in points
    ]
    return "\n".join([*head, *rows]) + "\n"


def plot(points: Sequence[Point], out: Path) -> None:
    """mAP50 against pictures, a line an arm."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    for arm in dict.fromkeys(one.arm for one in points):
        of_arm = [one for one in points if one.arm == arm]
        middle = [one.map50 for one in of_arm]
        errors = [[max(0, one.map50 - one.low) for one in of_arm], [max(0, one.high - one.map50) for one in of_arm]]
        axes.errorbar([one.pictures for one in of_arm], middle, yerr=errors, marker="o", capsize=3, label=arm)
    axes.set_xlabel("pictures")
    axes.set_ylabel("mAP50")
    axes.set_ylim(0, 1)
    axes.legend()
    figure.savefig(out, dpi=110)
    pyplot.close(figure)


def _point(
    key: tuple[int, str],
    judged: dict[tuple[int, str], Judged],
    cells: Sequence[Cell],
    parts: Mapping[str, str],
    resamples: int,
) -> Point:
    pictures, arm = key
    mine = judged[key]
    score = score_of([found for found, _ in mine.values()], [boxes for _, boxes in mine.values()])
    low, high = np.percentile(_resampled(mine, list(mine), parts, resamples), [2.5, 97.5])
    ahead = {}
    for (others_pictures, other), theirs in judged.items():
        common = [name for name in mine if name in theirs]
        if others_pictures == pictures and other != arm and common:
            gaps = _resampled(mine, common, parts, resamples) - _resampled(theirs, common, parts, resamples)
            ahead[other] = tuple(round(float(one), 3) for one in np.percentile(gaps, [2.5, 50, 97.5]))
    return Point(
        arm=arm,
        pictures=pictures,
        folds=len({cell.fold for cell in cells}),
        judged=len(mine),
        map50=round(score.map50, 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        map50_95=round(score.map50_95, 4),
        per_class={name: round(ap, 4) for name, (ap, _) in score.per_class.items()},
        core_minutes=round(float(np.mean([cell.core_minutes for cell in cells])), 2),
        side_px=cells[0].side_px,
        ahead_of=ahead,
    )


def _resampled(
    judged: Judged, names: Sequence[tuple[int, str]], parts: Mapping[str, str], resamples: int
) -> NDArray[np.float64]:
    """mAP50 of parts drawn with replacement; the same draws for every arm, so that differences are paired."""
    of_part: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(names):
        of_part.setdefault(parts[name[1]], []).append(name)
    groups = list(of_part.values())
    drawn = np.random.default_rng(7).integers(0, len(groups), (resamples, len(groups)))
    samples = ([judged[name] for number in draw for name in groups[number]] for draw in drawn.tolist())
    return np.array([score_of([found for found, _ in one], [boxes for _, boxes in one]).map50 for one in samples])
