"""ONNX Runtime on the processor."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.onnx_file import inspect_onnx
from inspection.errors import DetectorError, ModelRefused
from inspection.platform import usable_cores
from inspection.record import Precision


class OnnxRuntimeEngine:
    """ONNX Runtime on the processor, from the bytes of an ONNX file."""

    def __init__(self, onnx: bytes, precision: Precision, threads: int | None = None, *, lanes: int = 1) -> None:
        """`threads` for all calls together (default: every core), shared between the `lanes`.

        Raises ModelRefused for bytes that are no net, or bf16, which ONNX Runtime does not have on a CPU.
        """
        inspect_onnx(onnx, "the net")
        import onnxruntime

        if precision is Precision.BF16:
            raise ModelRefused("ONNX Runtime has no bf16 on a CPU: choose the engine openvino, or f32 or int8")
        onnxruntime.disable_telemetry_events()  # on Windows it would report to its maker
        options = onnxruntime.SessionOptions()
        if lanes > 1:
            options.intra_op_num_threads = max(1, (threads or usable_cores()) // lanes)
        elif threads is not None:
            options.intra_op_num_threads = threads
        try:
            self._session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its error classes share no base of their own
            raise ModelRefused(f"ONNX Runtime does not read the net: {error}") from error
        self._input = self._session.get_inputs()[0].name
        self._output = self._session.get_outputs()[0]
        self._version = str(onnxruntime.__version__)

    @property
    def version(self) -> str:
        """Version of ONNX Runtime."""
        return self._version

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the first output."""
        return tuple(side if isinstance(side, int) else None for side in self._output.shape)

    def run(self, image: Pixels) -> NDArray[np.float32]:
        """See Engine."""
        import cv2

        blob = cv2.dnn.blobFromImage(image, scalefactor=1 / 255)
        try:
            [output] = self._session.run([self._output.name], {self._input: blob})
        except Exception as error:  # its error classes share no base of their own
            raise DetectorError(f"ONNX Runtime failed on this picture: {error}") from error
        return np.asarray(output, dtype=np.float32)

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        """See Engine: one after the other."""
        return map(self.run, images)
