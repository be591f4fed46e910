"""Score bands for a recipe and a share of escapes: the same net with other thresholds, as a model of its own."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from inspection.detection.manifest import ModelManifest
from inspection.recipe import Recipe
from inspection.setup import Setup
from inspection.verdict import Verdict
from training.data.lineage import golden_anywhere
from training.data.rendered import is_rendered
from training.errors import LabelError
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.calibrating import FEWEST, Calibration, calibrate
from training.judging.judged_pictures import judge_pictures
from training.judging.judging_set import JudgingSet, read_judging_set
from training.judging.low_scores import LowScores
from training.judging.worth import rates_to_expect, sizes_seen, thresholds_for
from training.variant import refuse_out, write_variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibrated:
    """The model that was written, and what its bands come to."""

    manifest: ModelManifest
    calibration: Calibration


def recalibrate(
    folder: Path,
    out: Path,
    data_yaml: Path,
    home: Path,
    *,
    setup: Setup | None,
    escapes: float,
    threads: int | None = None,
) -> Recalibrated:
    """Choose the bands of the model in `folder` on the val split of `data_yaml`, and write it with them as `out`.

    `setup` has the recipe that says what is bad; None: any labelled defect. Offers of reduced precisions are left
    behind: their verdicts were those of the old bands. Raises ModelRefused, LayoutError, FrameBroken, OSError, and
    LabelError where there are too few good or bad parts, or golden ones among them.
    """
    refuse_out(out, folder, home)
    judged_by = read_judging_set(data_yaml, "val")
    _refuse_golden(judged_by, home)
    net = LowScores.of(folder, threads=threads)
    manifest = net.manifest
    basis = setup or Setup.without_station(any_defect_is_bad(manifest.name, manifest.classes))
    judged = judge_pictures(net.find, judged_by.pictures, basis)
    calibration = calibrate(judged, basis.recipe, escapes=escapes)
    if calibration is None:
        deserved = [one.truth for one in judged if not one.refused]
        good, bad = deserved.count(Verdict.PASS), deserved.count(Verdict.FAIL)
        raise LabelError(
            f"{data_yaml}: the val split has {good} good and {bad} bad parts that can be judged, and bands "
            f"take at least {FEWEST} of each; label more, or keep the bands there are"
        )
    thresholds = thresholds_for(manifest, calibration.bands)
    changed = {
        "thresholds": thresholds,
        "bands": dict(calibration.bands),
        "smallest_seen": sizes_seen(
            manifest,
            [one.detections for one in judged],
            judged_by.pictures,
            thresholds,
            rendered=is_rendered(data_yaml),
        ),
        "figures": {**manifest.figures, **rates_to_expect(calibration)},
        "offered": (),
        "training": {**manifest.training, **_origin(basis.recipe, judged_by, escapes)},
    }
    return Recalibrated(manifest=write_variant(folder, out, changed), calibration=calibration)


def _origin(recipe: Recipe, judged_by: JudgingSet, escapes: float) -> dict[str, str | int | float]:
    return {
        "calibrated_for": f"{recipe.name} version {recipe.version}",
        "calibrated_on": f"val of {judged_by.name}",
        "calibrated_on_sha256": judged_by.sha256,
        "calibrated_escapes": escapes,
    }


def _refuse_golden(judged_by: JudgingSet, home: Path) -> None:
    golden = golden_anywhere(home)
    for one in judged_by.pictures:
        digest = hashlib.sha256(one.picture.read_bytes()).hexdigest()
        if digest in golden:
            raise LabelError(
                f"{one.picture} is golden in {golden[digest]}: thresholds must not be tuned on what a model is judged "
                "by in the end; take a val split without it"
            )
