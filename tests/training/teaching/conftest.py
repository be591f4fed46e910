"""Pictures of good parts, and of one that is not."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from camera.frame import Pixels


def part(seed: int) -> Pixels:
    """Stripes of a random phase with a little noise, 160x96 px."""
    draw = np.random.default_rng(seed)
    stripes = 120 + 30 * np.sin(np.arange(160) / 6 + draw.uniform(0, 6))
    noisy = stripes[None, :, None] + draw.normal(0, 4, (96, 160, 3))
    return noisy.clip(0, 255).astype(np.uint8)


def spoiled(seed: int) -> Pixels:
    """Such a part with a dark blot."""
    pixels = part(seed)
    pixels[32:64, 64:112] = 10
    return pixels


def write(folder: Path, count: int, first: int = 0) -> Path:
    """So many pictures of good parts in a folder."""
    folder.mkdir(exist_ok=True)
    for seed in range(first, first + count):
        Image.fromarray(part(seed)).save(folder / f"{seed:03d}.png")
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Twelve good parts."""
    return write(tmp_path / "good", 12)
