"""A test part as it is shown: its picture with what was found on it, and the reasons in sentences."""

from dataclasses import dataclass

from camera.decoding import decode_picture
from camera.errors import CameraError
from camera.frame import Pixels
from inspection.inspect_part import JudgedPart
from inspection.verdict import Reason, Verdict
from screens.setup.pictures import SetupPictures, ShownFrame

_OUTSIDE_PX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPart:
    """The test part at `place`, from 0; `picture` is None where the camera gave none."""

    place: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    picture: ShownFrame | None


def tried_part(place: int, judged: JudgedPart, pictures: SetupPictures) -> TriedPart:
    """What is shown of it; its picture is kept among `pictures`."""
    inspection = judged.inspection
    return TriedPart(
        place=place,
        verdict=inspection.verdict,
        reasons=inspection.reasons,
        picture=_picture(judged, pictures),
    )


def _picture(judged: JudgedPart, pictures: SetupPictures) -> ShownFrame | None:
    if not judged.pictures:
        return None
    try:
        pixels = decode_picture(judged.pictures[0].data)[0]
    except CameraError:  # the verdict says what was wrong with it
        return None
    boxes = [finding.detection.xyxy for finding in judged.inspection.views[0].findings]
    return pictures.show(_with_boxes(pixels, boxes), "trial")


def _with_boxes(pixels: Pixels, boxes: list[tuple[float, float, float, float]]) -> Pixels:
    """A copy with a frame around each box, dark outside and bright inside, so that it is seen on any ground."""
    import cv2
    import numpy as np

    marked = np.ascontiguousarray(pixels).copy()
    for left, top, right, bottom in boxes:
        start, end = (
            (int(left) - _OUTSIDE_PX, int(top) - _OUTSIDE_PX),
            (int(right) + _OUTSIDE_PX, int(bottom) + _OUTSIDE_PX),
        )
        cv2.rectangle(marked, start, end, (0, 0, 0), 4)
        cv2.rectangle(marked, start, end, (255, 208, 0), 2)
    return marked
