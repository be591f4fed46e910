"""OpenVINO on the processor, or on a GPU of Intel."""

import hashlib
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.engines.compiled import CompiledNets
from inspection.detection.onnx_file import inspect_onnx
from inspection.errors import DetectorError, ModelRefused
from inspection.record import Precision

MAX_COMPILED_SHAPES = 8
"""OpenVINO compiles once per input rectangle; the oldest is dropped so that a mixed folder cannot fill the memory."""


class OpenVinoEngine:
    """OpenVINO on `device`, from the bytes of an ONNX file; scaling to 0..1 happens inside the graph."""

    def __init__(
        self,
        onnx: bytes,
        precision: Precision,
        threads: int | None = None,
        *,
        device: Literal["CPU", "GPU"] = "CPU",
        cache: Path | None = None,
    ) -> None:
        """`threads` of the processor for all calls together (default: every core); compiled nets are kept in `cache`.

        Raises ModelRefused for bytes that are no net, a device that is not here, or a precision that it does not have.
        """
        inspect_onnx(onnx, "the net")
        import openvino

        self._openvino = openvino
        self._core, self._device = openvino.Core(), device
        if device == "GPU" and not has_gpu(self._core):
            raise ModelRefused(
                f"OpenVINO finds no GPU here, only {', '.join(self._core.available_devices)}: choose the engine "
                "openvino, or install the driver (OpenCL) of a GPU of Intel"
            )
        capabilities = self._core.get_property(device, "OPTIMIZATION_CAPABILITIES")
        if precision is Precision.BF16 and "BF16" not in capabilities:
            processor = {"CPU": "processor", "GPU": "GPU"}[device]
            raise ModelRefused(f"this {processor} does not calculate in bf16: choose f32 or int8")
        try:
            self._model = self._core.read_model(onnx)
        except RuntimeError as error:
            raise ModelRefused(f"OpenVINO does not read the net: {error}") from error
        self._config: dict[str, Any] = {"INFERENCE_PRECISION_HINT": "bf16" if precision is Precision.BF16 else "f32"}
        if threads is not None:
            # not bound to cores: OpenVINO binds to the same ones in every process
            self._config |= {"INFERENCE_NUM_THREADS": threads, "ENABLE_CPU_PINNING": False}
        self._kept = CompiledNets(cache) if cache else None
        self._kept_for = {
            "net": hashlib.sha256(onnx).hexdigest() if cache else "",
            "engine": openvino.__version__,
            "processor": self._core.get_property(device, "FULL_DEVICE_NAME"),
            "capabilities": sorted(capabilities),
        }
        self._nets: OrderedDict[tuple[int, int, bool], _Requests] = OrderedDict()
        self._compiling = threading.Lock()

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
        """See Engine: all threads work at this one image."""
        requests = self._requests(image, many=False)
        request = requests.take()
        try:
            self._give(request, image)
            request.infer(share_outputs=True)
            return _answer(request)
        except RuntimeError as error:
            raise DetectorError(f"OpenVINO failed on this picture: {error}") from error
        finally:
            requests.give_back(request)

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        """See Engine: each thread at an image of its own, and one more image waiting."""
        under_way: deque[tuple[Any, _Requests, Pixels]] = deque()
        try:
            for image in images:
                requests = self._requests(image, many=True)
                if len(under_way) > requests.at_once:
                    yield _finished(under_way)
                request = requests.take()
                self._give(request, image)
                request.start_async()
                under_way.append((request, requests, image))
            while under_way:
                yield _finished(under_way)
        except RuntimeError as error:
            raise DetectorError(f"OpenVINO failed on this picture: {error}") from error
        finally:
            for request, requests, _ in under_way:
                with suppress(RuntimeError):  # its error, or that of one before it, is on its way already
                    request.wait()
                requests.give_back(request)

    def _give(self, request: Any, image: Pixels) -> None:
        """The image itself, which must live until the answer is there; of a read-only one only a copy is taken."""
        request.set_input_tensor(self._openvino.Tensor(image[None], shared_memory=image.flags.writeable))

    def _requests(self, image: Pixels, *, many: bool) -> "_Requests":
        """Those for images of this size: `many` of them at the same time, or one as fast as can be."""
        shape = (image.shape[0], image.shape[1], many)
        with self._compiling:
            if shape not in self._nets:
                self._nets[shape] = _Requests(self._compiled(*shape))
                if len(self._nets) > MAX_COMPILED_SHAPES:
                    self._nets.popitem(last=False)
            self._nets.move_to_end(shape)
            return self._nets[shape]

    def _compiled(self, height: int, width: int, many: bool) -> Any:
        config = self._config | {"PERFORMANCE_HINT": "THROUGHPUT" if many else "LATENCY"}
        if not many:
            config["NUM_STREAMS"] = 1
        key = {**self._kept_for, **config, "size": [height, width]}
        try:
            if self._kept and (net := self._kept.read(key)) is not None:
                try:
                    return self._core.import_model(net, self._device, config)
                except RuntimeError:
                    pass  # the engine's own doubts about it: it is compiled anew
            compiled = self._core.compile_model(self._prepared(height, width), self._device, config)
        except RuntimeError as error:
            raise DetectorError(f"OpenVINO cannot run the net at {width}x{height}: {error}") from error
        if self._kept:
            self._kept.write(key, compiled.export_model().getvalue())
        return compiled

    def _prepared(self, height: int, width: int) -> Any:
        """The net for images of this size, as they come: rows of RGB bytes."""
        from openvino.preprocess import PrePostProcessor

        model = self._model.clone()
        model.reshape([1, 3, height, width])
        steps = PrePostProcessor(model)
        steps.input().tensor().set_element_type(self._openvino.Type.u8).set_layout(self._openvino.Layout("NHWC"))
        steps.input().model().set_layout(self._openvino.Layout("NCHW"))
        steps.input().preprocess().convert_element_type(self._openvino.Type.f32).scale(255.0)
        return steps.build()


def has_gpu(core: Any) -> bool:
    """Whether OpenVINO sees a GPU: one is called GPU, several GPU.0, GPU.1."""
    return any(device.partition(".")[0] == "GPU" for device in core.available_devices)


class _Requests:
    """A compiled net's requests, each of which works at one image; one is made where all others are taken."""

    def __init__(self, compiled: Any) -> None:
        self._compiled = compiled
        self._free: SimpleQueue[Any] = SimpleQueue()
        self.at_once = int(compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))

    def take(self) -> Any:
        try:
            return self._free.get_nowait()
        except Empty:
            return self._compiled.create_infer_request()

    def give_back(self, request: Any) -> None:
        self._free.put(request)


def _finished(under_way: "deque[tuple[Any, _Requests, Pixels]]") -> NDArray[np.float32]:
    """The answer of the one that was started first."""
    request, requests, _ = under_way[0]
    request.wait()
    answer = _answer(request)
    under_way.popleft()
    requests.give_back(request)
    return answer


def _answer(request: Any) -> NDArray[np.float32]:
    return np.array(request.get_output_tensor(0).data, dtype=np.float32)
