"""Small labelled sets on the disk."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = ("pore", "crack")


def write_picture(path: Path, seed: int, size_wh: tuple[int, int] = (64, 48)) -> None:
    """A picture of coarse blotches: unlike that of any other seed, also when made small."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coarse = np.random.default_rng(seed).integers(20, 235, (8, 8, 3), np.uint8)
    Image.fromarray(coarse).resize(size_wh, Image.Resampling.BICUBIC).save(path)


def write_set(
    root: Path,
    splits: Mapping[str, Mapping[str, str]],
    *,
    classes: tuple[str, ...] = CLASSES,
    size_wh: tuple[int, int] = (64, 48),
) -> Path:
    """A YOLO data set: per split the file names and what their label files say. Returns its data.yaml."""
    seed = 0
    for split, pictures in splits.items():
        (root / "images" / split).mkdir(parents=True, exist_ok=True)
        (root / "labels" / split).mkdir(parents=True, exist_ok=True)
        for name, text in pictures.items():
            seed += 1
            write_picture(root / "images" / split / name, seed, size_wh)
            (root / "labels" / split / name).with_suffix(".txt").write_text(text, encoding="utf-8")
    lines = [f"{split}: images/{split}" for split in splits]
    (root / "data.yaml").write_text("\n".join([*lines, f"names: [{', '.join(classes)}]\n"]), encoding="utf-8")
    return root / "data.yaml"
