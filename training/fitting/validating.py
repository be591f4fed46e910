"""Holding the net in training against the val split, without writing it to a file first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from camera.frame import Pixels
from camera.picture_file import read_picture_file
from inspection.detection.heads import in_frame, read_boxes
from inspection.detection.letterbox import Letterbox
from inspection.errors import DetectionsImplausible
from inspection.finding import Detection
from training.counting import Counted, counted
from training.data.labels import LabelledPicture
from training.errors import NothingLearned
from training.judging.worth import THRESHOLD
from training.net import ShopNet
from training.score import Score, score_of, surest


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The score of a net, and how many defects it finds."""

    score: Score
    counted: Counted


def validate(
    net: ShopNet, pictures: Sequence[LabelledPicture], classes: tuple[str, ...], longest_side_px: int
) -> Looked:
    """What `net`, which must be in evaluation mode, finds on the pictures.

    Raises FrameBroken, and NothingLearned where its answer is no number.
    """

    def find(pixels: Pixels) -> tuple[Detection, ...]:
        fit = Letterbox.fit(
            width_px=pixels.shape[1], height_px=pixels.shape[0], longest_side_px=longest_side_px, stride_px=32
        )
        image = torch.from_numpy(fit.apply(pixels).transpose(2, 0, 1)[None].astype(np.float32) / 255)
        with torch.inference_mode():
            answer = net(image)
        raw = (answer[0] if isinstance(answer, tuple) else answer).float().numpy()

        def found_from(score: float) -> tuple[Detection, ...]:
            boxes = read_boxes(raw, head="yolo", thresholds=np.full(len(classes), score, np.float32), nms_iou=0.6)
            return in_frame(boxes, fit, classes, frame_wh=(pixels.shape[1], pixels.shape[0]))

        return surest(found_from)

    try:
        answers = [find(read_picture_file(one.picture).pixels) for one in pictures]
    except DetectionsImplausible as error:
        raise NothingLearned(
            "the net in training gave no number for a picture; the labels or the weights to start from are damaged: "
            "start from others"
        ) from error
    labels = [one.boxes for one in pictures]
    return Looked(score=score_of(answers, labels), counted=counted(answers, labels, dict.fromkeys(classes, THRESHOLD)))
