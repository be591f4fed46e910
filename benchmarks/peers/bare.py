"""The bare network: what the processor can do at all, with nothing around it."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.heads import Boxes, in_frame, read_boxes
from inspection.detection.letterbox import Letterbox
from inspection.detection.manifest import ModelManifest
from inspection.finding import Detection
from inspection.record import Precision

CpuEngine: TypeAlias = Literal["openvino", "onnxruntime"]
Blob: TypeAlias = NDArray[np.float32]
"""A picture as the net takes it: (1, 3, height, width), RGB, 0..1."""


def blob_of(pixels: Pixels, manifest: ModelManifest) -> tuple[Blob, Letterbox]:
    """What ours would give the net, prepared: neither fitting nor scaling falls into the time of the bare call."""
    fit = Letterbox.fit(
        width_px=pixels.shape[1],
        height_px=pixels.shape[0],
        longest_side_px=manifest.longest_side_px,
        stride_px=manifest.stride_px,
    )
    return as_blob(fit.apply(pixels)), fit


def as_blob(image: Pixels) -> Blob:
    """(height, width, 3) uint8 to a Blob, in one pass."""
    blob = np.empty((1, 3, *image.shape[:2]), np.float32)
    np.multiply(image.transpose(2, 0, 1)[None], np.float32(1 / 255), out=blob)
    return blob


def detections(
    output: NDArray[np.float32], fit: Letterbox, manifest: ModelManifest, frame_wh: tuple[int, int]
) -> tuple[Detection, ...]:
    """What the numbers say, read by our own code and outside the time: to check that it was the same answer."""
    return in_frame(boxes_of(output, manifest), fit, manifest.classes, frame_wh=frame_wh)


def boxes_of(output: NDArray[np.float32], manifest: ModelManifest) -> Boxes:
    """The boxes in a net's output, in px of its input."""
    thresholds = np.array([manifest.thresholds[name] for name in manifest.classes], np.float32)
    return read_boxes(output, head=manifest.head, thresholds=thresholds, nms_iou=manifest.nms_iou)


def bare_call(
    engine: CpuEngine, onnx: bytes, input_wh: tuple[int, int], precision: Precision
) -> Callable[[Blob], NDArray[np.float32]]:
    """A call of the net with its input fixed to `input_wh`, made for the shortest time of one picture.

    What it gives back may be overwritten by the next call.
    """
    match engine:
        case "openvino":
            hints = {"PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1}
            request = _compiled(onnx, input_wh, precision, hints).create_infer_request()

            def on_openvino(blob: Blob) -> NDArray[np.float32]:
                request.infer([blob], share_inputs=True)
                return np.asarray(request.get_output_tensor(0).data)

            return on_openvino
        case "onnxruntime":
            import onnxruntime

            session = onnxruntime.InferenceSession(onnx, providers=["CPUExecutionProvider"])
            name = session.get_inputs()[0].name
            return lambda blob: np.asarray(session.run(None, {name: blob})[0])
        case _:
            assert_never(engine)


class BareQueue:
    """OpenVINO's own asynchronous queue."""

    def __init__(
        self, onnx: bytes, input_wh: tuple[int, int], precision: Precision, *, hint: str = "THROUGHPUT"
    ) -> None:
        """The net with its input fixed to `input_wh`; as many streams as OpenVINO takes to be best for `hint`."""
        from openvino import AsyncInferQueue

        net = _compiled(onnx, input_wh, precision, {"PERFORMANCE_HINT": hint})
        # one more than are calculated at a time, so that the next is at hand when one is done
        self._queue: Any = AsyncInferQueue(net, net.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS") + 1)

    @classmethod
    def fastest(
        cls, onnx: bytes, input_wh: tuple[int, int], precision: Precision, blobs: Sequence[Blob]
    ) -> "BareQueue":
        """With all cores at one picture or each at its own, whichever takes less time for `blobs` here."""
        queues = [cls(onnx, input_wh, precision, hint=hint) for hint in ("THROUGHPUT", "LATENCY")]
        times: dict[BareQueue, float] = {}
        for queue in (*queues, *queues):
            started = time.perf_counter()
            queue(blobs)
            times[queue] = min(times.get(queue, math.inf), time.perf_counter() - started)
        return min(queues, key=times.__getitem__)

    def __call__(self, blobs: Iterable[Blob]) -> None:
        """Through the net with all of them; returns when the last is done. The answers are not looked at."""
        self._queue.set_callback(lambda request, number: None)
        self._all(blobs)

    def outputs(self, blobs: Sequence[Blob]) -> list[NDArray[np.float32]]:
        """The same, answers kept, in the order of `blobs`."""
        kept: dict[int, NDArray[np.float32]] = {}
        self._queue.set_callback(
            lambda request, number: kept.__setitem__(number, np.array(request.get_output_tensor(0).data))
        )
        self._all(blobs)
        return [kept[number] for number in range(len(blobs))]

    def _all(self, blobs: Iterable[Blob]) -> None:
        for number, blob in enumerate(blobs):
            self._queue.start_async([blob], number, share_inputs=True)
        self._queue.wait_all()


def _compiled(onnx: bytes, input_wh: tuple[int, int], precision: Precision, hints: dict[str, Any]) -> Any:
    import openvino

    core = openvino.Core()
    model = core.read_model(onnx)
    model.reshape([1, 3, *reversed(input_wh)])
    wanted = "bf16" if precision is Precision.BF16 else "f32"
    return core.compile_model(model, "CPU", {**hints, "INFERENCE_PRECISION_HINT": wanted})
