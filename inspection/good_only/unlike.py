"""From the unlikeness of places to the score of a picture, and to where it is unlike the good parts."""

import numpy as np
from numpy.typing import NDArray

from inspection.detection.heads import MAX_DETECTIONS
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection, Outline

UNLIKE_GOOD = "unlike_good"
"""The one class of a model that was taught from good parts."""

SCORED_PLACES = 5
"""A picture's score is the mean over so many of its furthest places: one odd place alone is grain, not a defect."""

Unlikeness = NDArray[np.float32]
"""(rows, columns): how unlike the good ones each place is, see `Bank`."""


def picture_score(unlikeness: Unlikeness) -> float:
    """How unlike the furthest places are, together. Raises DetectionsImplausible for too few places, or NaN."""
    if unlikeness.size < SCORED_PLACES or not np.isfinite(unlikeness).all():
        raise DetectionsImplausible(
            f"{unlikeness.size} places on the picture, or values that are no numbers: at least {SCORED_PLACES} are "
            "needed; is it as large as the pictures that were taught?"
        )
    return float(np.sort(unlikeness, axis=None)[-SCORED_PLACES:].mean(dtype=np.float64))


def share(unlikeness: NDArray[np.float32], threshold: float) -> NDArray[np.float32]:
    """From 0 (as the good ones) over 0.5 (at the threshold) to 1 (nothing alike)."""
    return (unlikeness / (unlikeness + np.float32(threshold))).astype(np.float32)


def unlike_good(unlikeness: Unlikeness, threshold: float, frame_wh: tuple[int, int]) -> tuple[Detection, ...]:
    """Where a picture of `frame_wh` px is unlike the good parts, the furthest first; () where its score is below.

    Places that reach the threshold and touch are one detection. Its score is that of its own furthest places, at
    least 0.5. A picture whose score reaches the threshold has at least one.
    """
    import cv2

    if picture_score(unlikeness) < threshold:
        return ()
    places = np.asarray(unlikeness >= threshold, np.uint8)
    count, labels = cv2.connectedComponents(places, connectivity=8)
    found = [_detection(labels == label, unlikeness, threshold, frame_wh) for label in range(1, count)]
    return tuple(sorted(found, key=lambda one: (-one.score, one.xyxy)))[:MAX_DETECTIONS]


def _detection(
    mask: NDArray[np.bool_], unlikeness: Unlikeness, threshold: float, frame_wh: tuple[int, int]
) -> Detection:
    import cv2

    place_wh = np.array(frame_wh) / mask.shape[::-1]
    rows, columns = np.nonzero(mask)
    top_left = np.array([columns.min(), rows.min()]) * place_wh
    bottom_right = np.array([columns.max() + 1, rows.max() + 1]) * place_wh
    furthest = np.sort(unlikeness[mask])[-SCORED_PLACES:].mean(dtype=np.float64)
    # four times as fine, so that an outline runs round the places and not through their middles
    fine = np.asarray(mask, np.uint8).repeat(4, axis=0).repeat(4, axis=1)
    outlines, _ = cv2.findContours(fine, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    corners = (max(outlines, key=len).reshape(-1, 2) + 0.5) / 4 * place_wh
    outline: Outline = tuple((float(x), float(y)) for x, y in corners)
    return Detection(
        class_name=UNLIKE_GOOD,
        score=max(0.5, float(furthest / (furthest + threshold))),
        xyxy=(float(top_left[0]), float(top_left[1]), float(bottom_right[0]), float(bottom_right[1])),
        polygon=outline,
    )
