"""The detector that a model's folder describes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.detection.detector import Within
from inspection.detection.engines import Engine, EngineName, make_engine
from inspection.detection.heads import Boxes, as_detections, expected_rows, in_frame, read_boxes
from inspection.detection.letterbox import Letterbox
from inspection.detection.manifest import ModelManifest
from inspection.detection.tiling.grid import Grid
from inspection.detection.tiling.tiled import find_on_tiles
from inspection.errors import ModelRefused
from inspection.finding import Detection
from inspection.record import Judge, Precision
from inspection.score_band import ScoreBand
from inspection.visibility import SmallestSeen


class OnnxDetector:
    """A YOLO-style net from the verified bytes of an ONNX file."""

    def __init__(
        self,
        manifest: ModelManifest,
        onnx: bytes,
        *,
        engine: EngineName,
        precision: Precision,
        threads: int | None = None,
        cache: Path | None = None,
    ) -> None:
        """`onnx` are bytes that were verified against the manifest; for the others see `load_detector`.

        Raises ModelRefused where the engine cannot run them so, or the net's output does not fit the class list.
        """
        self._manifest = manifest
        self._engine = make_engine(engine, onnx, precision, threads, cache=cache)
        axis, length = expected_rows(manifest.head, len(manifest.classes))
        shape = self._engine.output_shape
        if len(shape) != 3 or shape[axis] not in (length, None):
            raise ModelRefused(
                f"model {manifest.name!r}: the net answers in the shape {shape}, but a {manifest.head!r} head with "
                f"{len(manifest.classes)} classes has {length} on axis {axis}: the class list is of another net"
            )
        self._judge = Judge(
            model=manifest.name,
            sha256=hashlib.sha256(onnx).hexdigest(),
            engine=engine,
            engine_version=self._engine.version,
            precision=precision,
        )
        self._thresholds = np.array([manifest.thresholds[name] for name in manifest.classes], dtype=np.float32)

    @property
    def judge(self) -> Judge:
        """Model, engine and precision, as a record keeps them."""
        return self._judge

    @property
    def classes(self) -> tuple[str, ...]:
        """The class names of the manifest."""
        return self._manifest.classes

    @property
    def bands(self) -> Mapping[str, ScoreBand]:
        """The calibrated bands of the manifest."""
        return self._manifest.bands

    def smallest_seen(self, resolution_wh: tuple[int, int]) -> tuple[SmallestSeen, ...]:
        """See Detector. Where a picture is made smaller for the net, what is on it is made smaller with it."""
        shrunk = 1 / self._manifest.net_px_per_px(resolution_wh)
        return tuple(
            seen.model_copy(update={"size_px": seen.size_px and seen.size_px * shrunk})
            for seen in self._manifest.smallest_seen
        )

    def find(self, pixels: Pixels, within: Within = None) -> tuple[Detection, ...]:
        """See Detector. Boxes are clipped to the frame; one that lies outside of it is dropped."""
        return find_with(self._engine, self._manifest, self._thresholds, pixels, within)


def find_with(
    engine: Engine,
    manifest: ModelManifest,
    thresholds: NDArray[np.float32],
    pixels: Pixels,
    within: Within = None,
) -> tuple[Detection, ...]:
    """What `engine` finds on `pixels` from `thresholds` on, one a class of the manifest. Raises DetectorError."""
    frame_wh = (pixels.shape[1], pixels.shape[0])

    def read(output: NDArray[np.float32]) -> Boxes:
        return read_boxes(output, head=manifest.head, thresholds=thresholds, nms_iou=manifest.nms_iou)

    grid = tiles_of(manifest, frame_wh)
    if manifest.tiles is not None and grid is not None:
        boxes = find_on_tiles(engine, read, pixels, grid, skip_empty=manifest.tiles.skip_empty, within=within)
        return as_detections(boxes.xyxy, boxes, manifest.classes)
    fit = Letterbox.fit(
        width_px=frame_wh[0],
        height_px=frame_wh[1],
        longest_side_px=manifest.longest_side_px,
        stride_px=manifest.stride_px,
    )
    return in_frame(read(engine.run(fit.apply(pixels))), fit, manifest.classes, frame_wh=frame_wh)


def tiles_of(manifest: ModelManifest, frame_wh: tuple[int, int]) -> Grid | None:
    """The tiles in which a net looks at a frame of that size; None where it sees it as a whole."""
    if manifest.tiles is None or max(frame_wh) <= manifest.longest_side_px:
        return None
    return Grid.over(
        frame_wh,
        side_px=manifest.longest_side_px,
        overlap_px=manifest.tiles.overlap_px,
        stride_px=manifest.stride_px,
    )
