"""Pairs of pictures, just good and just bad."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from inspection.border_samples import (
    FILE_NAME,
    BorderSamples,
    Side,
    forget_border_sample,
    load_border_samples,
    save_border_sample,
)
from inspection.errors import StorageFailed
from inspection.taught_pictures import kept_picture

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def picture(grey: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.full((40, 60, 3), grey, np.uint8)


def test_a_pair_is_kept_and_a_newer_picture_takes_the_place_of_the_old(tmp_path: Path) -> None:
    assert load_border_samples(tmp_path) == BorderSamples()
    good = save_border_sample("pore", Side.JUST_GOOD, picture(90), NOW, tmp_path)
    bad = save_border_sample("pore", Side.JUST_BAD, picture(120), NOW, tmp_path)
    samples = load_border_samples(tmp_path)
    assert (samples.of("pore", Side.JUST_GOOD), samples.of("pore", Side.JUST_BAD)) == (good, bad)
    assert samples.classes == ("pore",)
    assert kept_picture(good.picture_sha256, tmp_path).is_file()
    newer = save_border_sample("pore", Side.JUST_BAD, picture(121), NOW, tmp_path)
    assert load_border_samples(tmp_path).of("pore", Side.JUST_BAD) == newer
    forget_border_sample("pore", Side.JUST_BAD, tmp_path)
    assert load_border_samples(tmp_path).samples == (good,)


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("{")
    with pytest.raises(StorageFailed, match="move it away"):
        save_border_sample("pore", Side.JUST_GOOD, picture(90), NOW, tmp_path)
    assert (tmp_path / FILE_NAME).read_text() == "{"
