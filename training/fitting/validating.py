"""Holding the net in training against the val split, without writing it to a file first."""

from collections.abc import Sequence

import numpy as np
import torch

from camera.frame import Pixels
from inspection.detection.heads import in_frame, read_boxes
from inspection.detection.letterbox import Letterbox
from inspection.finding import Detection
from training.data.labels import LabelledPicture
from training.net import ShopNet
from training.score import Score, score, surest


def validate(
    net: ShopNet, pictures: Sequence[LabelledPicture], classes: tuple[str, ...], longest_side_px: int
) -> Score:
    """The score of `net`, which must be in evaluation mode."""

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

    return score(find, pictures)
