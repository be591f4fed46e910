"""From the folder of a model that was taught from good parts to a detector that has passed its self-test."""

from pathlib import Path
from typing import Final

from camera.decoding import decode_picture
from inspection.detection.engines import EngineName, make_engine
from inspection.detection.manifest import verified_bytes
from inspection.detection.onnx_file import inspect_onnx
from inspection.errors import DetectorError, ModelRefused, PrecisionNotOffered
from inspection.good_only.bank import Bank
from inspection.good_only.detector import GoodOnlyDetector
from inspection.good_only.manifest import load_good_only_manifest
from inspection.model_book.active import manifest_sha256
from inspection.record import Judge, Precision

SELF_TEST_TOLERANCE: Final = 0.02
"""By so much of itself the score of the stored picture may differ from when it was taught: engines round."""

ROUNDING: Final = 0.05
"""By so much it may differ however small it is: a place that is remembered lies at 0, or nearly."""


def load_good_only(
    folder: Path,
    *,
    engine: EngineName,
    precision: Precision = Precision.F32,
    threads: int | None = None,
    cache: Path | None = None,
) -> GoodOnlyDetector:
    """The model in `folder`, verified, loaded and self-tested; see `inspection.detection.loading.load_detector`.

    Raises ModelRefused, naming what is wrong: a changed file, a self-test that fails; PrecisionNotOffered but for f32.
    """
    manifest = load_good_only_manifest(folder)
    if precision is not Precision.F32:
        raise PrecisionNotOffered(f"model {manifest.name!r} was taught from good parts, in f32 only; choose f32")
    onnx, stored = verified_bytes(folder, manifest.net), verified_bytes(folder, manifest.bank)
    inspect_onnx(onnx, str(folder / manifest.net.name))
    runs = make_engine(engine, onnx, Precision.F32, threads, cache=cache)
    detector = GoodOnlyDetector(
        Bank.from_bytes(stored),
        runs,
        scale=manifest.scale,
        threshold=manifest.threshold,
        judge=Judge(
            model=manifest.name,
            sha256=manifest_sha256(folder),  # of all files, and of the threshold
            engine=engine,
            engine_version=runs.version,
            precision=precision,
        ),
    )
    pixels, _ = decode_picture(verified_bytes(folder, manifest.self_test.picture))
    expected = manifest.self_test.score
    try:
        score = detector.score(pixels)
    except (DetectorError, ValueError) as error:  # numpy's ValueError: features of another net than the bank's
        raise ModelRefused(f"model {manifest.name!r} failed its self-test: {error}") from error
    if not abs(score - expected) <= max(SELF_TEST_TOLERANCE * expected, ROUNDING):
        raise ModelRefused(
            f"model {manifest.name!r} failed its self-test: the stored picture scores {score:.3f}, when it was taught "
            f"{expected:.3f}; use another engine, or teach it again"
        )
    return detector
