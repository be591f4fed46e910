"""From detections and the picture to findings with their measurements."""

from collections.abc import Sequence

from camera.frame import Pixels
from inspection.finding import Detection, Finding
from inspection.measuring.box import sizes_of_box
from inspection.measuring.ground import ground_of
from inspection.measuring.values import values_of
from inspection.piece import Piece
from inspection.scale import Scale

ANY_PIECE = Piece()
"""Nothing is known of the piece: along is to the right, and shares are of the frame."""


def measure(
    detections: Sequence[Detection], pixels: Pixels, scale: Scale, piece: Piece = ANY_PIECE
) -> tuple[Finding, ...]:
    """Give every detection its sizes with standard uncertainty, in the scale's unit; the order stays.

    `pixels` is the frame (height, width, 3), RGB, uint8, in which the boxes lie. The outline is the model's polygon,
    else it is looked for in the picture; where none stands out, the box is measured (`measure_box`).

    A finding has every characteristic of a single defect; DISTANCE only where there is another finding of its class
    whose score is not below its own. DEPTH cannot be seen; COUNT and SUM_PER_100_MM belong to the part.
    """
    height, width = pixels.shape[:2]
    return tuple(measure_box(detection, scale, piece, frame_wh=(width, height)) for detection in detections)


def measure_box(detection: Detection, scale: Scale, piece: Piece = ANY_PIECE, *, frame_wh: tuple[int, int]) -> Finding:
    """The sizes that a defect in this box can have at most; the smallest lies two standard uncertainties below.

    Without an outline there is no telling more. `frame_wh` is the size of the picture: where the piece's length and
    width are not known, shares are of the frame's.

    >>> pore = Detection(class_name="pore", score=0.9, xyxy=(10, 10, 22, 15))
    >>> from inspection.scale import MillimetreScale
    >>> diameter = measure_box(pore, MillimetreScale(mm_per_px=0.1), frame_wh=(640, 480)).measurements[0]
    >>> f"{diameter.value:.2f} ± {2 * diameter.uncertainty:.2f} {diameter.unit}"
    '1.30 ± 0.30 mm'
    """
    ground = ground_of(scale, piece, frame_wh)
    return Finding(detection=detection, measurements=values_of(*sizes_of_box(detection, ground), ground))
