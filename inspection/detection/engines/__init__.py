"""Who calculates: OpenVINO or ONNX Runtime, behind one Protocol, each in an explicitly chosen precision."""

from inspection.detection.engines.engine import Engine
from inspection.detection.engines.here import engines_here
from inspection.detection.engines.making import make_engine
from inspection.detection.engines.on_onnxruntime import OnnxRuntimeEngine
from inspection.detection.engines.on_openvino import OpenVinoEngine
from inspection.record import EngineName

__all__ = ["Engine", "EngineName", "OnnxRuntimeEngine", "OpenVinoEngine", "engines_here", "make_engine"]
