"""INT8 by ONNX Runtime's static quantisation: a file that both engines read.

Only convolutions, and not those of the head: its numbers span boxes in pixels and scores, which 8 bits do not hold.
NNCF's INT8 exported to ONNX is silently wrong in OpenVINO; this form was measured in both (see the model's card).
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from camera.frame import Pixels
from inspection.detection.letterbox import Letterbox

_STAGE = re.compile(r"/model\.(\d+)/")


def quantized(onnx: bytes, pictures: Sequence[Pixels], *, longest_side_px: int, stride_px: int = 32) -> bytes:
    """The net with 8-bit convolutions, its ranges calibrated on `pictures` (each (height, width, 3) RGB uint8).

    A hundred pictures like those of the bench are enough. Raises ValueError for none, and for a net whose head cannot
    be told apart, because its nodes are not named as ultralytics' are.
    """
    if not pictures:
        raise ValueError("INT8 needs pictures to calibrate on: give about a hundred like those of the bench")
    import onnx as onnx_library
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
        def __init__(self) -> None:
            self._inputs = _inputs(pictures, longest_side_px, stride_px)

        def get_next(self) -> dict[str, Any] | None:
            return next(self._inputs, None)

    with tempfile.TemporaryDirectory() as folder:
        plain, prepared, done = (Path(folder) / name for name in ("plain.onnx", "prepared.onnx", "int8.onnx"))
        plain.write_bytes(onnx)
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        nodes = onnx_library.load(prepared).graph.node
        stages = [int(found[1]) for node in nodes if (found := _STAGE.search(node.name))]
        if not stages:
            raise ValueError("no node of the net is named /model.N/ as ultralytics does, so its head is not known")
        quantize_static(
            str(prepared),
            str(done),
            Reader(),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=[node.name for node in nodes if f"/model.{max(stages)}/" in node.name],
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        return done.read_bytes()


def _inputs(pictures: Sequence[Pixels], longest_side_px: int, stride_px: int) -> Iterator[dict[str, Any]]:
    for pixels in pictures:
        fit = Letterbox.fit(
            width_px=pixels.shape[1],
            height_px=pixels.shape[0],
            longest_side_px=longest_side_px,
            stride_px=stride_px,
        )
        image = fit.apply(pixels)
        yield {"images": np.ascontiguousarray(image.transpose(2, 0, 1)[None].astype(np.float32) / 255)}
