"""What a model that has seen rendered beads only finds on real ones: the measure of the renderer."""

from collections.abc import Sequence

import pytest

from inspection.detection.loading import overlap
from inspection.finding import Detection
from inspection.places import SHIPPED_MODELS
from inspection.setup import Setup
from tests.proofs.figures import ROOT, leave_figures
from training.data.labels import LabelledPicture, read_labelled_set
from training.judging.bench_recipe import any_defect_is_bad, at_the_bench
from training.judging.judged_pictures import judge_pictures
from training.judging.low_scores import LowScores
from training.judging.worth import figures_of
from training.score import score_of

REAL = ROOT.parent / "shared" / "data" / "weld_beads" / "data.yaml"
MODEL = SHIPPED_MODELS / "weld-bead"
LEVELS = (0.02, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
LEAST_PRECISION = 0.3
NEAR = 0.3
"""Overlap from which a detection of any class points at a labelled place."""

pytestmark = [
    pytest.mark.proof,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not REAL.exists(), reason="needs the real beads beside the checkout, which are not shipped"),
]


def test_rendered_beads_teach_something_about_real_ones() -> None:
    labelled = read_labelled_set(REAL)
    pictures = tuple(picture for split in labelled.splits.values() for picture in split)
    net = LowScores.of(MODEL)
    recipe = any_defect_is_bad("weld-bead", net.manifest.classes)
    answers = [one.detections for one in judge_pictures(net.find, pictures, Setup.without_station(recipe))]
    bench = at_the_bench(recipe, net.manifest)
    as_shipped = [[one for one in found if not bench.ignores(one)] for found in answers]
    recall, precision = counted(as_shipped, pictures)
    curve = [counted([[one for one in found if one.score >= level] for found in answers], pictures) for level in LEVELS]
    most = max(share for share, right in curve if right >= LEAST_PRECISION)
    leave_figures(
        "transfer",
        {
            "pictures": len(pictures),
            "labels": sum(len(picture.boxes) for picture in pictures),
            "recall_any_class": round(recall, 3),
            "precision_any_class": round(precision, 3),
            "recall_any_class_at_precision_0.3": round(most, 3),
            **figures_of(score_of(answers, [picture.boxes for picture in pictures])),
        },
    )
    assert most >= 0.5


def counted(answers: Sequence[Sequence[Detection]], pictures: Sequence[LabelledPicture]) -> tuple[float, float]:
    """Share of the labels that a detection of any class points at, and of the detections that point at a label."""
    labels = reached = said = right = 0
    for found, picture in zip(answers, pictures, strict=True):
        labels += len(picture.boxes)
        said += len(found)
        reached += sum(any(overlap(box.xyxy, one.xyxy) >= NEAR for one in found) for box in picture.boxes)
        right += sum(any(overlap(box.xyxy, one.xyxy) >= NEAR for box in picture.boxes) for one in found)
    return reached / labels, right / max(said, 1)
