"""From detections and the picture to findings with their measurements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from camera.figures import grey_of
from camera.frame import Pixels
from inspection.finding import Characteristic, Detection, Finding, Measurement, Outline
from inspection.measuring.box import corners_of, sizes_of_box
from inspection.measuring.cut import runs_out
from inspection.measuring.distances import nearest
from inspection.measuring.doubt import doubt_of
from inspection.measuring.ground import Ground, ground_of
from inspection.measuring.outlining import outlines
from inspection.measuring.overlaps import one_or_two, overlapping
from inspection.measuring.rays import Grey
from inspection.measuring.shape import Shape
from inspection.measuring.sizes import Sizes, sizes_of
from inspection.measuring.values import values_of
from inspection.piece import Piece
from inspection.scale import Points, Scale, length_unit, relative_uncertainty

ANY_PIECE = Piece()
"""Nothing is known of the piece: along is to the right, and shares are of the frame."""


def measure(
    detections: Sequence[Detection], pixels: Pixels, scale: Scale, piece: Piece = ANY_PIECE, *, grey: Grey | None = None
) -> tuple[Finding, ...]:
    """Give every detection its sizes with standard uncertainty, in the scale's unit; the order stays.

    `pixels` is the frame (height, width, 3), RGB, uint8, in which the boxes lie, `grey` its `grey_of` where that is
    known. The outline is the model's polygon, else it is looked for in the picture; where none stands out, the box is
    measured (`measure_box`).

    A finding has every characteristic of a single defect; DISTANCE only where there is another finding of its class
    whose score is not below its own. Where two boxes of a class lie over each other, it stays open whether they are one
    defect or two that touch, and the uncertainty says so. DEPTH cannot be seen; COUNT and SUM_PER_100_MM belong to the
    part.

    >>> from inspection.scale import MillimetreScale
    >>> pixels = np.full((60, 60, 3), 180, np.uint8)
    >>> pixels[20:40, 10:30] = 40
    >>> deposit = Detection(class_name="deposit", score=0.9, xyxy=(10, 20, 30, 40))
    >>> [finding] = measure([deposit], pixels, MillimetreScale(mm_per_px=0.1))
    >>> {value.characteristic.value: f"{value.value:.1f} {value.unit}" for value in finding.measurements[4:7]}
    {'area': '4.0 mm²', 'along': '2.0 mm', 'across': '2.0 mm'}
    """
    if not detections:
        return ()
    frame_wh = (pixels.shape[1], pixels.shape[0])
    ground = ground_of(scale, piece, frame_wh)
    shapes = outlines(detections, grey_of(pixels) if grey is None else grey)
    measured = [
        _of_box(detection, ground) if shape is None else _of_shape(detection, shape, ground)
        for detection, shape in zip(detections, shapes, strict=True)
    ]
    measured = [
        _open_whether_two(one) if doubled else one
        for one, doubled in zip(measured, overlapping(detections), strict=True)
    ]
    return tuple(
        Finding(
            detection=one.detection,
            measurements=values_of(one.sizes, one.doubt, ground) + distance,
            outline=one.outline,
            cut=runs_out(one.detection, piece, frame_wh),
        )
        for one, distance in zip(measured, _distances(measured, ground), strict=True)
    )


def measure_box(detection: Detection, scale: Scale, piece: Piece = ANY_PIECE, *, frame_wh: tuple[int, int]) -> Finding:
    """The sizes that a defect in this box can have at most; the smallest lies two standard uncertainties below.

    Without an outline there is no telling more. `frame_wh` is the size of the picture: where the piece's length and
    width are not known, shares are of the frame's.

    >>> from inspection.scale import MillimetreScale
    >>> pore = Detection(class_name="pore", score=0.9, xyxy=(10, 10, 22, 15))
    >>> diameter = measure_box(pore, MillimetreScale(mm_per_px=0.1), frame_wh=(640, 480)).measurements[0]
    >>> f"{diameter.value:.2f} ± {2 * diameter.uncertainty:.2f} {diameter.unit}"
    '1.30 ± 0.32 mm'
    """
    ground = ground_of(scale, piece, frame_wh)
    box = _of_box(detection, ground)
    return Finding(detection=detection, measurements=values_of(box.sizes, box.doubt, ground))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Measured:
    """One detection with its sizes, and the closed line in the plane that they were taken from."""

    detection: Detection
    sizes: Sizes
    doubt: Sizes
    line: Points
    outline: Outline | None = None


def _of_box(detection: Detection, ground: Ground) -> _Measured:
    sizes, doubt = sizes_of_box(detection, ground)
    return _Measured(detection=detection, sizes=sizes, doubt=doubt, line=ground.flat(corners_of(detection)))


def _of_shape(detection: Detection, shape: Shape, ground: Ground) -> _Measured:
    line = ground.flat(shape.outline_px)
    sizes = sizes_of(line, ground.along, None if shape.way_px is None else ground.flat(shape.way_px))
    doubt = doubt_of(shape, sizes, ground)
    drawn = _drawn(shape.outline_px)
    return _Measured(
        detection=detection,
        sizes=sizes,
        doubt=doubt,
        line=ground.flat(drawn),
        outline=tuple((x, y) for x, y in drawn.tolist()),
    )


def _open_whether_two(one: _Measured) -> _Measured:
    sizes, doubt = one_or_two(one.sizes, one.doubt)
    return replace(one, sizes=sizes, doubt=doubt)


def _drawn(outline_px: Points) -> Points:
    """The outline as a record keeps it: to a hundredth of a pixel, without corners that hardly change it."""
    import cv2

    corners = cv2.approxPolyDP(outline_px.astype(np.float32), 0.1, closed=True)
    return np.round(np.asarray(corners, np.float64).reshape(-1, 2), 2)


def _distances(measured: Sequence[_Measured], ground: Ground) -> list[tuple[Measurement, ...]]:
    """The distance of each to the nearest of its class that is seen no less surely, where there is one."""
    distances: list[tuple[Measurement, ...]] = [()] * len(measured)
    relative = relative_uncertainty(ground.scale)
    for class_name in {one.detection.class_name for one in measured}:
        numbers = [number for number, one in enumerate(measured) if one.detection.class_name == class_name]
        of_class = [measured[number] for number in numbers]
        found = nearest([one.line for one in of_class], [one.detection.score for one in of_class])
        for number, one, closest in zip(numbers, of_class, found, strict=True):
            if closest is None:
                continue
            far, other = closest
            edges = hypot(one.doubt.middle, of_class[other].doubt.middle)
            distances[number] = (
                Measurement(
                    characteristic=Characteristic.DISTANCE,
                    value=far,
                    uncertainty=hypot(edges, far * relative),
                    unit=length_unit(ground.scale),
                ),
            )
    return distances
