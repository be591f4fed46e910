"""A strip is a close-up; other pictures are of many shops."""

from collections import Counter

import numpy as np

from camera.rendering import render_part
from camera.rendering.bead_look import draw_look


def test_long_strips_are_close_ups_and_other_pictures_now_and_then() -> None:
    rng = np.random.default_rng(1)
    assert all(draw_look(rng, (192, 768)).close_up for _ in range(50))
    share = np.mean([draw_look(rng, (480, 640)).close_up for _ in range(400)])
    assert 0.22 < share < 0.38


def test_every_metal_is_welded_both_ways_and_taken_in_colour_and_in_grey() -> None:
    rng = np.random.default_rng(2)
    looks = [look for look in (draw_look(rng, (480, 640)) for _ in range(600)) if not look.close_up]
    seen = Counter((look.process, look.metal) for look in looks)
    assert set(seen) == {
        (process, metal) for process in ("mag", "tig") for metal in ("steel", "stainless", "aluminium")
    }
    assert seen["tig", "stainless"] > seen["mag", "stainless"]
    assert seen["mag", "steel"] > seen["tig", "steel"]
    assert 0.2 < np.mean([look.monochrome for look in looks]) < 0.4


def test_a_monochrome_close_up_is_over_exposed_and_never_black() -> None:
    pictures = [
        render_part("weld-bead", seed=4, index=index, width_px=768, height_px=192).pixels for index in range(10)
    ]
    grey = [picture for picture in pictures if np.ptp(picture.astype(int), axis=2).max() == 0]
    assert len(grey) >= 7
    white = [float((picture >= 0.97 * picture.max()).mean()) for picture in grey]
    assert 0.05 < np.median(white) < 0.4  # 0.165 of the pixels on real pictures
    assert all(picture.min() >= 20 for picture in grey)
    assert all(np.percentile(picture, 10) < 125 for picture in grey)  # the flanks stay dark


def test_over_exposed_rows_do_not_look_like_a_torn_picture() -> None:
    for index in range(10):
        pixels = render_part("weld-bead", seed=500, index=index, width_px=768, height_px=192).pixels
        assert pixels.max() <= 252  # 253 counts as clipped
        assert not (pixels[1:] == pixels[:-1]).all(axis=(1, 2)).any()
