"""Homes with small models in them."""

from pathlib import Path

from inspection.finding import Detection
from tests.nets import constant_net, raw_answer, write_model

PORE = Detection(class_name="pore", score=0.9, xyxy=(20, 25, 40, 35))
NET = constant_net(raw_answer([(30, 30, 20, 10, 0.9, 0.0)]))


def home_with(home: Path, *names: str) -> Path:
    """A home with models of these names, each the same net."""
    for name in names:
        write_model(home / "models" / name, NET, [PORE])
    return home


def sound(folder: Path) -> None:
    """A check that every model passes."""
    assert (folder / "manifest.json").is_file()
