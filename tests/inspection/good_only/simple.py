"""An engine whose features are known in advance, and a bank that fits it."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from camera.frame import Pixels
from inspection.good_only.bank import Bank
from inspection.good_only.detector import GoodOnlyDetector
from inspection.good_only.features import STRIDE_PX
from inspection.record import Judge, Precision

JUDGE = Judge(model="taught", sha256="a" * 64, engine="openvino", engine_version="1", precision=Precision.F32)


class BlockMeans:
    """The mean colour of each place, 0 to 1: three channels. Needs no surroundings, so tiles cannot change it."""

    version = "1"
    output_shape = (1, 3, None, None)

    def __init__(self) -> None:
        self.seen: list[tuple[int, ...]] = []

    def run(self, image: Pixels) -> NDArray[np.float32]:
        self.seen.append(image.shape)
        height, width = (side // STRIDE_PX for side in image.shape[:2])
        blocks = image.reshape(height, STRIDE_PX, width, STRIDE_PX, 3).mean(axis=(1, 3)) / 255
        return np.asarray(blocks.transpose(2, 0, 1)[None], np.float32)

    def run_all(self, images: Iterable[Pixels]) -> Iterator[NDArray[np.float32]]:
        return map(self.run, images)


class Nowhere(BlockMeans):
    """Answers with NaN in one place."""

    def run(self, image: Pixels) -> NDArray[np.float32]:
        answer = super().run(image)
        answer[0, 0, -1, -1] = np.nan
        return answer


def grey_is_good() -> Bank:
    return Bank(mean=np.zeros(3, np.float32), whitening=np.eye(3, dtype=np.float32), rows=np.full((1, 3), 0.5, "f4"))


def detector(engine: BlockMeans | None = None, threshold: float = 0.1) -> GoodOnlyDetector:
    return GoodOnlyDetector(grey_is_good(), engine or BlockMeans(), scale=1.0, threshold=threshold, judge=JUDGE)


def grey(width_px: int = 320, height_px: int = 160) -> Pixels:
    """With a little noise: rows of one value would be dead ones."""
    return np.random.default_rng(1).integers(124, 133, (height_px, width_px, 3), np.uint8)
