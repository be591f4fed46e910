"""Labelled pictures: which ones a training may use, and how they look at the size of the net's input."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from camera.picture_file import read_picture_file
from inspection.detection.letterbox import Letterbox
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.version import open_version
from training.errors import RunRefused
from training.fitting.shop_light import Seen

CACHE_BYTES = 1_000_000_000
"""Pictures are kept in memory up to this; the rest is read from the disk again each time."""


class Samples:
    """The pictures of one split, by number from 0. Safe for one reading thread."""

    def __init__(self, pictures: Sequence[LabelledPicture], classes: tuple[str, ...], longest_side_px: int) -> None:
        """Nothing is read before it is asked for."""
        self._pictures = tuple(pictures)
        self._number_of = {name: number for number, name in enumerate(classes)}
        self._longest_side_px = longest_side_px
        self._kept: dict[int, Seen] = {}
        self._room = CACHE_BYTES

    def __len__(self) -> int:
        return len(self._pictures)

    def input_wh(self, number: int) -> tuple[int, int]:
        """Width and height in px of the net's input that holds the picture."""
        return self._letterbox(number).input_wh

    def __getitem__(self, number: int) -> Seen:
        """The picture, scaled so that its longest side is the input's, without its grey border.

        Raises FrameBroken where the file can no longer be read.
        """
        if number in self._kept:
            return self._kept[number]
        labelled, fit = self._pictures[number], self._letterbox(number)
        pixels = fit.shrink(read_picture_file(labelled.picture).pixels)
        scale = np.array(fit.scale_xy * 2, np.float32)
        seen = Seen(
            pixels=pixels,
            xyxy=np.array([box.xyxy for box in labelled.boxes], np.float32).reshape(-1, 4) * scale,
            classes=np.array([self._number_of[box.class_name] for box in labelled.boxes], np.int64),
        )
        if pixels.nbytes <= self._room:
            self._room -= pixels.nbytes
            self._kept[number] = seen
        return seen

    def _letterbox(self, number: int) -> Letterbox:
        picture = self._pictures[number]
        return Letterbox.fit(
            width_px=picture.width_px,
            height_px=picture.height_px,
            longest_side_px=self._longest_side_px,
            stride_px=32,
        )


def version_of(data_yaml: Path) -> str | None:
    """Name and number of the frozen version that `data_yaml` belongs to, None for a working copy.

    Raises VersionDamaged where a file of the version is not what was frozen.
    """
    if not (data_yaml.parent / "version.json").exists():
        return None
    version = open_version(data_yaml.parent)
    return f"{version.name} v{version.version}"


def read_pictures(data_yaml: Path) -> tuple[LabelledSet, str]:
    """What a training may use of a data set, and its fingerprint: sha256 over classes, labels and pictures.

    Raises LabelError and LayoutError for data that must not be used, RunRefused where train or val has no label, or
    where one picture or one part (group) stands in train and in a split to judge by.
    """
    every = read_labelled_set(data_yaml)
    if missing := {"train", "val"} - set(every.splits):
        raise RunRefused(
            f"{data_yaml} has no {' and no '.join(sorted(missing))}; `meisterblick dataset split` makes one"
        )
    for split in ("train", "val"):
        if not any(picture.boxes for picture in every.splits[split]):
            raise RunRefused(
                f"{data_yaml}: no picture of {split!r} has a label, so there is nothing to learn or to judge by; "
                "label some, or split the set anew with `meisterblick dataset split`"
            )
    digests = {
        split: [hashlib.sha256(picture.picture.read_bytes()).hexdigest() for picture in pictures]
        for split, pictures in every.splits.items()
    }
    _refuse_leaks(every, digests, data_yaml)
    used = LabelledSet(classes=every.classes, splits={split: every.splits[split] for split in ("train", "val")})
    total = hashlib.sha256(repr(every.classes).encode())
    for split, pictures in used.splits.items():
        for picture, digest in zip(pictures, digests[split], strict=True):
            total.update(f"{split} {digest} {[(box.class_name, *box.xyxy) for box in picture.boxes]}".encode())
    return used, total.hexdigest()


def _refuse_leaks(every: LabelledSet, digests: Mapping[str, Sequence[str]], data_yaml: Path) -> None:
    """What a model is judged by must not have taught it."""
    learned = set(digests["train"])
    parts = {picture.group for picture in every.splits["train"] if picture.group is not None}
    for split in every.splits.keys() - {"train"}:
        for picture, digest in zip(every.splits[split], digests[split], strict=True):
            if digest in learned or picture.group in parts:
                raise RunRefused(
                    f"{data_yaml}: {picture.picture.name} of {split!r}, or another picture of its part, is in 'train', "
                    "too, so the model would be judged by what it was taught; `meisterblick dataset split` splits anew"
                )
