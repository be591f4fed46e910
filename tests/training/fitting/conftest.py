"""Small labelled pictures and untrained weights, so that a whole training takes seconds."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.data.box import Box
from training.data.split import Part
from training.data.writing import Placed, write_described
from training.fitting.task import Environment, Epochs, Task, now
from training.weights import NOT_WRITTEN_YET, WeightsCard, read_card, write_weights

CLASSES = ("pore", "crack")
MakeSet = Callable[..., Path]


@pytest.fixture
def make_set(tmp_path: Path) -> MakeSet:
    """A data set of dark squares (pores) on noise; `sizes` are the pictures' (width, height) in turn."""

    def make(
        name: str = "set", *, train: int = 6, val: int = 2, sizes: tuple[tuple[int, int], ...] = ((96, 64),)
    ) -> Path:
        rng = np.random.default_rng(7)
        placed = []
        for part, count in ((Part.TRAIN, train), (Part.VAL, val)):
            for number in range(count):
                width, height = sizes[number % len(sizes)]
                pixels = rng.integers(90, 160, (height, width, 3), np.uint8)
                x, y = (int(value) for value in rng.integers(4, (width - 24, height - 24)))
                pixels[y : y + 20, x : x + 20] = 10
                one = Placed(
                    part=part,
                    stem=f"{part}{number}",
                    suffix=".png",
                    width_px=width,
                    height_px=height,
                    boxes=(Box(class_name="pore", xyxy=(x, y, x + 20, y + 20)),),
                )
                target = tmp_path / name / one.picture
                target.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels).save(target)
                placed.append(one)
        write_described(tmp_path / name, CLASSES, placed)
        return tmp_path / name / "data.yaml"

    return make


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of weights that know nothing yet."""
    import torch

    from training.net import new_net

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("weights") / "untrained"
    card = WeightsCard(
        name="untrained",
        architecture="yolov8n.yaml",
        classes=CLASSES,
        file=NOT_WRITTEN_YET,
        licence="AGPL-3.0-or-later",
        trained_on=(),
        training={},
        figures={},
    )
    write_weights(folder, new_net("yolov8n.yaml", 2).state_dict(), card)
    return folder


def task_for(data_yaml: Path, start: Path, *, epochs: int = 2) -> Task:
    """A training of a few steps on pictures of 96 px."""
    from training.fitting.lessons import read_lessons

    return Task(
        name="small",
        data_yaml=data_yaml,
        data_sha256=read_lessons(data_yaml).sha256,
        start=start,
        start_sha256=read_card(start).file.sha256,
        budget=Epochs(epochs=epochs),
        longest_side_px=96,
        batch_px=2 * 96 * 64,
        threads=1,
        created_at=now(),
        environment=Environment.here(),
    )
