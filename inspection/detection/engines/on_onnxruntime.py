"""ONNX Runtime on the processor, or on a GPU of NVIDIA."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from typing import Any

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.onnx_file import inspect_onnx
from inspection.errors import DetectorError, ModelRefused
from inspection.record import Precision

PROCESSOR, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"


class OnnxRuntimeEngine:
    """ONNX Runtime from the bytes of an ONNX file: on the processor, or with `provider` CUDA on a GPU of NVIDIA."""

    def __init__(
        self,
        onnx: bytes,
        precision: Precision,
        threads: int | None = None,
        *,
        provider: str = PROCESSOR,
    ) -> None:
        """`threads` for all calls together (default: every core).

        Raises ModelRefused for bytes that are no net, for bf16, which ONNX Runtime has on neither, and where `provider`
        cannot be used here.
        """
        inspect_onnx(onnx, "the net")
        import onnxruntime

        if precision is Precision.BF16:
            raise ModelRefused("ONNX Runtime has no bf16: choose the engine openvino, or f32 or int8")
        onnxruntime.disable_telemetry_events()  # on Windows it would report to its maker
        options = onnxruntime.SessionOptions()
        if threads is not None:
            options.intra_op_num_threads = threads
        self._session = _session_on(provider, onnx, options)
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


def has_cuda() -> bool:
    """Whether ONNX Runtime is installed with CUDA; that there is a GPU is only seen when a net is loaded."""
    import onnxruntime

    return CUDA in onnxruntime.get_available_providers()


def _session_on(provider: str, onnx: bytes, options: Any) -> Any:
    """A session on that very `provider`: ONNX Runtime takes the processor in silence where another one fails."""
    import onnxruntime

    installed = onnxruntime.get_available_providers()
    if provider in installed:
        settings = {}
        if provider == CUDA:
            with redirect_stdout(sys.stderr):  # it says what it misses where results are printed
                onnxruntime.preload_dlls()  # CUDA and cuDNN as they come with Python packages
            settings = {"use_tf32": "0"}  # which would calculate f32 with 10 bits of its 23
        try:
            session = onnxruntime.InferenceSession(onnx, options, providers=[(provider, settings)], enable_fallback=0)
        except Exception as error:  # its error classes share no base of their own
            raise ModelRefused(f"ONNX Runtime does not read the net: {error}") from error
        if session.get_providers()[0] == provider:
            return session
    raise ModelRefused(
        f"ONNX Runtime cannot use {provider} here (it has {', '.join(installed)}): choose the engine onnxruntime or "
        "openvino, or install what a GPU of NVIDIA needs: its driver, CUDA, cuDNN, and onnxruntime-gpu in place of "
        "onnxruntime"
    )
