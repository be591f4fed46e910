"""What is a new part that lies still, and what is not: noise, flicker, hands, creeping, gaps."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inspection.motion.small_picture import SmallPicture, small_of
from inspection.motion.stillness import Phase, Stillness

RATE_HZ = 10
SMALLER = 5
"""The scenes are five times smaller than what a camera gives; so is their noise, as a mean over a cell."""
Scene = NDArray[np.float32]
"""What there is to see: (96, 128) grey values, before noise."""


def scene(*things: tuple[int, int, int, int, float], ground: float = 60) -> Scene:
    """A table with things on it: x, y, width, height in pixels of a picture 640 wide, and grey; things have stripes."""
    picture = np.full((96, 128), ground, np.float32)
    for thing in things:
        x, y, width, height = (value // SMALLER for value in thing[:4])
        stripes = np.where(np.arange(width) // 3 % 2, 0.8, 1.2) * thing[4]
        picture[y : y + height, x : x + width] = stripes
    return picture


TABLE = scene()
PART = scene((200, 150, 220, 160, 130))
OTHER = scene((230, 140, 180, 200, 150))
HAND = (0, 100, 380, 220, 190)


class Bench:
    """Shows scenes at ten pictures a second, and judges what is new as the station would."""

    def __init__(self, noise: float = 2.0) -> None:
        self.stillness, self.judged_at, self._noise = Stillness(), list[float](), noise
        self._now_s, self._rng = 100.0, np.random.default_rng(3)

    def show(self, scene: Scene, seconds: float = 2.0, *, flicker: float = 0.0, shake_px: int = 0) -> "Bench":
        for _ in range(round(seconds * RATE_HZ)):
            self._now_s += 1 / RATE_HZ
            self.stillness = self.stillness.seen(self._picture(scene, flicker, shake_px), self._now_s)
            if self.stillness.phase is Phase.NEW:
                self.judged_at.append(self._now_s)
                self.stillness = self.stillness.with_judged()
        return self

    def look_away(self, seconds: float) -> "Bench":
        self._now_s += seconds
        return self

    def lay(self, scene: Scene) -> "Bench":
        """A hand brings it, and goes."""
        for x in (40, 120, 200, 120, 40):
            self.show(_with(scene, (0, 100, x + 120, 200, 190)), 0.1)
        return self.show(scene)

    def _picture(self, scene: Scene, flicker: float, shake_px: int) -> SmallPicture:
        moved = np.roll(scene, int(self._rng.integers(-shake_px, shake_px + 1)), axis=1)
        light = 1 + self._rng.uniform(-flicker, flicker)
        noisy = moved * light + self._rng.normal(0, self._noise / SMALLER, scene.shape)
        return small_of(np.rint(np.clip(noisy, 0, 255)).astype(np.uint8))


def _with(under: Scene, thing: tuple[int, int, int, int, float]) -> Scene:
    x, y, width, height = (value // SMALLER for value in thing[:4])
    picture = under.copy()
    picture[y : y + height, x : x + width] = scene(thing)[y : y + height, x : x + width]
    return picture


def at_empty_table(noise: float = 2.0) -> Bench:
    return Bench(noise).show(TABLE)


def test_a_part_that_lies_still_is_judged_once() -> None:
    bench = at_empty_table().lay(PART).show(PART, 20)
    assert len(bench.judged_at) == 1


def test_it_must_lie_still_first() -> None:
    bench = at_empty_table().show(PART, 0.5)
    assert bench.judged_at == []
    assert len(bench.show(PART, 0.5).judged_at) == 1


def test_every_part_of_a_series_is_judged_once() -> None:
    bench = at_empty_table()
    for part in (PART, OTHER, PART, OTHER):
        bench.lay(part)
    assert len(bench.judged_at) == 4


def test_a_part_that_looks_the_same_is_another_one_once_the_table_was_empty() -> None:
    bench = at_empty_table().lay(PART).lay(TABLE).lay(PART)
    assert len(bench.judged_at) == 2


def test_what_lies_there_at_the_start_and_the_empty_table_are_left_alone() -> None:
    bench = Bench().show(TABLE, 5).lay(TABLE).lay(TABLE)
    assert bench.judged_at == []


@pytest.mark.parametrize("noise", [0.5, 4, 8, 12])
def test_noise_moves_nothing(noise: float) -> None:
    assert at_empty_table(noise).show(TABLE, 30).stillness.phase is Phase.WAITING
    bench = at_empty_table(noise).lay(PART).show(PART, 10)
    assert len(bench.judged_at) == 1


@pytest.mark.parametrize("flicker", [0.05, 0.15, 0.3])
def test_flickering_light_moves_nothing(flicker: float) -> None:
    bench = at_empty_table().lay(PART)
    before = bench.judged_at
    bench.show(PART, 20, flicker=flicker)
    assert bench.judged_at == before and bench.stillness.phase is Phase.WAITING


def test_bands_of_mains_light_move_nothing() -> None:
    bench = at_empty_table().lay(PART)
    for turn in range(30):
        bands = 1 + 0.04 * np.sin(np.arange(96) / 12 + turn)
        bench.show(PART * bands[:, None].astype(np.float32), 0.1)
    assert len(bench.judged_at) == 1


def test_a_hand_over_the_judged_part_does_not_judge_it_again() -> None:
    bench = at_empty_table().lay(PART)
    bench.show(_with(PART, HAND), 3, shake_px=1).show(PART, 5)
    assert len(bench.judged_at) == 1


def test_a_hand_that_trembles_over_a_new_part_keeps_it_waiting() -> None:
    bench = at_empty_table().show(_with(PART, HAND), 3, shake_px=1)
    assert bench.judged_at == [] and bench.stillness.phase is Phase.MOVING
    assert len(bench.show(PART).judged_at) == 1


def test_what_creeps_does_not_lie_still() -> None:
    bench = at_empty_table()
    for x in range(0, 150, 5):
        bench.show(scene((100 + x, 150, 220, 160, 130)), 0.1)
    assert bench.judged_at == []


def test_what_was_not_looked_at_may_have_moved() -> None:
    bench = at_empty_table().show(PART, 0.4).look_away(3).show(PART, 0.4)
    assert bench.judged_at == []
    assert len(bench.show(PART, 0.5).judged_at) == 1


def test_daylight_that_changes_through_the_day_is_no_part() -> None:
    bench = at_empty_table().lay(PART)
    shade = np.linspace(0, 40, 128, dtype=np.float32)
    for step in range(40):
        bench.show(PART + shade * np.float32(step / 40), 6)
    assert len(bench.judged_at) == 1


def test_a_part_judged_by_hand_is_not_judged_again() -> None:
    bench = at_empty_table().show(PART, 0.4)
    bench.stillness = bench.stillness.with_judged()
    assert bench.show(PART, 5).judged_at == []


def test_a_picture_of_another_size_is_another_picture() -> None:
    still = Stillness().seen(np.zeros((30, 40), np.float32), 1.0).seen(np.zeros((30, 40), np.float32), 1.4)
    assert still.seen(np.zeros((20, 40), np.float32), 1.5).since_s == 1.5
