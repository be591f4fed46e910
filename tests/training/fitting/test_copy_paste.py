"""A drawn defect turns up at other places, its label with it, and nothing else changes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.frame import Pixels
from tests.training.fitting.conftest import CLASSES
from training.data.box import Box
from training.data.labels import LabelledPicture
from training.fitting import copy_paste
from training.fitting.copy_paste import CopyPaste, donors_of
from training.fitting.samples import Samples
from training.fitting.shop_light import Seen

WIDTH, HEIGHT = 192, 96
MakeSamples = Callable[..., Samples]
Drawn = Sequence[tuple[str, tuple[float, float, float, float]]]
PORE: Drawn = (("pore", (80, 40, 100, 56)),)


@pytest.fixture
def make_samples(tmp_path: Path) -> MakeSamples:
    """Samples of pictures that are handed in as (pixels, what is drawn on them)."""

    def make(*pictures: tuple[Pixels, Drawn]) -> Samples:
        labelled = []
        for number, (pixels, drawn) in enumerate(pictures):
            Image.fromarray(pixels).save(file := tmp_path / f"{number}.png")
            boxes = tuple(Box(class_name=name, xyxy=xyxy) for name, xyxy in drawn)
            labelled.append(LabelledPicture(picture=file, width_px=WIDTH, height_px=HEIGHT, boxes=boxes, group=None))
        return Samples(labelled, CLASSES, WIDTH)

    return make


def part(grey: int = 150, drawn: Drawn = PORE) -> tuple[Pixels, Drawn]:
    """An even part with something dark in each box, no two alike."""
    pixels, random = np.full((HEIGHT, WIDTH, 3), grey, np.uint8), np.random.default_rng(grey)
    for _, (x1, y1, x2, y2) in drawn:
        there = pixels[round(y1) : round(y2), round(x1) : round(x2)]
        there[:] = random.integers(0, 30, there.shape, np.uint8)
    return pixels, drawn


def pasted_into(samples: Samples, number: int, seeds: int = 60) -> list[Seen]:
    """The picture of that number, changed, where it was changed."""
    paste, seen = CopyPaste(samples), samples[number]
    changed = [paste(seen, seed) for seed in range(seeds)]
    return [one for one in changed if len(one.xyxy) > len(seen.xyxy)]


def test_a_defect_lies_where_its_new_label_says_and_nothing_else_has_changed(make_samples: MakeSamples) -> None:
    samples = make_samples(part(), part(170, ()))
    changed = pasted_into(samples, 1)
    assert len(changed) > 20
    for one in changed:
        bare = np.ones((HEIGHT, WIDTH), bool)
        for x1, y1, x2, y2 in one.xyxy:
            inside = np.s_[round(float(y1)) : round(float(y2)), round(float(x1)) : round(float(x2))]
            assert np.median(one.pixels[inside]) < 40
            bare[round(float(y1)) - 2 : round(float(y2)) + 2, round(float(x1)) - 2 : round(float(x2)) + 2] = False
        assert (
            np.abs(one.pixels[bare].astype(int) - 170).max() <= 3
        )  # 20 grey levels brighter than where it was cut out
        assert set(one.classes.tolist()) == {0}


def test_what_is_drawn_stays_in_sight(make_samples: MakeSamples) -> None:
    samples = make_samples(part(drawn=(("pore", (20, 20, 40, 36)), ("crack", (100, 10, 130, 80)))))
    before = samples[0]
    changed = pasted_into(samples, 0, seeds=400)
    assert changed
    for one in changed:
        assert np.array_equal(one.xyxy[:2], before.xyxy)
        for x1, y1, x2, y2 in before.xyxy.astype(int):
            assert np.array_equal(one.pixels[y1:y2, x1:x2], before.pixels[y1:y2, x1:x2])


def test_a_defect_comes_to_places_like_its_own_only(make_samples: MakeSamples) -> None:
    bench_and_part = np.full((HEIGHT, WIDTH, 3), 20, np.uint8)
    bench_and_part[:, WIDTH // 2 :] = 150
    samples = make_samples(part(), (bench_and_part, ()), part(20, ()))
    assert not pasted_into(samples, 2)
    changed = pasted_into(samples, 1)
    assert changed
    assert min(float(one.xyxy[:, 0].min()) for one in changed) > WIDTH // 2 - 10


def test_only_what_can_be_moved_whole_is_moved(make_samples: MakeSamples) -> None:
    cut_off, large = ("pore", (0.0, 20.0, 20.0, 40.0)), ("crack", (50.0, 20.0, 130.0, 70.0))
    entangled = (("pore", (80.0, 40.0, 100.0, 56.0)), ("crack", (90.0, 30.0, 120.0, 60.0)))
    assert not donors_of(make_samples(part(drawn=(cut_off,)), part(drawn=(large,)), part(drawn=entangled)))


def test_a_defect_takes_along_what_is_drawn_inside_it(make_samples: MakeSamples) -> None:
    samples = make_samples(part(drawn=(("pore", (90, 45, 96, 50)), ("crack", (80, 40, 110, 60)))), part(drawn=()))
    [crack] = donors_of(samples)
    assert crack.classes.tolist() == [1, 0]
    x1, y1, *_ = crack.around
    assert (crack.xyxy + np.array([x1, y1, x1, y1])).tolist() == [[80, 40, 110, 60], [90, 45, 96, 50]]
    for one in pasted_into(samples, 1):
        cracks, pores = one.xyxy[one.classes == 1], one.xyxy[one.classes == 0]
        assert len(cracks) == len(pores)
        assert (pores[:, :2] > cracks[:, :2]).all()
        assert (pores[:, 2:] < cracks[:, 2:]).all()


def test_the_same_seed_pastes_the_same(make_samples: MakeSamples) -> None:
    samples = make_samples(part(), part(160, ()))
    one, again, other = (CopyPaste(samples)(samples[1], seed) for seed in (3, 3, 4))
    assert np.array_equal(one.pixels, again.pixels)
    assert np.array_equal(one.xyxy, again.xyxy)
    assert not np.array_equal(one.pixels, other.pixels)


def test_a_rare_class_is_drawn_more_often_than_its_share(make_samples: MakeSamples) -> None:
    pores: Drawn = [("pore", (x, 20.0, x + 10.0, 30.0)) for x in range(10, 170, 20)]
    samples = make_samples(part(drawn=[*pores, ("crack", (80.0, 60.0, 90.0, 70.0))]), part(160, ()))
    classes = np.concatenate([one.classes for one in pasted_into(samples, 1, seeds=300)])
    assert 0.18 < float(np.mean(classes == 1)) < 0.40  # one in nine are cracks, drawn one in four


def test_where_there_are_many_pictures_they_are_seen_as_they_are(
    make_samples: MakeSamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_paste, "FEW_PICTURES", 2)
    assert not pasted_into(make_samples(part(), part(160, ())), 1)
    assert pasted_into(make_samples(part()), 0)


def test_pictures_without_a_defect_are_left_alone(make_samples: MakeSamples) -> None:
    assert not pasted_into(make_samples(part(drawn=())), 0)
