"""A data set written down in the YOLO layout, so that any YOLO tool and our own commands read it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training.data.box import Box, written_lines
from training.data.split import YAML_SPLIT, Part

SUFFIXES: Final = {"image/jpeg": ".jpg", "image/png": ".png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A picture and its place in a layout: `stem` names picture and label file; `suffix` is .jpg or .png."""

    part: Part
    stem: str
    suffix: str
    width_px: int
    height_px: int
    boxes: tuple[Box, ...]
    group: str | None = None

    @property
    def picture(self) -> str:
        """Path of the picture, relative to data.yaml."""
        return f"images/{self.part}/{self.stem}{self.suffix}"

    @property
    def labels(self) -> str:
        """Path of the label file, relative to data.yaml."""
        return f"labels/{self.part}/{self.stem}.txt"

    def label_text(self, classes: Sequence[str]) -> str:
        """What the label file says; nothing for a background picture."""
        return written_lines(self.boxes, classes, (self.width_px, self.height_px))


def described(classes: Sequence[str], placed: Iterable[Placed]) -> Mapping[str, str]:
    """The texts of data.yaml and groups.json. A part without a picture has no line; golden is `test`.

    Without a `path`, which ultralytics would resolve against the working directory.
    """
    import yaml

    everything = list(placed)
    there = {one.part for one in everything}
    splits = {YAML_SPLIT[part]: f"images/{part}" for part in Part if part in there}
    names = dict(enumerate(classes))
    head = "# paths are relative to this file; test holds the golden pictures, which nobody trains on\n"
    groups = [
        {"file": one.picture.removeprefix("images/"), "group": one.group} for one in everything if one.group is not None
    ]
    return {
        "data.yaml": head
        + yaml.safe_dump({**splits, "nc": len(names), "names": names}, sort_keys=False, allow_unicode=True),
        "groups.json": json.dumps(groups, indent=1, ensure_ascii=False) + "\n",
    }


def write_described(root: Path, classes: Sequence[str], placed: Sequence[Placed]) -> None:
    """Write label files, data.yaml and groups.json into `root`, where the pictures are already. Raises OSError."""
    for one in placed:
        target = root / one.labels
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(one.label_text(classes), encoding="utf-8", newline="\n")
    for name, text in described(classes, placed).items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
