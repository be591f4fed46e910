"""A defect that a tile's edge cuts is found once, as large as it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.detection.tiling.grid import Grid
from inspection.errors import DetectionsImplausible
from tests.inspection.detection.tiling.seeing import CLASSES, Patch, PatchEngine, found_on_tiles, painted

WIDTH, HEIGHT = 500, 330


def _apart(patches: list[Patch]) -> list[Patch]:
    """Of each class only patches that do not touch one another: else they would be one."""
    kept: list[Patch] = []
    for patch in patches:
        _, _, x2, y2 = patch.xyxy
        if x2 <= WIDTH and y2 <= HEIGHT and all(_clear(patch, other) for other in kept):
            kept.append(patch)
    return kept


def _clear(one: Patch, other: Patch, gap: int = 8) -> bool:
    return (
        one.class_index != other.class_index
        or one.x + one.width + gap <= other.x
        or other.x + other.width + gap <= one.x
        or one.y + one.height + gap <= other.y
        or other.y + other.height + gap <= one.y
    )


PATCH = st.builds(
    Patch,
    x=st.integers(0, WIDTH - 6),
    y=st.integers(0, HEIGHT - 6),
    width=st.integers(6, 400),
    height=st.integers(6, 300),
    class_index=st.integers(0, CLASSES - 1),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PATCH, max_size=12).map(_apart))
def test_tiles_find_what_the_whole_picture_shows(patches: list[Patch]) -> None:
    picture = painted(patches, WIDTH, HEIGHT)
    expected = sorted((*(int(side) for side in patch.xyxy), patch.class_index) for patch in patches)
    assert found_on_tiles(picture, PatchEngine()) == expected


@settings(max_examples=150, deadline=None)
@given(st.lists(PATCH, max_size=6).map(_apart))
def test_leaving_out_empty_tiles_loses_nothing(patches: list[Patch]) -> None:
    picture = painted(patches, WIDTH, HEIGHT)
    assert found_on_tiles(picture, PatchEngine(), skip_empty=True) == found_on_tiles(picture, PatchEngine())


@settings(max_examples=150, deadline=None)
@given(st.lists(PATCH, max_size=8).map(_apart), PATCH)
def test_what_touches_the_judged_area_is_found_whole(patches: list[Patch], judged: Patch) -> None:
    picture = painted(patches, WIDTH, HEIGHT)
    found = set(found_on_tiles(picture, PatchEngine(), within=[judged.xyxy]))
    touching = {
        (*(int(side) for side in patch.xyxy), patch.class_index)
        for patch in patches
        if not _clear(patch, judged._replace(class_index=patch.class_index), gap=0)
    }
    assert touching <= found


def test_tiles_outside_of_what_is_judged_are_not_looked_at() -> None:
    picture = painted([Patch(20, 20, 30, 30)], WIDTH, HEIGHT)
    engine = PatchEngine()
    found_on_tiles(picture, engine, within=[(0, 0, 60, 60)])
    assert len(engine.seen) == 1


def test_tiles_on_which_nothing_shows_are_not_looked_at() -> None:
    engine = PatchEngine()
    picture = painted([Patch(10, 10, 16, 16)], WIDTH, HEIGHT)
    assert found_on_tiles(picture, engine, skip_empty=True) == [(10, 10, 26, 26, 0)]
    assert len(engine.seen) <= 2  # of 20; the second begins 67 px down, within reach of the patch's edge


def test_a_defect_that_goes_on_brings_in_the_next_tile() -> None:
    """A crack from the judged corner through the whole picture is measured as a whole."""
    crack = Patch(10, 40, 480, 12)
    engine = PatchEngine()
    found = found_on_tiles(painted([crack], WIDTH, HEIGHT), engine, within=[(0, 0, 60, 60)])
    assert found == [(10, 40, 490, 52, 0)]
    assert len(engine.seen) < 4 * 5


def test_a_small_picture_is_one_tile_filled_up_to_whole_strides() -> None:
    engine = PatchEngine()
    assert found_on_tiles(painted([Patch(5, 5, 20, 20)], 100, 50), engine) == [(5, 5, 25, 25, 0)]
    assert engine.seen == [(64, 128, 3)]


def test_more_than_a_part_can_have_is_no_answer() -> None:
    many = [Patch(x, y, 6, 6) for x in range(0, WIDTH - 8, 11) for y in range(0, HEIGHT - 8, 11)]
    assert len(many) > 1000
    with pytest.raises(DetectionsImplausible, match="at most 1000"):
        found_on_tiles(painted(many, WIDTH, HEIGHT), PatchEngine())


@given(
    width=st.integers(1, 3000),
    height=st.integers(1, 3000),
    side=st.sampled_from([64, 128, 640]),
    share=st.floats(0, 0.5),
)
def test_tiles_cover_the_frame_and_overlap(width: int, height: int, side: int, share: float) -> None:
    overlap = int(side * share)
    grid = Grid.over((width, height), side_px=side, overlap_px=overlap, stride_px=32)
    covered = np.zeros((height, width), np.bool_)
    for x1, y1, x2, y2 in grid.xyxy:
        assert 0 <= x1 < x2 <= width
        assert 0 <= y1 < y2 <= height
        covered[y1:y2, x1:x2] = True
    assert covered.all()
    for axis in (0, 1):
        starts = np.unique(grid.xyxy[:, axis])
        assert (np.diff(starts) <= side - overlap).all()
