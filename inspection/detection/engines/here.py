"""Which engines there are on this PC."""

from collections.abc import Iterator
from importlib.util import find_spec

from inspection.detection.engines.on_onnxruntime import has_cuda
from inspection.detection.engines.on_openvino import has_gpu
from inspection.record import EngineName


def engines_here() -> Iterator[EngineName]:
    """Those that are installed, and the GPUs that they see. One may still refuse a net: a driver that is too old."""
    if find_spec("openvino"):
        import openvino

        yield "openvino"
        if has_gpu(openvino.Core()):
            yield "openvino-gpu"
    if find_spec("onnxruntime"):
        yield "onnxruntime"
        if has_cuda():
            yield "onnxruntime-cuda"
