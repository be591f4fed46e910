"""The station's own detector, asked further down than at the bench: what mAP and the choice of bands need."""

from pathlib import Path
from typing import Self

from camera.frame import Pixels
from inspection.detection.engines import EngineName
from inspection.detection.loading import default_engine, load_detector
from inspection.detection.manifest import ModelManifest, load_manifest, verified_bytes
from inspection.detection.onnx_detector import OnnxDetector
from inspection.finding import Detection
from inspection.record import Judge, Precision
from training.score import SCORED_DOWN_TO, surest


class LowScores:
    """A net that answers down to `training.score.SCORED_DOWN_TO`, whatever its thresholds are.

    Of more boxes than a part can have it gives the surest. Only where the bench would refuse the picture it does, too:
    so what of its answer reaches the thresholds is what the bench sees.
    """

    def __init__(
        self,
        manifest: ModelManifest,
        onnx: bytes,
        *,
        engine: EngineName | None = None,
        precision: Precision = Precision.F32,
        threads: int | None = None,
    ) -> None:
        """`onnx` are bytes that were verified against the manifest. Raises ModelRefused."""
        self.manifest = manifest
        self._onnx = onnx
        self._engine = engine or default_engine()
        self._precision = precision
        self._threads = threads
        self._detectors: dict[float, OnnxDetector] = {}

    @classmethod
    def of(
        cls,
        folder: Path,
        *,
        engine: EngineName | None = None,
        precision: Precision = Precision.F32,
        threads: int | None = None,
    ) -> Self:
        """The model in `folder`, after it has passed its self-test as at the bench. Raises ModelRefused."""
        load_detector(folder, engine=engine, precision=precision, threads=threads)
        manifest = load_manifest(folder)
        file = manifest.file_for(precision)
        assert file is not None, "load_detector refuses a model without a file"
        onnx = verified_bytes(folder, file)
        return cls(manifest, onnx, engine=engine, precision=precision, threads=threads)

    @property
    def judge(self) -> Judge:
        """Model, engine and precision, as a record keeps them."""
        return self._from(SCORED_DOWN_TO).judge

    def find(self, pixels: Pixels) -> tuple[Detection, ...]:
        """As `Detector.find`, but further down."""
        return surest(lambda score: self._from(score).find(pixels))

    def _from(self, score: float) -> OnnxDetector:
        """The detector whose thresholds are its own, but none above `score`."""
        own = self.manifest.thresholds
        score = min(score, max(own.values()))
        if score not in self._detectors:
            lowered = self.manifest.model_copy(update={"thresholds": {name: min(own[name], score) for name in own}})
            self._detectors[score] = OnnxDetector(
                lowered, self._onnx, engine=self._engine, precision=self._precision, threads=self._threads
            )
        return self._detectors[score]
