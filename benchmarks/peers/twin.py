"""The shipped net as ultralytics wants it: a PyTorch checkpoint, and an ONNX file with ultralytics' metadata.

Both are made from the ONNX file that the station itself calculates with: its initializers have kept the names that they
had in PyTorch, and the batch norms are folded in, as `DetectionModel.fuse` does it.
"""

from pathlib import Path
from typing import Any

from inspection.detection.manifest import ModelManifest

ARCHITECTURE = "yolov8n.yaml"


def write_checkpoint(folder: Path, onnx: bytes, manifest: ModelManifest) -> Path:
    """A file that `YOLO(path)` loads, in f32, fused. Raises RuntimeError (torch) where the net is of another build."""
    import numpy as np
    import torch
    from onnx import load_from_string, numpy_helper
    from ultralytics.nn.tasks import DetectionModel

    net: Any = DetectionModel(ARCHITECTURE, nc=len(manifest.classes), verbose=False).fuse(verbose=False)
    weights = {
        one.name: torch.from_numpy(np.array(numpy_helper.to_array(one)))
        for one in load_from_string(onnx).graph.initializer
    }
    net.load_state_dict(weights, strict=True)
    net.names = dict(enumerate(manifest.classes))
    file = folder / "twin.pt"
    torch.save({"model": net.eval(), "train_args": {"task": "detect", "imgsz": manifest.longest_side_px}}, file)
    return file


def write_onnx(folder: Path, onnx: bytes, manifest: ModelManifest, input_wh: tuple[int, int]) -> Path:
    """The net with its input fixed to `input_wh`, one picture at a time, and the metadata of ultralytics' exporter.

    A fixed input is the best that ONNX Runtime can be given: all that depends on the size is calculated beforehand.
    """
    from onnx import helper, load_from_string, save, shape_inference

    model: Any = load_from_string(onnx)
    width, height = input_wh
    [picture], [answer] = model.graph.input, model.graph.output
    places = sum((width // stride) * (height // stride) for stride in (8, 16, 32))
    for value, shape in ((picture, (1, 3, height, width)), (answer, (1, 4 + len(manifest.classes), places))):
        for side, length in zip(value.type.tensor_type.shape.dim, shape, strict=True):
            side.dim_value = length
    del model.metadata_props[:]
    stated = {
        "names": dict(enumerate(manifest.classes)),
        "task": "detect",
        "stride": manifest.stride_px,
        "batch": 1,
        "imgsz": [height, width],
        "channels": 3,
        "args": {"batch": 1, "dynamic": False, "nms": False},
        "end2end": False,
    }
    helper.set_model_props(model, {key: str(value) for key, value in stated.items()})
    file = folder / f"twin_{width}x{height}.onnx"
    save(shape_inference.infer_shapes(model), file)
    return file
