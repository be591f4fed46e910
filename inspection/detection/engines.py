"""Who calculates: OpenVINO or ONNX Runtime, behind one Protocol, each in an explicitly chosen precision.

Neither is given bytes that were not looked through: OpenVINO reads tensors from other files also when it is given
bytes, relative to the folder that the program happens to run in (2026.4, tried).
"""

from collections import OrderedDict
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.onnx_file import inspect_onnx
from inspection.errors import DetectorError, ModelRefused
from inspection.record import Precision

MAX_COMPILED_SHAPES = 8
"""OpenVINO compiles once per input rectangle; the oldest is dropped so that a mixed folder cannot fill the memory."""


class Engine(Protocol):
    """A loaded net. `run` blocks; one call at a time."""

    @property
    def version(self) -> str:
        """Version of the engine."""
        ...

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the first output, None where it depends on the input's size."""
        ...

    def run(self, image: Pixels) -> NDArray[np.float32]:
        """The net's first output for an input of shape (height, width, 3), RGB uint8, whole strides.

        Raises DetectorError.
        """
        ...


class OpenVinoEngine:
    """OpenVINO on the processor, from the bytes of an ONNX file; scaling to 0..1 happens inside the graph."""

    def __init__(self, onnx: bytes, precision: Precision, threads: int | None = None) -> None:
        """Raises ModelRefused for bytes that are no net, or a precision that this processor does not have."""
        inspect_onnx(onnx, "the net")
        import openvino

        self._openvino = openvino
        self._core = openvino.Core()
        capabilities = self._core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        if precision is Precision.BF16 and "BF16" not in capabilities:
            raise ModelRefused("this processor does not calculate in bf16: choose f32 or int8")
        try:
            self._model = self._core.read_model(onnx)
        except RuntimeError as error:
            raise ModelRefused(f"OpenVINO does not read the net: {error}") from error
        self._config: dict[str, Any] = {
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            "INFERENCE_PRECISION_HINT": "bf16" if precision is Precision.BF16 else "f32",
        }
        if threads is not None:
            self._config["INFERENCE_NUM_THREADS"] = threads
        self._requests: OrderedDict[tuple[int, int], Any] = OrderedDict()

    @property
    def version(self) -> str:
        """Version of OpenVINO, build number left out."""
        return str(self._openvino.__version__).split("-")[0]

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Shape of the first output."""
        shape = self._model.output(0).get_partial_shape()
        return tuple(None if side.is_dynamic else side.get_length() for side in shape)

    def run(self, image: Pixels) -> NDArray[np.float32]:
        """See Engine."""
        request = self._request(image.shape[0], image.shape[1])
        try:
            request.infer([image[None]], share_inputs=True)
        except RuntimeError as error:
            raise DetectorError(f"OpenVINO failed on this picture: {error}") from error
        return np.array(request.get_output_tensor(0).data, dtype=np.float32)

    def _request(self, height: int, width: int) -> Any:
        if (height, width) in self._requests:
            self._requests.move_to_end((height, width))
            return self._requests[height, width]
        from openvino.preprocess import PrePostProcessor

        try:
            model = self._model.clone()
            model.reshape([1, 3, height, width])
            steps = PrePostProcessor(model)
            steps.input().tensor().set_element_type(self._openvino.Type.u8).set_layout(self._openvino.Layout("NHWC"))
            steps.input().model().set_layout(self._openvino.Layout("NCHW"))
            steps.input().preprocess().convert_element_type(self._openvino.Type.f32).scale(255.0)
            request = self._core.compile_model(steps.build(), "CPU", self._config).create_infer_request()
        except RuntimeError as error:
            raise DetectorError(f"OpenVINO cannot run the net at {width}x{height}: {error}") from error
        self._requests[height, width] = request
        if len(self._requests) > MAX_COMPILED_SHAPES:
            self._requests.popitem(last=False)
        return request


class OnnxRuntimeEngine:
    """ONNX Runtime on the processor, from the bytes of an ONNX file."""

    def __init__(self, onnx: bytes, precision: Precision, threads: int | None = None) -> None:
        """Raises ModelRefused for bytes that are no net, or bf16, which ONNX Runtime does not have on a CPU."""
        inspect_onnx(onnx, "the net")
        import onnxruntime

        if precision is Precision.BF16:
            raise ModelRefused("ONNX Runtime has no bf16 on a CPU: choose the engine openvino, or f32 or int8")
        onnxruntime.disable_telemetry_events()  # on Windows it would report to its maker
        options = onnxruntime.SessionOptions()
        if threads is not None:
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
