"""SAHI over ultralytics: a large picture in tiles, one after the other, and what was found put together."""

from pathlib import Path
from typing import Any

from camera.frame import Pixels
from inspection.detection.manifest import ModelManifest
from inspection.finding import Detection


class SahiPeer:
    """`get_sliced_prediction` with tiles of the net's own side, without a look at the whole picture, as ours.

    SAHI puts the boxes together by non-maximum suppression, as it does by itself with thresholds below 0.1.
    """

    def __init__(self, file: Path, manifest: ModelManifest, *, overlap_px: int) -> None:
        """`file` is the ONNX twin with an input of the net's side."""
        from sahi.models.ultralytics import UltralyticsDetectionModel

        side = manifest.longest_side_px
        self._classes = manifest.classes
        self._model: Any = UltralyticsDetectionModel(
            model_path=str(file),
            task="detect",
            device="cpu",
            image_size=side,
            confidence_threshold=min(manifest.thresholds.values()),
            category_mapping={str(number): name for number, name in enumerate(manifest.classes)},
        )
        self._model.model.overrides["iou"] = manifest.nms_iou  # of each tile; SAHI itself has no word for it
        self._settings: dict[str, Any] = {
            "slice_height": side,
            "slice_width": side,
            "overlap_height_ratio": overlap_px / side,
            "overlap_width_ratio": overlap_px / side,
            "perform_standard_pred": False,
            "postprocess_type": "NMS",
            "postprocess_match_metric": "IOU",
            "postprocess_match_threshold": manifest.nms_iou,
            "verbose": 0,
        }

    def call(self, rgb: Pixels) -> Any:
        """Tiles, net, put together: this is timed."""
        from sahi.predict import get_sliced_prediction

        return get_sliced_prediction(rgb, self._model, **self._settings)

    def find(self, rgb: Pixels) -> tuple[Detection, ...]:
        """The same in our words; SAHI takes arrays in RGB."""
        return tuple(
            Detection(
                class_name=self._classes[one.category.id],
                score=float(one.score.value),
                xyxy=tuple(map(float, one.bbox.to_xyxy())),
            )
            for one in self.call(rgb).object_prediction_list
        )
