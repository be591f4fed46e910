"""A model as it is, and beside it, under a name of its own, the same with the precisions that hold.

A model that is active is never written to: its manifest's hash is in the pointer. So `export` writes a new folder,
which is promoted like any other model.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.detection.engines import engines_here
from inspection.detection.loading import load_detector
from inspection.detection.manifest import ModelFile, ModelManifest, Offer, load_manifest, verified_bytes
from inspection.record import Precision
from inspection.setup import Setup
from training.data.labels import read_labelled_set
from training.errors import LabelError, LayoutError
from training.export import file_entry
from training.judging.bench_recipe import any_defect_is_bad
from training.judging.bench_recipe import at_the_bench as bench_recipe
from training.judging.judging_set import JudgingSet, read_judging_set
from training.judging.report import SplitName
from training.precisions.nets import at_the_bench, in_torch
from training.precisions.parity import MakeNet, compare_nets
from training.precisions.report import ParityReport, ParityRow
from training.quantize import quantized
from training.spread import spread_evenly
from training.variant import refuse_out, write_variant

INT8_FILE: Final = "model-int8.onnx"
CALIBRATED_ON: Final = 100
"""Training pictures that INT8 takes its ranges from."""


def check_parity(
    folder: Path,
    data_yaml: Path,
    split: SplitName,
    setup: Setup | None,
    *,
    int8: bytes | None,
    weights: Path | None = None,
    calibrated_on: int = 0,
    threads: int = 1,
    watch: Callable[[str], None] = lambda _: None,
) -> ParityReport:
    """Hold every engine and precision of the model in `folder` against f32; `int8` is its INT8 file, if there is one.

    The trained net itself comes first, from the folder `weights` or from those beside the model, where there are any.
    Verdicts are those on the golden pictures of the set, or on those of `split` where it has none. `setup` None: any
    labelled defect is bad. Raises ModelRefused, LayoutError, LabelError, FrameBroken.
    """
    manifest = load_manifest(folder)
    onnx = verified_bytes(folder, manifest.files[Precision.F32])
    scored = read_judging_set(data_yaml, split)
    judged = _golden(data_yaml, scored)
    basis = setup or Setup.without_station(any_defect_is_bad(manifest.name, {*manifest.classes, *judged.classes}))
    engines = sorted(engines_here())
    nets: dict[str, MakeNet] = {
        "torch f32": partial(in_torch, weights or folder, manifest, threads),
        **{
            f"{engine} f32": partial(at_the_bench, engine, Precision.F32, manifest, onnx, threads) for engine in engines
        },
        "openvino bf16": partial(at_the_bench, "openvino", Precision.BF16, manifest, onnx, threads),
    }
    if int8 is not None:
        for engine in engines:
            nets[f"{engine} int8"] = partial(at_the_bench, engine, Precision.INT8, manifest, int8, threads)
    rows, not_run = compare_nets(
        nets,
        scored,
        judged,
        replace(basis, recipe=bench_recipe(basis.recipe, manifest)),
        manifest.thresholds,
        watch=watch,
    )
    return ParityReport(
        model=manifest.name,
        version=manifest.version,
        data=scored.name,
        data_sha256=scored.sha256,
        split=split,
        pictures=len(scored.pictures),
        judged_split=judged.split,
        judged=len(judged.pictures),
        recipe=None if setup is None else setup.recipe.name,
        calibrated_on=calibrated_on,
        rows=rows,
        not_run=not_run,
    )


def export_checked(
    folder: Path,
    data_yaml: Path,
    out: Path,
    home: Path,
    *,
    split: SplitName = "val",
    setup: Setup | None = None,
    weights: Path | None = None,
    threads: int = 1,
    watch: Callable[[str], None] = lambda _: None,
) -> ParityReport:
    """Make the INT8 file of the model in `folder`, check every precision, and write what holds as the model `out`.

    Where nothing holds, nothing is written. INT8 takes its ranges from pictures of the train split alone. Raises
    ModelRefused where the model, or `out`, cannot be used; LayoutError, LabelError, FrameBroken, OSError.
    """
    refuse_out(out, folder, home)
    load_detector(folder)
    manifest = load_manifest(folder)
    onnx = verified_bytes(folder, manifest.files[Precision.F32])
    pictures = _to_calibrate_on(data_yaml)
    watch("INT8")
    int8: bytes | None = None
    not_run: dict[str, str] = {}
    try:
        int8 = quantized(onnx, pictures, longest_side_px=manifest.longest_side_px, stride_px=manifest.stride_px)
    except ValueError as error:  # bf16 may hold all the same
        not_run["int8"] = str(error)
    report = check_parity(
        folder,
        data_yaml,
        split,
        setup,
        int8=int8,
        weights=weights,
        calibrated_on=len(pictures),
        threads=threads,
        watch=watch,
    )
    report = report.model_copy(update={"not_run": {**report.not_run, **not_run}})
    offers = tuple(_offer(row, report, manifest) for row in report.rows if row.is_reduced and holds(row, report))
    if offers:
        _write(folder, manifest, out, int8, offers)
    return report


def holds(row: ParityRow, report: ParityReport) -> bool:
    """Whether a row's precision may be offered: it holds itself, and so does f32 on its engine."""
    exact = [one for one in report.rows if one.engine == row.engine and not one.is_reduced]
    return not row.why_not and bool(exact) and not any(one.why_not for one in exact)


def _golden(data_yaml: Path, scored: JudgingSet) -> JudgingSet:
    try:
        return read_judging_set(data_yaml, "golden")
    except (LayoutError, LabelError):
        return scored


def _to_calibrate_on(data_yaml: Path) -> list[Pixels]:
    train = read_labelled_set(data_yaml, splits=("train",)).splits["train"]
    if not train:
        raise LabelError(f"{data_yaml}: INT8 takes its ranges from training pictures, and there are none")
    return [read_picture_file(one.picture).pixels for one in spread_evenly(train, CALIBRATED_ON)]


def _offer(row: ParityRow, report: ParityReport, manifest: ModelManifest) -> Offer:
    exact = next(one for one in report.rows if one.engine == row.engine and not one.is_reduced)
    return Offer.model_validate(
        {
            "engine": row.engine,
            "engine_version": row.engine_version,
            "precision": row.precision,
            "sha256": row.file_sha256,
            "scores_sha256": manifest.scores_sha256,
            "map50": round(row.map50, 4),
            "map50_f32": round(exact.map50, 4),
            "pictures": report.pictures,
            "judged": row.judged,
            "data_sha256": report.data_sha256,
        }
    )


def _write(folder: Path, manifest: ModelManifest, out: Path, int8: bytes | None, offers: tuple[Offer, ...]) -> None:
    """The INT8 file goes along where it is offered on any engine."""
    files: dict[Precision, ModelFile] = dict(manifest.files)
    given: dict[str, bytes] = {}
    if int8 is not None and any(offer.precision is Precision.INT8 for offer in offers):
        files[Precision.INT8] = file_entry(INT8_FILE, int8)
        given[INT8_FILE] = int8
    write_variant(folder, out, {"files": files, "offered": offers}, given)
