"""Learning: the same answer every time, nobody judged by a bank that knows him."""

import numpy as np
import pytest

from inspection.good_only.bank import MAX_ROWS
from inspection.good_only.features import Features
from training.errors import NothingLearned
from training.teaching.learning import held_out_scores, learn, rows_per_picture


def features(count: int = 12, spread: float = 1.0) -> list[Features]:
    draw = np.random.default_rng(1)
    return [(draw.normal(size=(6, 8, 4)) * (spread, 1, 1, 10)).astype("f4") for _ in range(count)]


def alone(count: int) -> list[list[int]]:
    return [[place] for place in range(count)]


def test_the_same_pictures_and_seed_give_the_same_bank() -> None:
    assert learn(features(), 9, 3).to_bytes() == learn(features(), 9, 3).to_bytes()
    assert learn(features(), 9, 3).to_bytes() != learn(features(), 9, 4).to_bytes()


def test_the_bank_is_bounded() -> None:
    for count in (10, 50, 200):
        assert count * rows_per_picture(count) <= MAX_ROWS
    assert learn(features(), 9, 1).rows.shape == (12 * 9, 4)
    assert learn(features(), 500, 1).rows.shape == (12 * 48, 4)


def test_every_direction_counts_by_how_unusual_it_is() -> None:
    bank = learn(features(spread=100), 48, 1)
    rows = bank.rows - bank.rows.mean(axis=0)
    assert (rows.std(axis=0) > 0.05).all() and (rows.std(axis=0) < 1.5).all()


def test_a_picture_that_is_unlike_the_others_has_the_highest_score() -> None:
    pictures = features()
    pictures[4] = pictures[4] + np.float32(30)
    scores = held_out_scores(pictures, alone(12), 48, 1)
    assert int(np.argmax(scores)) == 4
    assert scores[4] > 2 * np.median(scores)


def test_what_belongs_together_is_held_out_together() -> None:
    pictures = features()
    pictures[7] = pictures[2]
    twice = [[2, 7], *([place] for place in range(12) if place not in {2, 7})]
    apart, kept = held_out_scores(pictures, alone(12), 48, 1), held_out_scores(pictures, twice, 48, 1)
    assert apart[2] == pytest.approx(0, abs=0.05)  # its copy was in the bank
    assert len(kept) == 11 and kept[0] > 0.3


def test_places_that_all_look_the_same_teach_nothing() -> None:
    with pytest.raises(NothingLearned, match="looks the same"):
        learn([np.ones((6, 8, 4), np.float32)] * 10, 9, 1)
