"""From a net's numbers to boxes."""

from dataclasses import dataclass
from typing import Literal, assert_never

import numpy as np
from numpy.typing import NDArray

from inspection.detection.letterbox import Letterbox
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection

MAX_DETECTIONS = 300
"""More defects than this on one picture are no finding but a broken net or a wrong part."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boxes:
    """`xyxy` (n, 4) float32 in px of the net's input, `scores` (n,) float32, `classes` (n,) int; best score first."""

    xyxy: NDArray[np.float32]
    scores: NDArray[np.float32]
    classes: NDArray[np.intp]


def expected_rows(head: Literal["yolo", "yolo-nms-free"], class_count: int) -> tuple[int, int]:
    """Which axis of the output has a fixed length, and which: what tells a wrong class list (row 28)."""
    match head:
        case "yolo":
            return 1, 4 + class_count
        case "yolo-nms-free":
            return 2, 6
        case _:
            assert_never(head)


def read_boxes(
    output: NDArray[np.float32],
    *,
    head: Literal["yolo", "yolo-nms-free"],
    thresholds: NDArray[np.float32],
    nms_iou: float,
) -> Boxes:
    """Boxes that reach their class's threshold, thinned out where the head has not done so itself.

    `output` is (1, 4 + c, n) or (1, n, 6) by `head`; `thresholds` is (c,). Raises DetectionsImplausible for NaN,
    infinity, classes that do not exist, or more than MAX_DETECTIONS boxes.
    """
    if not np.isfinite(output).all():
        raise DetectionsImplausible("the net answered with NaN or infinity; check the model with its self-test")
    match head:
        case "yolo":
            boxes = _thinned(_from_raw(output[0], thresholds), nms_iou)
        case "yolo-nms-free":
            boxes = _from_nms_free(output[0], thresholds)
        case _:
            assert_never(head)
    if len(boxes.scores) > MAX_DETECTIONS:
        raise DetectionsImplausible(
            f"the net found {len(boxes.scores)} defects on one picture (at most {MAX_DETECTIONS} are believed): "
            "is this the right kind of part, and the right model for it?"
        )
    return boxes


def in_frame(
    boxes: Boxes, fit: Letterbox, classes: tuple[str, ...], *, frame_wh: tuple[int, int]
) -> tuple[Detection, ...]:
    """Boxes of the net's input as detections in px of the frame, clipped to it; one that lies outside is dropped."""
    shift, scale = np.array([fit.left_px, fit.top_px] * 2), np.array(fit.scale_xy * 2)
    return as_detections(((boxes.xyxy - shift) / scale).clip(0, frame_wh * 2), boxes, classes)


def as_detections(xyxy: NDArray[np.floating], boxes: Boxes, classes: tuple[str, ...]) -> tuple[Detection, ...]:
    """`boxes` as detections at `xyxy` (n, 4), in px of the frame; one without area is dropped."""
    return tuple(
        Detection(
            class_name=classes[index],
            score=min(1.0, float(score)),
            xyxy=(float(x1), float(y1), float(x2), float(y2)),
        )
        for (x1, y1, x2, y2), score, index in zip(xyxy, boxes.scores, boxes.classes, strict=True)
        if x2 > x1 and y2 > y1
    )


def _from_raw(output: NDArray[np.float32], thresholds: NDArray[np.float32]) -> Boxes:
    """A place that reaches two classes' thresholds gives a box of each: a knot that may be dead is not sound."""
    scores_of_all = output[4:]
    reached = np.flatnonzero(scores_of_all >= thresholds[:, None])  # flat: in two dimensions it takes 20 times as long
    classes, places = np.divmod(reached, scores_of_all.shape[1])
    centre, half = output[:2, places], output[2:4, places] / 2
    return Boxes(
        xyxy=np.concatenate([centre - half, centre + half]).T, scores=scores_of_all[classes, places], classes=classes
    )


def _from_nms_free(output: NDArray[np.float32], thresholds: NDArray[np.float32]) -> Boxes:
    classes = output[:, 5].round().astype(np.intp)
    if classes.size and not 0 <= classes.min() <= classes.max() < len(thresholds):
        raise DetectionsImplausible(f"the net answered class {classes.max()}, but the model has only {len(thresholds)}")
    kept = output[:, 4] >= thresholds[classes]
    order = np.argsort(-output[kept, 4], kind="stable")
    return Boxes(xyxy=output[kept, :4][order], scores=output[kept, 4][order], classes=classes[kept][order])


def _thinned(boxes: Boxes, nms_iou: float) -> Boxes:
    """Non-maximum suppression within each class (OpenCV's)."""
    import cv2

    if len(boxes.scores) == 0:
        return boxes
    x1y1, x2y2 = boxes.xyxy[:, :2], boxes.xyxy[:, 2:]
    kept = cv2.dnn.NMSBoxesBatched(
        np.hstack([x1y1, x2y2 - x1y1]).astype(np.float64).tolist(),
        boxes.scores.astype(np.float64).tolist(),
        boxes.classes.astype(np.int32).tolist(),
        0.0,
        nms_iou,
    )
    order = np.asarray(kept, dtype=np.intp).reshape(-1)
    return Boxes(xyxy=boxes.xyxy[order], scores=boxes.scores[order], classes=boxes.classes[order])
