"""A workshop with a part, three small models and golden pictures: what each model says of each is known in advance.

`small` judges and sees a defect where a picture is red; `small-2` sees one where it is light, of whatever colour;
`small-3` sees one everywhere.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from inspection.finding import Detection
from inspection.override import Role
from tests.nets import constant_net, raw_answer, redness_net, write_model
from tests.pictures import patchwork
from training.data.freeze import freeze

SIDE_PX = 64
PLACE = (22, 22, 42, 42)
"""Where every model looks, and where every bad part has its pore."""
TINTS = {"red": (1.0, 0.7, 0.7), "green": (0.3, 1.2, 1.0), "dark": (0.3, 0.3, 0.3)}
PARTS = {"train": ("red", "dark"), "val": ("green", "dark"), "test": ("red", "red", "green", "dark", "dark")}
"""Golden: three bad parts, of which one is not red, and two good ones."""

RECIPE = """
name: plate
version: 1
titles: {de: Platte, en: Plate}
part_type: plate
model: small
scale: {kind: mm, mm_per_px: 0.1}
checks: {min_mean_grey: 0, max_mean_grey: 255, max_clipped_dark: 1, max_clipped_bright: 1, min_focus: 0, min_texture: 0}
limits:
  - {class_name: pore, characteristic: count, upper: 0, unit: "1", source: shop}
"""


def workshop(home: Path) -> Path:
    """The folder of that workshop; returns it."""
    models = home / "models"
    write_model(models / "small", redness_net(), [seen(score_on_grey=120 / 255)])
    write_model(models / "small-2", lightness_net(), [seen(score_on_grey=(120 + 110 + 100) / 3 / 255)])
    write_model(models / "small-3", constant_net(raw_answer([(32, 32, 20, 20, 0.9, 0.0)])), [seen(score_on_grey=0.9)])
    (home / "recipes").mkdir(parents=True)
    (home / "recipes" / "plate.yaml").write_text(RECIPE, encoding="utf-8")
    (home / "settings.yaml").write_text("part: plate\nengine: onnxruntime\nlock_out_ms: 0\n", encoding="utf-8")
    freeze(golden_set(home.parent / f"{home.name}-set"), name="plates", approved_by=Role.MASTER, home=home)
    return home


def seen(score_on_grey: float) -> Detection:
    """What a net finds on the grey picture of its self-test."""
    return Detection(class_name="pore", score=score_on_grey, xyxy=PLACE)


def golden_set(root: Path) -> Path:
    """Pictures and labels to freeze; the pore of a bad part is a dark spot."""
    for split, tints in PARTS.items():
        for kind in ("images", "labels"):
            (root / kind / split).mkdir(parents=True)
        for number, tint in enumerate(tints):
            name = f"{split}-{number}"
            picture = part(tint, seed=sum(map(ord, name)))
            Image.fromarray(picture).save(root / "images" / split / f"{name}.png")
            line = f"0 {32 / SIDE_PX} {32 / SIDE_PX} {20 / SIDE_PX} {20 / SIDE_PX}\n"
            (root / "labels" / split / f"{name}.txt").write_text("" if tint == "dark" else line)
    (root / "data.yaml").write_text("train: images/train\nval: images/val\ntest: images/test\nnames: [pore, crack]\n")
    return root / "data.yaml"


def part(tint: str, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A part of that colour, shape (64, 64, 3)."""
    light = 105 + patchwork(SIDE_PX, SIDE_PX, seed=seed).astype(np.float32) * 0.6
    return np.ascontiguousarray((light * TINTS[tint]).clip(0, 255).astype(np.uint8))


def lightness_net() -> bytes:
    """As `redness_net`, with the mean of all channels as its score."""
    import onnx

    model = onnx.load_from_string(redness_net())
    graph = model.graph
    mean = onnx.helper.make_node("ReduceMean", ["means"], ["flat"], axes=[0], keepdims=1)
    nodes = [mean if node.op_type == "Slice" else node for node in graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    unused = {"first", "second", "channel"}
    kept = [one for one in graph.initializer if one.name not in unused]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
