"""Trained weights to a model folder: ONNX, manifest, self-test, card."""

import hashlib
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection.detection.manifest import ModelFile, ModelManifest, SelfTest
from inspection.detection.onnx_detector import OnnxDetector
from inspection.finding import Detection
from inspection.record import Precision

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


def export_onnx(weights: Path, class_count: int, longest_side_px: int) -> bytes:
    """The net as ONNX with the raw head (1, 4 + classes, N), batch norms folded in, any input size of whole strides."""
    import torch
    from safetensors.torch import load_file
    from ultralytics.nn.tasks import DetectionModel

    from training.net import ARCHITECTURE

    net = DetectionModel(ARCHITECTURE, nc=class_count, verbose=False)
    net.load_state_dict(load_file(weights))
    net = net.float().eval().fuse(verbose=False)
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


def write_model(
    folder: Path, onnx: bytes, passport: Passport, self_test_png: bytes, figures: dict[str, float]
) -> ModelManifest:
    """Write the folder: first the files, the manifest last, so that a half-written folder is no model.

    The self-test's detections are what the exported net itself finds on the picture, with f32 and ONNX Runtime.
    Raises ValueError where it finds nothing there: such a picture tests nothing.
    """
    from camera.decoding import decode_picture

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)
    (folder / "model.onnx").write_bytes(onnx)
    (folder / "self_test.png").write_bytes(self_test_png)
    unproven: dict[str, Any] = {
        "name": passport.name,
        "version": passport.version,
        "classes": passport.classes,
        "head": "yolo",
        "longest_side_px": passport.longest_side_px,
        "files": {Precision.F32: _file(folder / "model.onnx")},
        "thresholds": passport.thresholds,
        "licence": passport.licence,
        "trained_on": passport.trained_on,
        "training": passport.training,
        "figures": figures,
    }
    picture = _file(folder / "self_test.png")
    not_known_yet = Detection(class_name=passport.classes[0], score=0, xyxy=(0, 0, 1, 1))
    manifest = ModelManifest(**unproven, self_test=SelfTest(picture=picture, detections=(not_known_yet,)))
    detector = OnnxDetector(manifest, onnx, engine="onnxruntime", precision=Precision.F32)
    pixels, _ = decode_picture(self_test_png)
    sure = tuple(detection for detection in detector.find(pixels) if detection.score >= SURE)
    if not sure:
        raise ValueError("the net finds nothing on the self-test picture; choose a picture with a clear defect")
    manifest = manifest.model_copy(update={"self_test": SelfTest(picture=picture, detections=sure)})
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return manifest


def _file(path: Path) -> ModelFile:
    return ModelFile(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
