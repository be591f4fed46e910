"""What the net sees, step by step: a function of seed and step alone.

So a run that was killed goes on with the very pictures it would have seen, changed in the very same way.
"""

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from camera.frame import Pixels
from inspection.detection.letterbox import PAD_GREY
from training.fitting.copy_paste import CopyPaste
from training.fitting.samples import Samples
from training.fitting.shop_light import Seen, ShopLight

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Pictures of one size, as ultralytics' loss wants them.

    `images` (n, 3, height, width) uint8 RGB; `owner` (m,) the picture of each label, `classes` (m, 1),
    `boxes` (m, 4) centre and size as shares of the picture.
    """

    images: "torch.Tensor"
    owner: "torch.Tensor"
    classes: "torch.Tensor"
    boxes: "torch.Tensor"


class Batches:
    """The endless row of batches of a run; an epoch shows every picture once."""

    def __init__(self, samples: Samples, *, seed: int, batch_px: int) -> None:
        """`batch_px` is how many pixels a batch may have: small pictures come many at a time."""
        self._samples = samples
        self._seed = seed
        self._copy_paste, self._shop_light = CopyPaste(samples), ShopLight()
        sizes: dict[tuple[int, int], list[int]] = {}
        for number in range(len(samples)):
            sizes.setdefault(samples.input_wh(number), []).append(number)
        self._by_size = {
            (width, height): (numbers, max(2, batch_px // (width * height)))
            for (width, height), numbers in sorted(sizes.items())
        }
        self.steps_per_epoch = sum(-(-len(numbers) // batch) for numbers, batch in self._by_size.values())

    def from_step(self, step: int) -> Generator[Batch, None, None]:
        """The batches from that step on; the next one is made while the net learns from this one."""
        with ThreadPoolExecutor(max_workers=1) as ahead:
            coming = ahead.submit(self.at, step)
            while True:
                step += 1
                batch, coming = coming.result(), ahead.submit(self.at, step)
                yield batch

    def at(self, step: int) -> Batch:
        """The batch of that step."""
        epoch, position = divmod(step, self.steps_per_epoch)
        (width, height), numbers = self._plan(epoch)[position]
        seen = [self._seen(number, _seed(self._seed, epoch, number)) for number in numbers]
        return collate(seen, (width, height))

    def _seen(self, number: int, seed: int) -> Seen:
        return self._shop_light(self._copy_paste(self._samples[number], seed), seed)

    def _plan(self, epoch: int) -> list[tuple[tuple[int, int], list[int]]]:
        """The epoch's batches: pictures shuffled within their size, batches shuffled among each other."""
        random = np.random.default_rng([self._seed, epoch])
        plan = []
        for size_wh, (numbers, batch) in self._by_size.items():
            mixed = random.permutation(numbers).tolist()
            plan += [(size_wh, mixed[first : first + batch]) for first in range(0, len(mixed), batch)]
        return [plan[index] for index in random.permutation(len(plan))]


def collate(seen: Sequence[Seen], input_wh: tuple[int, int]) -> Batch:
    """Pictures that fit into `input_wh` as one batch, each in the middle of its grey border."""
    import torch

    width, height = input_wh
    images = np.full((len(seen), height, width, 3), PAD_GREY, np.uint8)
    owner, classes, boxes = [], [], []
    for number, one in enumerate(seen):
        rows, columns = one.pixels.shape[:2]
        top, left = (height - rows) // 2, (width - columns) // 2
        images[number, top : top + rows, left : left + columns] = one.pixels
        shifted = one.xyxy + np.array((left, top) * 2, np.float32)
        centre_wh = np.hstack([(shifted[:, :2] + shifted[:, 2:]) / 2, shifted[:, 2:] - shifted[:, :2]])
        boxes.append(centre_wh / np.array((width, height) * 2, np.float32))
        classes.append(one.classes)
        owner += [number] * len(one.classes)
    return Batch(
        images=torch.from_numpy(images.transpose(0, 3, 1, 2)),
        owner=torch.tensor(owner, dtype=torch.float32),
        classes=torch.from_numpy(np.concatenate(classes).astype(np.float32)[:, None]),
        boxes=torch.from_numpy(np.concatenate(boxes).astype(np.float32)),
    )


def preview(samples: Samples, *, seed: int) -> Pixels:
    """Sixteen pictures as the net will see them, four in a row, boxes drawn: shape (height, 1280, 3) RGB."""
    import cv2

    copy_paste, shop_light = CopyPaste(samples), ShopLight()
    tiles: list[Pixels] = []
    for tile_number, number in enumerate(np.linspace(0, len(samples) - 1, 16).astype(int).tolist()):
        picture_seed = _seed(seed, tile_number, number)
        seen = shop_light(copy_paste(samples[number], picture_seed), picture_seed)
        tile = seen.pixels.copy()
        for x1, y1, x2, y2 in np.rint(seen.xyxy).astype(int).tolist():
            cv2.rectangle(tile, (x1, y1), (x2, y2), (255, 60, 0), 2)
        small = cv2.resize(tile, (320, max(1, round(320 * tile.shape[0] / tile.shape[1]))))
        tiles.append(np.asarray(small, np.uint8))
    return np.asarray(np.vstack([_in_a_row(tiles[first : first + 4]) for first in range(0, 16, 4)]), np.uint8)


def _in_a_row(tiles: Sequence[Pixels]) -> Pixels:
    """Pictures of one width beside each other, black below the shorter ones."""
    tall = max(tile.shape[0] for tile in tiles)
    return np.hstack([np.pad(tile, ((0, tall - tile.shape[0]), (0, 0), (0, 0))) for tile in tiles])


def _seed(seed: int, epoch: int, number: int) -> int:
    """A number of its own for every picture of every epoch."""
    return int(np.random.SeedSequence([seed, epoch, number]).generate_state(1)[0])
