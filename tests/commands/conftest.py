"""A home folder with a small model and a part of its own, and pictures to inspect."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.app import app
from inspection.finding import Detection
from tests.nets import constant_net, raw_answer, write_model
from tests.pictures import patchwork

Run = Callable[..., Result]

RECIPE = """
name: {name}
version: 1
part_type: plate
model: {model}
scale: {{kind: mm, mm_per_px: 0.1}}
limits:
  - {{class_name: pore, characteristic: diameter, upper: {upper}, unit: mm, source: shop}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Part `plate` (its pore of 2 mm is too large) and part `rough` (it may be there), both with model `small`."""
    folder = tmp_path / "home"
    pore = Detection(class_name="pore", score=0.9, xyxy=(20, 25, 40, 35))
    write_model(folder / "models" / "small", constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)])), [pore])
    (folder / "recipes").mkdir()
    for name, upper in (("plate", 1.0), ("rough", 5.0)):
        text = RECIPE.format(name=name, model="small", upper=upper)
        (folder / "recipes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def meisterblick(home: Path) -> Run:
    """Calls the program with arguments, in that home."""

    def run(*arguments: object) -> Result:
        runner = CliRunner(env={"MEISTERBLICK_HOME": str(home)})
        return runner.invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Three good pictures and a torn one."""
    from PIL import Image

    folder = tmp_path / "pictures"
    folder.mkdir()
    for index in range(3):
        Image.fromarray(patchwork(64, 64, seed=index)).save(folder / f"{index}.png")
    whole = (folder / "0.png").read_bytes()
    (folder / "torn.png").write_bytes(whole[: len(whole) // 2])
    return folder
