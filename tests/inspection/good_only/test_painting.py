"""The heat map is painted where it matters."""

import numpy as np
import pytest

from inspection.good_only.painting import painted
from tests.pictures import patchwork


def test_only_what_is_unlike_is_painted() -> None:
    pixels = patchwork(120, 80)
    heat = np.full((80, 120), 0.3, np.float32)
    heat[20:40, 30:60] = 0.9
    shown = painted(pixels, heat)
    assert shown.shape == pixels.shape and shown.dtype == np.uint8
    np.testing.assert_array_equal(shown[50:], pixels[50:])
    assert np.abs(shown[22:38, 32:58].astype(int) - pixels[22:38, 32:58]).mean() > 20


def test_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a heat map"):
        painted(patchwork(120, 80), np.zeros((80, 100), np.float32))
