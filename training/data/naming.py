"""Names of our own for pictures: what somebody else called them only stays where it is harmless."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from training.data.labels import LabelledPicture, LabelledSet
from training.data.split import YAML_SPLIT, Part
from training.data.writing import Placed

_HARMFUL: Final = re.compile(r"[^A-Za-z0-9_-]+")


def placed_pictures(labelled: LabelledSet) -> list[tuple[LabelledPicture, Placed]]:
    """Every picture with its place in a layout: letters, digits and dashes of its old name, and a number of its own.

    The suffix is by the file's name; who knows the content better replaces it.
    """
    return list(_placed({part: labelled.splits.get(YAML_SPLIT[part], ()) for part in Part}))


def _placed(splits: dict[Part, Sequence[LabelledPicture]]) -> Iterator[tuple[LabelledPicture, Placed]]:
    number = 0
    for part, pictures in splits.items():
        for one in pictures:
            number += 1
            yield (
                one,
                Placed(
                    part=part,
                    stem=f"{_stem(one.picture)}-{number:06d}",
                    suffix=".png" if one.picture.suffix.lower() == ".png" else ".jpg",
                    width_px=one.width_px,
                    height_px=one.height_px,
                    boxes=one.boxes,
                    group=one.group,
                ),
            )


def _stem(picture: Path) -> str:
    old = re.sub(r"-\d{6}$", "", picture.stem)
    return _HARMFUL.sub("_", old).strip("_")[:40] or "picture"
