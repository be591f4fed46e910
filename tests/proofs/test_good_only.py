"""What teaching from good parts is worth on real pictures, what its threshold keeps, and what a verdict costs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np
import pytest

from camera.picture_file import read_picture_file
from inspection.detection.engines import make_engine
from inspection.detection.loading import default_engine, load_detector
from inspection.good_only.features import Features, features_of
from inspection.good_only.unlike import picture_score
from inspection.places import SHIPPED_MODELS
from inspection.record import Precision
from tests.proofs.figures import ROOT, leave_figures
from training.data.labels import read_labelled_set
from training.teaching import teach
from training.teaching.false_alarms import threshold_for
from training.teaching.feature_net import shipped_feature_net
from training.teaching.learning import held_out_scores, learn, rows_per_picture

DATA = ROOT.parent / "shared" / "data"
SEEDS = range(5)
POOL = 120
"""So many good pictures the draws are taken from: features are calculated once."""

pytestmark = [pytest.mark.proof, pytest.mark.timeout(3000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Good ones to teach from, and good and bad ones of other parts to judge."""

    pool: Sequence[Path]
    good: Sequence[Path]
    bad: Sequence[Path]


def boards() -> Pictures:
    """Boards; of the good ones only those that no net of ours was trained on."""
    root = DATA / "wood_good_only"
    seen = {path.stem for path in (DATA / "wood" / "images" / "train").iterdir()}
    pool = [path for path in sorted((root / "train" / "good").iterdir()) if path.stem not in seen]
    bad = [path for path in sorted(root.glob("test/*/*")) if path.parent.name != "good"]
    return Pictures(pool=drawn(pool), good=sorted((root / "test" / "good").iterdir()), bad=bad)


def labelled(name: str) -> Pictures:
    """Good is what has no label; taught is the train split, judged the val split, which share no part."""
    splits = read_labelled_set(DATA / name / "data.yaml").splits
    val = splits["val"]
    return Pictures(
        pool=drawn([one.picture for one in splits["train"] if not one.boxes]),
        good=[one.picture for one in val if not one.boxes],
        bad=[one.picture for one in val if one.boxes],
    )


def drawn(paths: Sequence[Path]) -> Sequence[Path]:
    order = np.random.default_rng(0).permutation(len(paths))[:POOL]
    return [paths[place] for place in sorted(order.tolist())]


def features(paths: Sequence[Path], scale: float) -> list[Features]:
    engine = make_engine(default_engine(), shipped_feature_net()[1], Precision.F32, 1)
    return [features_of(read_picture_file(path).pixels, engine, scale) for path in paths]


def auroc(good: Sequence[float], bad: Sequence[float]) -> float:
    """How often a bad picture scores higher than a good one."""
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(bad, good).statistic) / (len(good) * len(bad))


def measured(pictures: Pictures, scale: float, taught: int) -> dict[str, Any]:
    """Over draws of so many good pictures: AUROC, and at 5 expected false alarms per 100 who alarms."""
    pool, good, bad = (features(paths, scale) for paths in (pictures.pool, pictures.good, pictures.bad))
    found: dict[str, list[float]] = {"auroc": [], "false_alarms": [], "bad_found": []}
    for seed in SEEDS:
        chosen = [pool[place] for place in np.random.default_rng(seed).choice(len(pool), taught, replace=False)]
        rows = rows_per_picture(taught)
        bank = learn(chosen, rows, seed)
        scores = [[picture_score(bank.unlikeness(one)) for one in kind] for kind in (good, bad)]
        threshold = threshold_for(held_out_scores(chosen, [[place] for place in range(taught)], rows, seed), 5)
        found["auroc"].append(auroc(*scores))
        for name, kind in zip(("false_alarms", "bad_found"), scores, strict=True):
            found[name].append(mean(score >= threshold for score in kind))
    spread = {name: {"mean": mean(each), "low": min(each), "high": max(each)} for name, each in found.items()}
    return {**spread, "n": {"good": len(good), "bad": len(bad)}}


@pytest.mark.skipif(not DATA.exists(), reason="needs the real pictures beside the checkout, which are not shipped")
def test_good_parts_alone_tell_bad_ones() -> None:
    figures = {
        f"{name}_{taught}": measured(pictures, scale, taught)
        for name, pictures, scale in (
            ("boards", boards(), 1.0),
            ("spindles", labelled("spindle_pitting"), 0.9),
            ("spindles_coarse", labelled("spindle_pitting"), 0.5),
            ("tiles", labelled("magnetic_tiles"), 1.0),
        )
        for taught in (10, 20, 50)
    }
    leave_figures("good_only", figures)
    assert figures["boards_50"]["auroc"]["mean"] >= 0.90
    assert figures["boards_20"]["auroc"]["mean"] >= 0.85
    assert figures["spindles_50"]["auroc"]["mean"] >= 0.85


@pytest.mark.skipif(not DATA.exists(), reason="needs the real pictures beside the checkout, which are not shipped")
def test_what_teaching_and_a_verdict_cost(tmp_path: Path) -> None:
    pictures = boards()
    folder = tmp_path / "good"
    folder.mkdir()
    for path in pictures.pool[:50]:
        (folder / path.name).symlink_to(path)
    began = time.monotonic()
    taught = teach(folder, "boards", tmp_path, threads=2)
    seconds = time.monotonic() - began
    both = [load_detector(where, threads=2) for where in (taught.folder, SHIPPED_MODELS / "board")]
    frames = [read_picture_file(path).pixels for path in pictures.good]
    took: tuple[list[float], list[float]] = ([], [])
    for pixels in [frames[0], *frames]:  # the first warms up
        for detector, times in zip(both, took, strict=True):
            began = time.perf_counter()
            detector.find(pixels)
            times.append(time.perf_counter() - began)
    ratio = median(one / other for one, other in zip(*(times[1:] for times in took), strict=True))
    costs = [1000 * median(times[1:]) for times in took]
    leave_figures("good_only_cost", {"ratio": ratio, "ms": costs[0], "detector_ms": costs[1], "teach_50_s": seconds})
    assert any(both[0].find(read_picture_file(path).pixels) for path in pictures.bad[:20])
