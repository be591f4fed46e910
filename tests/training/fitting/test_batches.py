"""What the net sees hangs on seed and step alone, and every picture comes once an epoch."""

import numpy as np
import pytest
import torch

from tests.training.fitting.conftest import CLASSES, MakeSet
from training.data.labels import read_labelled_set
from training.fitting.batches import Batches, collate, preview
from training.fitting.samples import Samples
from training.fitting.shop_light import Seen, ShopLight


@pytest.fixture
def samples(make_set: MakeSet) -> Samples:
    labelled = read_labelled_set(make_set(train=7, sizes=((96, 64), (64, 96), (96, 32))))
    return Samples(labelled.splits["train"], CLASSES, 96)


def test_a_batch_is_the_same_whoever_asks_and_whenever(samples: Samples) -> None:
    one, other = Batches(samples, seed=5, batch_px=2 * 96 * 64), Batches(samples, seed=5, batch_px=2 * 96 * 64)
    for step in (0, 3, one.steps_per_epoch + 1):
        first, again = one.at(step), other.at(step)
        assert torch.equal(first.images, again.images)
        assert torch.equal(first.boxes, again.boxes)
    from_three = other.from_step(3)
    assert torch.equal(next(from_three).images, one.at(3).images)
    assert torch.equal(next(from_three).images, one.at(4).images)
    from_three.close()
    assert not torch.equal(Batches(samples, seed=6, batch_px=2 * 96 * 64).at(0).images, one.at(0).images)


def test_an_epoch_shows_every_picture_once_and_the_next_one_differs(samples: Samples) -> None:
    batches = Batches(samples, seed=5, batch_px=2 * 96 * 64)
    epochs = [
        [batches.at(epoch * batches.steps_per_epoch + position) for position in range(batches.steps_per_epoch)]
        for epoch in range(2)
    ]
    assert [sum(len(batch.images) for batch in epoch) for epoch in epochs] == [7, 7]
    assert {tuple(batch.images.shape[2:]) for batch in epochs[0]} == {(64, 96), (96, 64), (32, 96)}
    assert any(
        first.images.shape != second.images.shape or not torch.equal(first.images, second.images)
        for first, second in zip(*epochs, strict=True)
    )


def test_a_label_lies_where_the_picture_lies_within_the_border() -> None:
    pixels = np.full((50, 96, 3), 200, np.uint8)
    pixels[10:30, 40:60] = 0
    seen = Seen(pixels=pixels, xyxy=np.array([[40, 10, 60, 30]], np.float32), classes=np.array([1]))
    empty = Seen(pixels=pixels, xyxy=np.zeros((0, 4), np.float32), classes=np.zeros(0, np.int64))
    batch = collate([empty, seen], (96, 64))
    x, y, width, height = (batch.boxes[0] * torch.tensor([96, 64, 96, 64])).tolist()
    assert (x, y, width, height) == pytest.approx((50, 27, 20, 20))
    dark = (batch.images[1] == 0).all(dim=0)
    rows, columns = torch.nonzero(dark.any(dim=1)).flatten(), torch.nonzero(dark.any(dim=0)).flatten()
    assert (int(columns[0]), int(rows[0])) == (round(x - width / 2), round(y - height / 2))
    assert batch.owner.tolist() == [1]
    assert batch.classes.tolist() == [[1]]


def test_boxes_follow_the_picture_through_every_change() -> None:
    """A black square on white: wherever it goes, its box goes with it."""
    shop_light, kept = ShopLight(), 0
    pixels = np.full((128, 192, 3), 235, np.uint8)
    pixels[40:80, 60:120] = 0
    for seed in range(40):
        changed = shop_light(
            Seen(pixels=pixels, xyxy=np.array([[60, 40, 120, 80]], np.float32), classes=np.array([0])), seed
        )
        assert changed.pixels.shape == pixels.shape
        assert len(changed.xyxy) == len(changed.classes)
        for x1, y1, x2, y2 in changed.xyxy:
            assert 0 <= x1 < x2 <= 192
            assert 0 <= y1 < y2 <= 128
            inside = changed.pixels[round(y1) + 3 : round(y2) - 3, round(x1) + 3 : round(x2) - 3]
            assert float(np.median(inside)) < 90
            kept += 1
    assert kept > 30


def test_the_preview_is_a_sheet_of_sixteen(samples: Samples) -> None:
    sheet = preview(samples, seed=1)
    assert sheet.shape[1:] == (1280, 3)
    assert sheet.dtype == np.uint8
