"""What a model's folder says of itself, and the bytes it vouches for.

models/NAME/manifest.json   this file
            model.onnx      the net; further precisions beside it
            self_test.png   a picture whose detections are known
            CARD.md         data, licence, figures, limits
"""

import hashlib
import json
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError, model_validator

from inspection.closed import Closed
from inspection.detection.sealed import unsealed
from inspection.detection.tiling.tiles import Tiles
from inspection.errors import ModelRefused
from inspection.finding import Detection
from inspection.record import EngineName, Precision, Sha256
from inspection.score_band import ScoreBand, Share
from inspection.visibility import SmallestSeen

_PACKAGES: Final[dict[EngineName, tuple[str, ...]]] = {
    "openvino": ("openvino",),
    "openvino-gpu": ("openvino",),
    "onnxruntime": ("onnxruntime", "onnxruntime-gpu"),
    "onnxruntime-cuda": ("onnxruntime-gpu",),
}
"""What an engine is installed as; ONNX Runtime for CUDA takes the place of the other, and has the processor's in it."""

FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", description="beside the manifest")]


class ModelFile(Closed):
    """A file of the model and the hash its bytes must have."""

    name: FileName
    sha256: Sha256


class SelfTest(Closed):
    """A stored picture, and what the net must find on it before it may judge a part."""

    picture: ModelFile
    detections: tuple[Detection, ...] = Field(min_length=1)


class Offer(Closed):
    """A reduced precision that came through the parity check, on one engine and with one file (`training.precisions`).

    `map50` and `map50_f32` were measured on `pictures` of the set whose hash is `data_sha256`; `judged` parts got a
    verdict in both precisions, and none turned from FAIL to PASS. It holds for the file, and for the thresholds and
    bands, whose hashes it names.
    """

    engine: EngineName
    engine_version: str
    precision: Literal[Precision.BF16, Precision.INT8]
    sha256: Sha256
    scores_sha256: Sha256
    map50: float
    map50_f32: float
    pictures: int = Field(ge=1)
    judged: int = Field(ge=1)
    data_sha256: Sha256


class ModelManifest(Closed):
    """Everything the station must know of a model before it reads a byte of the net.

    `head` is how the net answers: "yolo" (1, 4 + classes, N) with boxes cx cy w h, still to be thinned out, or
    "yolo-nms-free" (1, N, 6) with x1 y1 x2 y2 score class. `files` has the net per precision; where bf16 is missing
    the f32 file serves, since bf16 is how the engine calculates. Below a class's threshold the net's answer is not
    read; `bands`, where they were calibrated, say from which score on it counts. `smallest_seen` is measured on
    pictures no larger than `longest_side_px`: larger ones are made smaller for the net, or, with `tiles`, looked at
    piece by piece as they are. Which of the two fits depends on the scale at which the net learned.
    """

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    version: int = Field(ge=1)
    classes: tuple[str, ...] = Field(min_length=1)
    head: Literal["yolo", "yolo-nms-free"]
    longest_side_px: int = Field(ge=32, multiple_of=32)
    stride_px: int = 32
    files: dict[Precision, ModelFile]
    thresholds: dict[str, Share]
    bands: dict[str, ScoreBand] = Field(default_factory=dict)
    nms_iou: float = Field(default=0.6, gt=0, le=1)
    tiles: Tiles | None = None
    self_test: SelfTest
    licence: str
    trained_on: tuple[str, ...]
    training: dict[str, str | int | float]
    figures: dict[str, float]
    smallest_seen: tuple[SmallestSeen, ...] = ()
    offered: tuple[Offer, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> "ModelManifest":
        if len(set(self.classes)) != len(self.classes):
            raise ValueError(f"a class stands twice in {self.classes}")
        if set(self.thresholds) != set(self.classes):
            odd = sorted(set(self.thresholds) ^ set(self.classes))
            raise ValueError(f"thresholds and classes do not name the same: {odd}")
        for name, band in self.bands.items():
            if name not in self.thresholds or band.ignored_below < self.thresholds[name]:
                raise ValueError(
                    f"the band of {name} begins at {band.ignored_below}: below the threshold, or of no class"
                )
        if self.tiles and self.tiles.overlap_px > self.longest_side_px // 2:
            raise ValueError(f"tiles of {self.longest_side_px} px overlap by at most half of that")
        if Precision.F32 not in self.files:
            raise ValueError("the f32 file is missing: it is what reduced precisions are held against")
        return self

    def file_for(self, precision: Precision) -> ModelFile | None:
        """The file that is calculated with in `precision`; None where the model has none."""
        if precision is Precision.BF16:
            return self.files.get(precision, self.files[Precision.F32])
        return self.files.get(precision)

    def offers(self, engine: EngineName, precision: Precision) -> bool:
        """Whether `engine` may calculate in `precision`: always in f32, else with the file that was checked on it.

        An engine of another version than the one it was checked on may calculate differently, so it counts as another.
        """
        file = self.file_for(precision)
        if precision is Precision.F32 or file is None:
            return file is not None
        asked = (engine, precision, file.sha256, self.scores_sha256)
        return any(
            (one.engine, one.precision, one.sha256, one.scores_sha256) == asked
            and one.engine_version == installed_version(engine)
            for one in self.offered
        )

    def net_px_per_px(self, frame_wh: tuple[int, int]) -> float:
        """How many of its pixels the net gets for one of a frame of that size: 1, or less where it is made smaller."""
        return 1.0 if self.tiles else min(1.0, self.longest_side_px / max(frame_wh))

    @property
    def scores_sha256(self) -> str:
        """A hash of what turns scores into findings: thresholds, bands, and how boxes are thinned out."""
        said = self.model_dump_json(include={"thresholds", "bands", "nms_iou"})
        canonical = json.dumps(json.loads(said), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def installed_version(engine: EngineName) -> str | None:
    """The version of an engine as it is installed here, without loading it; None where it is not."""
    for package in _PACKAGES[engine]:
        with suppress(PackageNotFoundError):
            return version(package)
    return None


def load_manifest(folder: Path) -> ModelManifest:
    """Read `folder`/manifest.json.

    Raises ModelRefused where it is missing or wrong.
    """
    path = folder / "manifest.json"
    try:
        return ModelManifest.model_validate_json(unsealed(path.read_bytes()))
    except FileNotFoundError as error:
        raise ModelRefused(f"no model in {folder}: there is no manifest.json") from error
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise ModelRefused(f"{path}: {where}: {first['msg']}") from error
    except ValueError as error:
        raise ModelRefused(f"{path}: {error}; copy the model's folder again, or roll back") from error


def verified_bytes(folder: Path, file: ModelFile) -> bytes:
    """The bytes of `file`, read once and held against their sha256.

    Nothing else ever reads the file again: what was verified is what is loaded. Raises ModelRefused.
    """
    path = folder / file.name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error}; copy the model's folder again") from error
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise ModelRefused(
            f"{path} was changed or damaged: sha256 is {found[:12]}…, the manifest says {file.sha256[:12]}…; "
            "copy the model's folder again, or roll back to the last good model"
        )
    return data
