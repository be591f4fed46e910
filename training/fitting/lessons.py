"""Which pictures a training may learn from and be judged by, and proof that they are still the same."""

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from training.data.labels import LabelledPicture, LabelledSet, read_labelled_set
from training.data.lineage import golden_anywhere
from training.data.version import open_version
from training.errors import RunRefused

LEARNED: Final = ("train", "val")
_SPLIT_ANEW: Final = "`meisterblick dataset split` splits anew"
_THREADS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """The train and val pictures of a data set.

    `digests` has the sha256 of each picture's file by split, in the order of `labelled`; `sha256` is over classes,
    labels and pictures: the same only where all of them are.
    """

    labelled: LabelledSet
    digests: Mapping[str, tuple[str, ...]]
    sha256: str


def read_lessons(data_yaml: Path) -> Lessons:
    """What `data_yaml` has to teach and to judge by; picture files are hashed, not decoded.

    Raises LabelError and LayoutError for data that must not be used, RunRefused where train or val has no label, or
    where one picture or one part (group) stands in train and in a split to judge by.
    """
    every = read_labelled_set(data_yaml)
    if missing := set(LEARNED) - set(every.splits):
        named = " and no ".join(sorted(missing))
        raise RunRefused(f"{data_yaml} has no {named} split; {_SPLIT_ANEW}")
    for split in LEARNED:
        if not any(picture.boxes for picture in every.splits[split]):
            raise RunRefused(
                f"{data_yaml}: no picture of {split!r} has a label, so there is nothing to learn or to judge by; "
                f"label some, or {_SPLIT_ANEW}"
            )
    digests = {split: tuple(_digests(pictures)) for split, pictures in every.splits.items()}
    _refuse_leaks(every, digests, data_yaml)
    used = LabelledSet(classes=every.classes, splits={split: every.splits[split] for split in LEARNED})
    return Lessons(
        labelled=used, digests={split: digests[split] for split in LEARNED}, sha256=_fingerprint(used, digests)
    )


def refuse_unfit(lessons: Lessons, home: Path) -> None:
    """What is cheap to find now and dear after a night: a torn picture, and one that is golden in a frozen version.

    Raises RunRefused, naming the pictures.
    """
    golden = golden_anywhere(home)
    for split, pictures in lessons.labelled.splits.items():
        for picture, digest in zip(pictures, lessons.digests[split], strict=True):
            if digest in golden:
                raise RunRefused(
                    f"{picture.picture} is golden in {golden[digest]}: no training may see it; "
                    "`meisterblick dataset split --name` keeps it apart"
                )
    with ThreadPoolExecutor(_THREADS) as pool:
        torn = [name for name in pool.map(_torn, (one.picture for one in _all(lessons.labelled))) if name]
    if torn:
        raise RunRefused(f"{len(torn)} pictures cannot be read whole; replace or remove them: {'; '.join(torn[:5])}")


def version_of(data_yaml: Path) -> str | None:
    """Name and number of the frozen version that `data_yaml` belongs to, None for a working copy.

    Raises VersionDamaged where a file of the version is not what was frozen.
    """
    if not (data_yaml.parent / "version.json").exists():
        return None
    version = open_version(data_yaml.parent)
    return f"{version.name} v{version.version}"


def _refuse_leaks(every: LabelledSet, digests: Mapping[str, tuple[str, ...]], data_yaml: Path) -> None:
    """What a model is judged by must not have taught it."""
    learned = set(digests["train"])
    parts = {picture.group for picture in every.splits["train"] if picture.group is not None}
    for split in every.splits.keys() - {"train"}:
        for picture, digest in zip(every.splits[split], digests[split], strict=True):
            if digest in learned or picture.group in parts:
                raise RunRefused(
                    f"{data_yaml}: {picture.picture.name} of {split!r}, or another picture of its part, is in 'train', "
                    f"too, so the model would be judged by what it was taught; {_SPLIT_ANEW}"
                )


def _fingerprint(labelled: LabelledSet, digests: Mapping[str, tuple[str, ...]]) -> str:
    total = hashlib.sha256(repr(labelled.classes).encode())
    for split, pictures in labelled.splits.items():
        for picture, digest in zip(pictures, digests[split], strict=True):
            total.update(f"{split} {digest} {[(box.class_name, *box.xyxy) for box in picture.boxes]}".encode())
    return total.hexdigest()


def _digests(pictures: Iterable[LabelledPicture]) -> list[str]:
    return [hashlib.sha256(picture.picture.read_bytes()).hexdigest() for picture in pictures]


def _all(labelled: LabelledSet) -> Iterable[LabelledPicture]:
    return (picture for pictures in labelled.splits.values() for picture in pictures)


def _torn(path: Path) -> str | None:
    try:
        decode_picture(path.read_bytes())
    except (FrameBroken, OSError) as error:
        return f"{path.name}: {error}"
    return None
