"""Trained weights to a model folder: ONNX, manifest, self-test, card."""

import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspection.detection.manifest import ModelFile, ModelManifest, SelfTest
from inspection.detection.onnx_detector import OnnxDetector
from inspection.detection.sealed import sealed
from inspection.finding import Detection
from inspection.on_disk import write_durably
from inspection.record import Precision
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen
from training.card import write_card
from training.errors import NothingLearned
from training.weights import Architecture

if TYPE_CHECKING:
    import torch

OPSET = 17
SURE = 0.4
"""Score from which on a detection is firm enough to be asked for again at every load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What a model's manifest says that the weights cannot."""

    name: str
    version: int
    classes: tuple[str, ...]
    thresholds: dict[str, float]
    longest_side_px: int
    licence: str
    trained_on: tuple[str, ...]
    training: dict[str, str | int | float]
    smallest_seen: tuple[SmallestSeen, ...] = ()
    bands: Mapping[str, ScoreBand] = field(default_factory=dict)


def export_onnx(
    tensors: "dict[str, torch.Tensor]", architecture: Architecture, class_count: int, longest_side_px: int
) -> bytes:
    """The net as ONNX with the raw head (1, 4 + classes, N), batch norms folded in, any input size of whole strides.

    `tensors` is the net's whole state by name; half precision is widened.
    """
    import torch

    net: Any = fused_net(tensors, architecture, class_count)
    for module in net.modules():
        if hasattr(module, "export"):
            module.export, module.format, module.dynamic = True, "onnx", True
    net(torch.zeros(1, 3, longest_side_px, longest_side_px))
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        written = Path(folder) / "model.onnx"
        # the TorchScript exporter is deprecated, but its successor needs one more package and names every shape anew
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            net,
            (torch.zeros(1, 3, longest_side_px, longest_side_px),),
            written,
            input_names=["images"],
            output_names=["output0"],
            dynamic_axes={"images": {2: "height", 3: "width"}, "output0": {2: "anchors"}},
            opset_version=OPSET,
            dynamo=False,
        )
        return written.read_bytes()


def fused_net(tensors: "dict[str, torch.Tensor]", architecture: Architecture, class_count: int) -> "torch.nn.Module":
    """The net in f32, ready to be asked, batch norms folded in."""
    from ultralytics.nn.tasks import DetectionModel

    net = DetectionModel(architecture, nc=class_count, verbose=False)
    net.load_state_dict(
        {name: value.float() if value.is_floating_point() else value for name, value in tensors.items()}
    )
    fused: torch.nn.Module = net.float().eval().fuse(verbose=False)
    return fused


def draft(passport: Passport, onnx: bytes) -> ModelManifest:
    """The manifest of a net that has not passed a self-test yet: enough to build its detector, not to be written."""
    not_known_yet = Detection(class_name=passport.classes[0], score=0, xyxy=(0, 0, 1, 1))
    return ModelManifest(
        name=passport.name,
        version=passport.version,
        classes=passport.classes,
        head="yolo",
        longest_side_px=passport.longest_side_px,
        files={Precision.F32: file_entry("model.onnx", onnx)},
        thresholds=passport.thresholds,
        self_test=SelfTest(picture=file_entry("self_test.png", b""), detections=(not_known_yet,)),
        licence=passport.licence,
        trained_on=passport.trained_on,
        training=passport.training,
        figures={},
        smallest_seen=passport.smallest_seen,
        bands=dict(passport.bands),
    )


def write_model(
    folder: Path, onnx: bytes, passport: Passport, self_test_png: bytes, figures: dict[str, float]
) -> ModelManifest:
    """Write the folder: first the files, the manifest last, so that a half-written folder is no model.

    The net is told its class names, so that a foreign list is known by more than its length. The self-test's
    detections are what the exported net itself finds on the picture, with f32 and ONNX Runtime. Raises NothingLearned
    where it finds nothing there that it is sure of: such a picture tests nothing.
    """
    from camera.decoding import decode_picture

    onnx = with_class_names(onnx, passport.classes)
    manifest = draft(passport, onnx)
    detector = OnnxDetector(manifest, onnx, engine="onnxruntime", precision=Precision.F32)
    pixels, _ = decode_picture(self_test_png)
    sure = tuple(detection for detection in detector.find(pixels) if detection.score >= SURE)
    if not sure:
        raise NothingLearned(
            "the net finds nothing on the self-test picture that it is sure of; label more pictures, or train longer"
        )
    self_test = SelfTest(picture=file_entry("self_test.png", self_test_png), detections=sure)
    manifest = manifest.model_copy(update={"self_test": self_test, "figures": figures})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)
    write_durably(folder / "model.onnx", onnx)
    write_durably(folder / "self_test.png", self_test_png)
    write_card(folder, manifest)
    write_durably(folder / "manifest.json", sealed(manifest))
    return manifest


def with_class_names(onnx: bytes, classes: tuple[str, ...]) -> bytes:
    """The same net with its class names in its metadata, where `inspection.detection.onnx_file` reads them."""
    import onnx as onnx_library

    model = onnx_library.load_from_string(onnx)
    onnx_library.helper.set_model_props(model, {"classes": json.dumps(classes)})
    return bytes(model.SerializeToString(deterministic=True))


def file_entry(name: str, data: bytes) -> ModelFile:
    """What a manifest says of a file."""
    return ModelFile(name=name, sha256=hashlib.sha256(data).hexdigest())
