"""ultralytics as its users call it, on PyTorch or on ONNX Runtime."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from camera.frame import Pixels
from inspection.detection.manifest import ModelManifest
from inspection.finding import Detection
from inspection.platform import usable_cores


def shipped_threads() -> int:
    """So many threads ultralytics gives PyTorch by itself: one less than there are cores, at least one, at most 8."""
    from ultralytics.utils import NUM_THREADS

    return int(NUM_THREADS)


class YoloPeer:
    """`YOLO(file)` with the thresholds and the thinning of ours; boxes come in the same classes and pixels."""

    def __init__(
        self, file: Path, manifest: ModelManifest, input_wh: tuple[int, int], torch_threads: int | None = None
    ) -> None:
        """`file` is one of `twin`; `input_wh` is what the pictures are fitted into, as ours are.

        On PyTorch it calculates with `torch_threads`; default: every core.
        """
        from ultralytics import YOLO

        self._threads = torch_threads or usable_cores()
        self._net: Any = YOLO(str(file), task="detect")
        self._classes = manifest.classes
        self._settings: dict[str, Any] = {
            "imgsz": input_wh[::-1],
            "conf": min(manifest.thresholds.values()),
            "iou": manifest.nms_iou,
            "max_det": 300,
            "device": "cpu",
            "rect": True,
            "verbose": False,
            "save": False,
        }

    def find(self, bgr: Pixels) -> tuple[Detection, ...]:
        """What it finds on a picture in OpenCV's order of colours, which is what it expects of an array."""
        [result] = self._net.predict(bgr, **self._settings)
        return self._read(result)

    def call(self, bgr: Pixels) -> object:
        """The same without putting the boxes into our words: this is timed."""
        import torch

        torch.set_num_threads(self._threads)
        return self._net.predict(bgr, **self._settings)

    def find_all(self, folder: Path) -> dict[str, tuple[Detection, ...]]:
        """What it finds on the pictures of a folder, by file name."""
        return {Path(result.path).name: self._read(result) for result in self._results(folder)}

    def call_all(self, folder: Path) -> int:
        """`yolo predict` over a folder, one picture after the other, nothing kept: this is timed."""
        return sum(1 for _ in self._results(folder))

    def _results(self, folder: Path) -> Iterator[Any]:
        return iter(self._net.predict(str(folder), stream=True, **self._settings))

    def _read(self, result: Any) -> tuple[Detection, ...]:
        boxes = result.boxes
        return tuple(
            Detection(class_name=self._classes[int(number)], score=float(score), xyxy=tuple(map(float, xyxy)))
            for xyxy, score, number in zip(boxes.xyxy.tolist(), boxes.conf.tolist(), boxes.cls.tolist(), strict=True)
        )
