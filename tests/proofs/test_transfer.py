"""What a model that has seen rendered beads only finds on real ones: the measure of the renderer."""

import pytest

from camera.picture_file import read_picture_file
from inspection.detection.loading import load_detector, overlap
from inspection.detection.manifest import load_manifest, verified_bytes
from inspection.places import SHIPPED_MODELS
from inspection.record import Precision
from tests.proofs.figures import ROOT, leave_figures
from training.data.labels import LabelledPicture, read_labelled_set
from training.finishing import figures_of, score_onnx

REAL = ROOT.parent / "shared" / "data" / "weld_beads" / "data.yaml"
MODEL = SHIPPED_MODELS / "weld-bead"
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
    manifest = load_manifest(MODEL)
    result = score_onnx(verified_bytes(MODEL, manifest.files[Precision.F32]), manifest, pictures).score
    labels, reached, said, right = counted(pictures)
    leave_figures(
        "transfer",
        {
            "pictures": len(pictures),
            "labels": labels,
            "recall_any_class": round(reached / labels, 3),
            "precision_any_class": round(right / max(said, 1), 3),
            **figures_of(result),
        },
    )
    assert reached / labels > 0.1


def counted(pictures: tuple[LabelledPicture, ...]) -> tuple[int, int, int, int]:
    """At the model's own thresholds: labels, labels pointed at, detections, detections that point at a label."""
    detector = load_detector(MODEL)
    labels = reached = said = right = 0
    for picture in pictures:
        found = detector.find(read_picture_file(picture.picture).pixels)
        labels += len(picture.boxes)
        said += len(found)
        reached += sum(any(overlap(box.xyxy, one.xyxy) >= NEAR for one in found) for box in picture.boxes)
        right += sum(any(overlap(box.xyxy, one.xyxy) >= NEAR for box in picture.boxes) for one in found)
    return labels, reached, said, right
