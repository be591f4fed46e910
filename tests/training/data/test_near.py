"""Copies are found, other parts of the same kind are not."""

import io
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from camera.errors import FrameBroken
from camera.frame import Pixels
from tests.training.data.building import write_picture
from training.data.groups import together
from training.data.labels import read_labelled_set
from training.data.near import MAX_DISTANCE, Fingerprint, NearPair, fingerprint, fingerprints, near_pairs

REAL = Path(__file__).parents[4] / "shared" / "data"


def sheet(seed: int, size_wh: tuple[int, int] = (320, 200)) -> Pixels:
    """A surface in the shop's lamp light: the same gradient on each, scratches of its own."""
    rng = np.random.default_rng(seed)
    small = rng.normal(0, 18, (size_wh[1] // 4, size_wh[0] // 4)).astype(np.float32)
    scratches = np.asarray(Image.fromarray(small).resize(size_wh, Image.Resampling.BICUBIC))
    light = np.linspace(60, 190, size_wh[0])[None]
    grey = (light + scratches).clip(0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def printed(pixels: Pixels, mark: str = "") -> Fingerprint:
    return fingerprint(pixels, pixels.tobytes() + mark.encode())


def saved(pixels: Pixels, quality: int) -> Pixels:
    stored = io.BytesIO()
    Image.fromarray(pixels).save(stored, "JPEG", quality=quality)
    return np.asarray(Image.open(stored))


@pytest.mark.parametrize("groups", [(None, None), ("board 1", "board 1"), ("board 1", "board 2"), ("board 1", None)])
def test_a_copy_is_found_however_it_was_saved(groups: tuple[str | None, str | None]) -> None:
    original = sheet(1)
    smaller = np.asarray(Image.fromarray(original).resize((256, 160), Image.Resampling.BOX))
    noisy = (original + np.random.default_rng(2).normal(0, 3, original.shape)).clip(0, 255).astype(np.uint8)
    copies = [saved(original, 50), saved(original, 90), smaller, noisy]
    if None in groups or groups[0] == groups[1]:
        copies.append((original * 1.1).clip(0, 255).astype(np.uint8))  # against people's word a copy must be closer
    for copy in copies:
        [pair] = near_pairs([printed(original), printed(copy)], groups)
        assert (pair.first, pair.second, pair.exact) == (0, 1, False)
        assert pair.distance_bits <= MAX_DISTANCE


def test_other_parts_in_the_same_light_are_no_copies() -> None:
    parts = [printed(sheet(seed)) for seed in range(40)]
    assert near_pairs(parts, [None] * 40) == []
    assert near_pairs([printed(sheet(1)), printed(sheet(1)[:, ::-1])], [None] * 2) == []  # mirrored: another picture


def test_small_smooth_pictures_are_compared_as_well(tmp_path: Path) -> None:
    for seed in range(20):
        write_picture(tmp_path / f"{seed}.png", seed)
    Image.open(tmp_path / "3.png").save(tmp_path / "copy.jpg", quality=70)
    paths = [*(tmp_path / f"{seed}.png" for seed in range(20)), tmp_path / "copy.jpg"]
    prints = [one for one in fingerprints(paths) if isinstance(one, Fingerprint)]
    assert [(pair.first, pair.second) for pair in near_pairs(prints, [None] * 21)] == [(3, 20)]


def test_equal_bytes_are_exact_and_the_first_stands_for_all() -> None:
    one, other = printed(sheet(1)), printed(sheet(2))
    pairs = near_pairs([one, other, one, one], [None] * 4)
    assert [(pair.first, pair.second, pair.exact) for pair in pairs] == [(0, 2, True), (0, 3, True)]


def test_pictures_of_one_grey_are_alike_to_each_other_only() -> None:
    flat = [printed(np.full((60, 80, 3), grey, np.uint8), str(grey)) for grey in (50, 90)]
    pairs = near_pairs([*flat, printed(sheet(1))], [None] * 3)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1)]


def test_a_broken_file_is_said_and_does_not_stop_the_rest(tmp_path: Path) -> None:
    Image.fromarray(sheet(1)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:500])
    good, broken = fingerprints([tmp_path / "a.png", tmp_path / "b.png"])
    assert isinstance(good, Fingerprint)
    assert good.thumbnail.shape == (128, 128)
    assert isinstance(broken, FrameBroken)


def test_three_thousand_pictures_are_compared_within_five_seconds() -> None:
    rng = np.random.default_rng(1)
    thumbnails = rng.integers(0, 255, (3000, 128, 128), np.uint8)
    hashes = rng.integers(0, 2**63, 3000).tolist()
    prints = [
        Fingerprint(sha256=str(index), phash=hashes[index // 2], thumbnail=thumbnails[index // 2])
        for index in range(3000)
    ]
    started = time.perf_counter()
    pairs = near_pairs(prints, [None] * 3000)
    assert time.perf_counter() - started < 5
    assert {(2 * index, 2 * index + 1) for index in range(1500)} <= {(pair.first, pair.second) for pair in pairs}


@given(st.lists(st.none() | st.sampled_from("abcdef"), min_size=1, max_size=30), st.data())
def test_what_belongs_together_stays_together_and_nothing_else_does(
    groups: list[str | None], data: st.DataObject
) -> None:
    places = st.integers(0, len(groups) - 1)
    drawn = data.draw(st.lists(st.tuples(places, places), max_size=10))
    near = [NearPair(first=a, second=b, distance_bits=1, exact=False) for a, b in drawn if a < b]
    components = together(groups, near)
    assert sorted(index for members in components for index in members) == list(range(len(groups)))
    of = {index: number for number, members in enumerate(components) for index in members}
    links = [(pair.first, pair.second) for pair in near]
    links += [(a, b) for a in of for b in of if groups[a] is not None and groups[a] == groups[b]]
    assert all(of[a] == of[b] for a, b in links)
    for members in components:  # every member is reached from the first over links
        reached, waiting = {members[0]}, [members[0]]
        while waiting:
            at = waiting.pop()
            new = {b if a == at else a for a, b in links if at in (a, b)} - reached
            reached |= new
            waiting += new
        assert reached == set(members)


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the real sample sets beside the checkout")
@pytest.mark.parametrize("name", ["wood", "weld_beads", "spindle_pitting"])
def test_near_duplicates_merge_no_two_real_parts(name: str) -> None:
    pictures = read_labelled_set(REAL / name / "data.yaml", splits=["val"]).splits["val"]
    prints = [one for one in fingerprints([one.picture for one in pictures]) if isinstance(one, Fingerprint)]
    assert len(prints) == len(pictures)
    groups = [one.group for one in pictures]
    components = together(groups, near_pairs(prints, groups))
    assert len(components) == len(set(groups))
