"""Small ONNX nets and model folders for tests: what they answer is known in advance."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspection.detection.manifest import ModelFile, ModelManifest, SelfTest
from inspection.finding import Detection
from inspection.record import Precision

CLASSES = ("pore", "crack")


def constant_net(answer: NDArray[np.float32]) -> bytes:
    """A net that answers `answer`, whatever it sees (its input is used, so that no engine drops it)."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    nodes = [
        helper.make_node("GlobalAveragePool", ["images"], ["pooled"]),
        helper.make_node("ReduceMean", ["pooled"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "zero"], ["nothing"]),
        helper.make_node("Add", ["answer", "nothing"], ["output0"]),
    ]
    graph = helper.make_graph(
        nodes,
        "constant",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, list(answer.shape))],
        [
            numpy_helper.from_array(answer.astype(np.float32), "answer"),
            numpy_helper.from_array(np.zeros((), np.float32), "zero"),
        ],
    )
    return _serialized(onnx, helper, graph)


def with_class_names(net: bytes, classes: Sequence[str]) -> bytes:
    """The same net, which says itself what its classes are."""
    import onnx

    model = onnx.load_from_string(net)
    onnx.helper.set_model_props(model, {"classes": json.dumps(classes)})
    return bytes(model.SerializeToString())


def in_two_files(net: bytes, folder: Path) -> bytes:
    """The same net, its tensors in `folder`/weights.bin."""
    import onnx

    onnx.save(
        onnx.load_from_string(net),
        folder / "outside.onnx",
        save_as_external_data=True,
        location="weights.bin",
        size_threshold=0,
    )
    return (folder / "outside.onnx").read_bytes()


def channel_means_net() -> bytes:
    """A net that answers the mean of each input channel, shape (1, 3, 1): shows what an engine feeds it."""
    import onnx
    from onnx import TensorProto, helper

    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["images"], ["pooled"]),
            helper.make_node("Flatten", ["pooled"], ["flat"], axis=2),
            helper.make_node("Identity", ["flat"], ["output0"]),
        ],
        "means",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 3, 1])],
    )
    return _serialized(onnx, helper, graph)


def redness_net() -> bytes:
    """A raw head that sees one box of the first of CLASSES, as surely as the picture is red: score = mean red / 255."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    box = np.array([32, 32, 20, 20], np.float32).reshape(1, 4, 1)
    unseen = np.zeros((1, len(CLASSES) - 1, 1), np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["images"], ["pooled"]),
            helper.make_node("Flatten", ["pooled"], ["means"], axis=2),
            helper.make_node("Slice", ["means", "first", "second", "channel"], ["flat"]),
            helper.make_node("Reshape", ["flat", "shape"], ["red"]),
            helper.make_node("Concat", ["box", "red", "unseen"], ["output0"], axis=1),
        ],
        "redness",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, [1, 4 + len(CLASSES), 1])],
        [
            numpy_helper.from_array(box, "box"),
            numpy_helper.from_array(unseen, "unseen"),
            numpy_helper.from_array(np.array([0], np.int64), "first"),
            numpy_helper.from_array(np.array([1], np.int64), "second"),
            numpy_helper.from_array(np.array([0], np.int64), "channel"),
            numpy_helper.from_array(np.array([1, 1, 1], np.int64), "shape"),
        ],
    )
    return _serialized(onnx, helper, graph)


def _serialized(onnx: object, helper: object, graph: object) -> bytes:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)  # type: ignore[attr-defined]
    onnx.checker.check_model(model)  # type: ignore[attr-defined]
    return bytes(model.SerializeToString())


def raw_answer(
    boxes: Sequence[tuple[float, float, float, float, float, float]], anchors: int = 32
) -> NDArray[np.float32]:
    """A raw head's answer (1, 4 + 2, anchors) with `boxes` of cx cy w h and a score per class."""
    answer = np.zeros((1, 4 + len(CLASSES), anchors), np.float32)
    for index, box in enumerate(boxes):
        answer[0, :, index] = box
    return answer


def write_model(
    folder: Path,
    onnx: bytes,
    expected: Sequence[Detection],
    *,
    picture_wh: tuple[int, int] = (64, 64),
    classes: tuple[str, ...] = CLASSES,
) -> ModelManifest:
    """A model folder around `onnx`, with a grey self-test picture on which `expected` must be found."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(onnx)
    Image.new("RGB", picture_wh, (120, 110, 100)).save(folder / "self_test.png")
    manifest = ModelManifest(
        name=folder.name,
        version=1,
        classes=classes,
        head="yolo",
        longest_side_px=64,
        files={Precision.F32: _file(folder / "model.onnx")},
        thresholds=dict.fromkeys(classes, 0.25),
        self_test=SelfTest(picture=_file(folder / "self_test.png"), detections=tuple(expected)),
        licence="CC0-1.0",
        trained_on=("nothing",),
        training={},
        figures={},
    )
    (folder / "manifest.json").write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    return manifest


def _file(path: Path) -> ModelFile:
    return ModelFile(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
