"""The station's side of a benchmark: the shipped board model, in the precisions that it may calculate in here."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.bare import CpuEngine
from inspection.detection.detector import Detector
from inspection.detection.loading import load_detector
from inspection.detection.manifest import ModelManifest, load_manifest, verified_bytes
from inspection.detection.onnx_detector import OnnxDetector
from inspection.detection.tiling.tiles import Tiles
from inspection.errors import ModelRefused
from inspection.places import SHIPPED_MODELS, SHIPPED_RECIPES
from inspection.recipe import Recipe, load_recipe
from inspection.record import Precision

PART = "board"
FOLDER: Path = SHIPPED_MODELS / PART


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A detector with what it was loaded from: the bare call gets the very same bytes, ultralytics those in f32."""

    detector: Detector
    manifest: ModelManifest
    onnx: bytes
    onnx_f32: bytes
    engine: CpuEngine
    precision: Precision

    def at_once(self, *, longest_side_px: int) -> Detector:
        """The same net with an input so large, without tiles."""
        manifest = self.manifest.model_copy(update={"longest_side_px": longest_side_px, "tiles": None})
        return OnnxDetector(manifest, self.onnx, engine=self.engine, precision=self.precision)

    @property
    def named(self) -> str:
        """Engine and precision, with the quality that a reduced one was measured to have."""
        said = f"{self.engine} {self.precision}"
        for offer in self.manifest.offered:
            if (offer.engine, offer.precision) == (self.engine, self.precision):
                return f"{said} (mAP50 {offer.map50:.4f}; f32 {offer.map50_f32:.4f})"
        return said


def recipe() -> Recipe:
    """The shipped recipe of boards."""
    return load_recipe(SHIPPED_RECIPES / f"{PART}.yaml")


def load(engine: CpuEngine, precision: Precision, *, tiles: Tiles | None = None) -> Ours:
    """The shipped model, large pictures in `tiles`.

    Raises ModelRefused where it is not offered so, or the processor cannot do it.
    """
    manifest = load_manifest(FOLDER)
    detector = load_detector(FOLDER, engine=engine, precision=precision)
    file = manifest.file_for(precision)
    assert file is not None  # else it would not have been loaded
    onnx = verified_bytes(FOLDER, file)
    if tiles is not None:
        manifest = manifest.model_copy(update={"tiles": tiles})
        detector = OnnxDetector(manifest, onnx, engine=engine, precision=precision)
    return Ours(
        detector=detector,
        manifest=manifest,
        onnx=onnx,
        onnx_f32=verified_bytes(FOLDER, manifest.files[Precision.F32]),
        engine=engine,
        precision=precision,
    )


def offered(engine: CpuEngine = "openvino", *, tiles: Tiles | None = None) -> tuple[Ours, ...]:
    """In f32, then in what else came through the guard with this engine and this processor has."""
    loaded = [load(engine, Precision.F32, tiles=tiles)]
    for precision in (Precision.BF16, Precision.INT8):
        with suppress(ModelRefused):
            loaded.append(load(engine, precision, tiles=tiles))
    return tuple(loaded)
