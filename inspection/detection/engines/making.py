"""An engine by its name."""

from pathlib import Path
from typing import Literal, assert_never

from inspection.detection.engines.engine import Engine
from inspection.detection.engines.on_onnxruntime import OnnxRuntimeEngine
from inspection.detection.engines.on_openvino import OpenVinoEngine
from inspection.record import Precision

EngineName = Literal["openvino", "onnxruntime"]


def make_engine(
    name: EngineName,
    onnx: bytes,
    precision: Precision,
    threads: int | None = None,
    *,
    lanes: int = 1,
    cache: Path | None = None,
) -> Engine:
    """The engine `name` for a net; see `load_detector` for what the others say. Raises ModelRefused."""
    match name:
        case "openvino":
            return OpenVinoEngine(onnx, precision, threads, lanes=lanes, cache=cache)
        case "onnxruntime":
            return OnnxRuntimeEngine(onnx, precision, threads, lanes=lanes)
        case _:
            assert_never(name)
