"""From a model's name to a detector that has passed its self-test."""

import platform
from collections.abc import Sequence
from pathlib import Path

from camera.decoding import decode_picture
from inspection.detection.detector import Detector
from inspection.detection.engines import EngineName
from inspection.detection.manifest import ModelFile, ModelManifest, load_manifest, verified_bytes
from inspection.detection.onnx_detector import OnnxDetector
from inspection.detection.onnx_file import OnnxFacts, inspect_onnx
from inspection.errors import DetectorError, ModelRefused, PrecisionNotOffered
from inspection.finding import Detection
from inspection.record import Precision

SELF_TEST_TOLERANCE = {
    # smallest overlap (IoU) and largest difference in score that a healthy net shows on its stored picture
    Precision.F32: (0.90, 0.05),
    Precision.BF16: (0.75, 0.15),
    Precision.INT8: (0.75, 0.20),
}


def default_engine() -> EngineName:
    """OpenVINO on Intel and AMD processors, ONNX Runtime everywhere else."""
    return "openvino" if platform.machine().lower() in {"x86_64", "amd64"} else "onnxruntime"


def load_detector(
    folder: Path,
    *,
    engine: EngineName | None = None,
    precision: Precision = Precision.F32,
    threads: int | None = None,
    cache: Path | None = None,
) -> Detector:
    """The model in `folder`, verified, loaded and self-tested.

    It calculates with `threads` of the processor (default: every core). What the engine compiled is kept in the folder
    `cache` for the next start; None: not kept.

    Raises ModelRefused, naming what is wrong: a changed file, external data, a foreign class list, or a self-test that
    does not come out as it should; PrecisionNotOffered for one that was not checked with this file on this engine.
    """
    from inspection.good_only import is_good_only, load_good_only  # which itself needs what is beside this file

    engine = engine or default_engine()
    if is_good_only(folder):
        return load_good_only(folder, engine=engine, precision=precision, threads=threads, cache=cache)
    manifest = load_manifest(folder)
    file = _file_for(manifest, engine, precision)
    data = verified_bytes(folder, file)
    refuse_foreign_classes(inspect_onnx(data, str(folder / file.name)), manifest)
    detector = OnnxDetector(manifest, data, engine=engine, precision=precision, threads=threads, cache=cache)
    _self_test(detector, manifest, folder, precision)
    return detector


def refuse_foreign_classes(facts: OnnxFacts, manifest: ModelManifest) -> None:
    """Raises ModelRefused where the net itself names other classes, or in another order, than its manifest does."""
    if facts.classes is not None and facts.classes != manifest.classes:
        raise ModelRefused(
            f"model {manifest.name!r}: the net was made for the classes {', '.join(facts.classes)}, the manifest says "
            f"{', '.join(manifest.classes)}: the class list is of another net"
        )


def _file_for(manifest: ModelManifest, engine: EngineName, precision: Precision) -> ModelFile:
    """The file to calculate with. Raises PrecisionNotOffered."""
    to_check = f"`meisterblick models export {manifest.name} --data data.yaml` makes and checks it; until then use f32"
    file = manifest.file_for(precision)
    if file is None:
        has = ", ".join(sorted(manifest.files))
        raise PrecisionNotOffered(f"model {manifest.name!r} has no file for {precision}; it has {has}; {to_check}")
    if not manifest.offers(engine, precision):
        raise PrecisionNotOffered(
            f"model {manifest.name!r} has not been checked in {precision} on {engine} as installed here, which "
            f"could turn verdicts; {to_check}"
        )
    return file


def _self_test(detector: Detector, manifest: ModelManifest, folder: Path, precision: Precision) -> None:
    pixels, _ = decode_picture(verified_bytes(folder, manifest.self_test.picture))
    try:
        found = detector.find(pixels)
    except DetectorError as error:
        raise ModelRefused(f"model {manifest.name!r} failed its self-test: {error}") from error
    min_iou, max_score_change = SELF_TEST_TOLERANCE[precision]
    for expected in manifest.self_test.detections:
        if not _is_among(found, expected, min_iou, max_score_change):
            raise ModelRefused(
                f"model {manifest.name!r} failed its self-test in {precision}: {expected.class_name} "
                f"({expected.score:.2f}) at {[round(side) for side in expected.xyxy]} was not found again; "
                "use another precision or engine, or roll back to the last good model"
            )


def _is_among(found: Sequence[Detection], expected: Detection, min_iou: float, max_score_change: float) -> bool:
    return any(
        detection.class_name == expected.class_name
        and abs(detection.score - expected.score) <= max_score_change
        and overlap(detection.xyxy, expected.xyxy) >= min_iou
        for detection in found
    )


def overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes xyxy.

    >>> overlap((0, 0, 10, 10), (0, 0, 10, 5))
    0.5
    """
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(x2 - x1) * (y2 - y1) for x1, y1, x2, y2 in (first, second)]
    return width * height / (sum(areas) - width * height)
