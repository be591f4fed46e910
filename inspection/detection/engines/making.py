"""An engine by its name."""

from pathlib import Path
from typing import assert_never

from inspection.detection.engines.engine import Engine
from inspection.detection.engines.on_onnxruntime import CUDA, OnnxRuntimeEngine
from inspection.detection.engines.on_openvino import OpenVinoEngine
from inspection.record import EngineName, Precision


def make_engine(
    name: EngineName,
    onnx: bytes,
    precision: Precision,
    threads: int | None = None,
    *,
    cache: Path | None = None,
) -> Engine:
    """The engine `name` for a net; see `load_detector` for what the others say. Raises ModelRefused."""
    match name:
        case "openvino":
            return OpenVinoEngine(onnx, precision, threads, cache=cache)
        case "openvino-gpu":
            return OpenVinoEngine(onnx, precision, device="GPU")  # compiled for a driver: not kept
        case "onnxruntime":
            return OnnxRuntimeEngine(onnx, precision, threads)
        case "onnxruntime-cuda":
            return OnnxRuntimeEngine(onnx, precision, provider=CUDA)
        case _:
            assert_never(name)
