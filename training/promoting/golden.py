"""The golden pictures: set aside by frozen versions, never trained on, the same for every model that is compared."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.places import NAME
from training.data.labels import LabelledPicture
from training.data.lineage import learned_by
from training.data.split import Part
from training.data.version import data_sets, read_version, version_folders
from training.errors import LayoutError, PromotionRefused, listed
from training.judging.judging_set import JudgingSet, read_judging_set

_MADE_FROM: Final = ("derived_from", "exported_from", "start")
"""What a manifest calls the models that it goes back to; `exported_from` stands in older ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """Pictures to compare models by, each once. `digests` are the sha256 of their files, in their order."""

    names: tuple[str, ...]
    pictures: tuple[LabelledPicture, ...]
    digests: tuple[str, ...]
    sha256: str

    @property
    def classes(self) -> frozenset[str]:
        """The classes that have a label."""
        return frozenset(box.class_name for picture in self.pictures for box in picture.boxes)


def golden_of(data_yaml: Path) -> Golden:
    """The golden pictures of a frozen version; of any other data set its `test` split, which YOLO tools never train on.

    Raises LayoutError where there is neither, LabelError, VersionDamaged.
    """
    try:
        return _together([read_judging_set(data_yaml, "golden")])
    except LayoutError:
        return _together([read_judging_set(data_yaml, "test")])


def golden_at_home(home: Path, classes: Collection[str] | None) -> Golden | None:
    """The golden pictures of the newest version of every data set under `home` that labels one of `classes`; None: any.

    None where there are none. Raises VersionDamaged, LabelError.
    """
    sets = [read_judging_set(folder / "data.yaml", "golden") for folder in golden_versions(home, classes)]
    return _together(sets) if sets else None


def golden_versions(home: Path, classes: Collection[str] | None) -> list[Path]:
    """The folders that `golden_at_home` reads; of each only version.json is looked at. Raises VersionDamaged."""
    found = []
    for name in sorted(path.name for path in data_sets(home).glob("*") if NAME.fullmatch(path.name)):
        folders = version_folders(home, name)
        if not folders:
            continue
        golden = read_version(folders[-1]).of(Part.GOLDEN)
        if any(classes is None or box.class_name in classes for picture in golden for box in picture.boxes):
            found.append(folders[-1])
    return found


def golden_picture(home: Path, sha256: str) -> Path | None:
    """The file of a golden picture of a newest version; None where none has that hash. Raises VersionDamaged."""
    for folder in golden_versions(home, None):
        for picture in read_version(folder).of(Part.GOLDEN):
            if picture.sha256 == sha256:
                return folder / picture.file
    return None


def refuse_learned(golden: Golden, model: Path, home: Path) -> bool:
    """Raise PromotionRefused where the model in `model`, or one it began from, learned from a golden picture.

    Returns whether it is known at all which pictures it learned from: False for a model that came from elsewhere.
    """
    learned: dict[str, str] = {}
    known = False
    for name in _line(model, home):
        digests = learned_by(home, name)
        known = known or digests is not None
        learned |= dict.fromkeys(digests or (), name)
    both = [
        f"{picture.picture.name} (taught {learned[digest]})"
        for picture, digest in zip(golden.pictures, golden.digests, strict=True)
        if digest in learned
    ]
    if both:
        raise PromotionRefused(
            f"{len(both)} golden pictures taught the candidate {model.name!r}, or what it began from: it knows them by "
            "heart, so they prove nothing; freeze golden pictures that no training has seen, or train anew without "
            f"them:\n{listed(both)}"
        )
    return known


def _line(model: Path, home: Path) -> list[str]:
    """The model's name and those of all that it was made from or began from, as far as they lie here, each once."""
    line, folders = [model.name], [model]
    for folder in folders:  # grows while it is walked
        try:
            training: Mapping[str, object] = load_manifest(folder).training
        except ModelRefused:
            continue
        before = [str(training[key]) for key in _MADE_FROM if key in training]
        fresh = [name for name in dict.fromkeys(before) if name not in line and NAME.fullmatch(name)]
        line += fresh
        folders += [home / "models" / name for name in fresh]
    return line


def _together(sets: Sequence[JudgingSet]) -> Golden:
    found: dict[str, LabelledPicture] = {}
    for one in sets:
        for picture in one.pictures:
            found.setdefault(hashlib.sha256(picture.picture.read_bytes()).hexdigest(), picture)
    total = hashlib.sha256("".join(one.sha256 for one in sets).encode()).hexdigest()
    return Golden(
        names=tuple(one.name for one in sets), pictures=tuple(found.values()), digests=tuple(found), sha256=total
    )
