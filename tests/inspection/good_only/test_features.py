"""Features of a large picture come tile by tile, and are those of the whole."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.errors import DetectionsImplausible
from inspection.good_only.features import MARGIN_PX, STRIDE_PX, TILE_PX, features_of, windows
from tests.inspection.good_only.simple import BlockMeans, Nowhere
from tests.pictures import patchwork


@given(st.integers(2, 700).map(lambda strides: strides * STRIDE_PX))
def test_windows_are_alike_and_cover_a_side(length_px: int) -> None:
    every = list(windows(length_px))
    assert {one.end - one.start for one in every} == {min(length_px, TILE_PX)}
    covered = {place for one in every for place in range(one.valid_from, one.end, STRIDE_PX)}
    assert covered == set(range(0, length_px, STRIDE_PX))
    assert every[-1].end == length_px
    for one, following in pairwise(every):
        assert following.valid_from <= one.end - MARGIN_PX  # what the first saw only half, the next one replaces


def test_tiles_give_what_the_whole_gives_and_stay_small() -> None:
    pixels = patchwork(2 * TILE_PX + 320, TILE_PX + 48)
    engine = BlockMeans()
    found = features_of(pixels, engine, 1.0)
    assert max(max(shape) for shape in engine.seen) <= TILE_PX
    assert len(engine.seen) > 2
    np.testing.assert_array_equal(found, BlockMeans().run(pixels)[0].transpose(1, 2, 0))


def test_a_picture_is_stretched_to_whole_strides_at_its_scale() -> None:
    engine = BlockMeans()
    assert features_of(patchwork(613, 224), engine, 0.5).shape == (7, 19, 3)
    assert engine.seen == [(112, 304, 3)]


def test_nan_is_no_answer() -> None:
    with pytest.raises(DetectionsImplausible, match="NaN"):
        features_of(patchwork(64, 64), Nowhere(), 1.0)
