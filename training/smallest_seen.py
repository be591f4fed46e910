"""From which size on a model finds what people labelled: what an honest pass says."""

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, sqrt

from inspection.finding import Characteristic, Detection
from inspection.visibility import SmallestSeen
from training.data.labels import Box

FOUND_RATE = 0.9
"""A band of sizes counts as seen when the model finds so many of its defects."""
ENOUGH = 10
"""Fewer defects in a band say nothing of it: it is taken together with the next larger one."""
BAND = sqrt(2)
COVERED = 0.5
"""A defect is found when the smaller of its box and a detection's of its class lies in the other by so much: a crack
may be found in pieces."""


def smallest_seen(
    found: Sequence[Sequence[Detection]],
    labels: Sequence[Sequence[Box]],
    thresholds: Mapping[str, float],
    net_px_per_px: Sequence[float],
) -> tuple[SmallestSeen, ...]:
    """For each labelled class the size from which on it is found, from detections and labels of the same pictures.

    Sizes are those of the labels' boxes (the diagonal for a crack, else the longer side), in pixels of the net, of
    which `net_px_per_px` are one of each picture. From the size given on, every band of sizes was found at
    `FOUND_RATE` at least; a class of which not even the largest were, or of which there are fewer than `ENOUGH`, has no
    size.
    """
    classes = sorted({box.class_name for boxes in labels for box in boxes})
    return tuple(_of_class(name, found, labels, thresholds.get(name, 0.0), net_px_per_px) for name in classes)


def _of_class(
    class_name: str,
    found: Sequence[Sequence[Detection]],
    labels: Sequence[Sequence[Box]],
    threshold: float,
    net_px_per_px: Sequence[float],
) -> SmallestSeen:
    characteristic = Characteristic.LENGTH if class_name == "crack" else Characteristic.DIAMETER
    largest_first = sorted(
        (
            (_size(box, characteristic) * net_px, _is_found(box, detections, threshold))
            for detections, boxes, net_px in zip(found, labels, net_px_per_px, strict=True)
            for box in boxes
            if box.class_name == class_name
        ),
        reverse=True,
    )
    seen_from, seen = None, largest_first
    for count in _bands(largest_first):
        band = largest_first[count[0] : count[1]]
        if sum(hit for _, hit in band) < FOUND_RATE * len(band):
            break
        seen_from, seen = band[-1][0], largest_first[: count[1]]
    return SmallestSeen(
        class_name=class_name,
        characteristic=characteristic,
        size_px=None if seen_from is None else round(seen_from, 1),
        rate=round(sum(hit for _, hit in seen) / len(seen), 3),
        n=len(seen),
        from_score=threshold,
    )


def _bands(largest_first: Sequence[tuple[float, bool]]) -> Iterator[tuple[int, int]]:
    """Start and end of bands of sizes, each a factor `BAND` wide, or wider until it holds `ENOUGH`."""
    start = 0
    for end in range(1, len(largest_first) + 1):
        last = end == len(largest_first)
        wide = last or largest_first[end][0] * BAND < largest_first[start][0]
        if wide and end - start >= ENOUGH:
            yield start, end
            start = end


def _size(box: Box, characteristic: Characteristic) -> float:
    x1, y1, x2, y2 = box.xyxy
    return hypot(x2 - x1, y2 - y1) if characteristic is Characteristic.LENGTH else max(x2 - x1, y2 - y1)


def _is_found(box: Box, detections: Sequence[Detection], threshold: float) -> bool:
    return any(
        detection.class_name == box.class_name
        and detection.score >= threshold
        and _covered(box.xyxy, detection.xyxy) >= COVERED
        for detection in detections
    )


def _covered(one: Sequence[float], other: Sequence[float]) -> float:
    """Share of the smaller box that lies in the other."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return max(width, 0.0) * max(height, 0.0) / smaller
