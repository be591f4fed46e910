"""What earlier versions and trainings say of pictures: golden stays golden, what was learned from never becomes so."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from camera.errors import FrameBroken
from inspection.places import NAME
from training.data.groups import together
from training.data.near import Fingerprint, fingerprints, near_pairs
from training.data.split import Part
from training.data.version import FrozenPicture, data_sets, read_version, version_folders
from training.errors import VersionDamaged

_DIGEST: Final = re.compile(rb"^[0-9a-f]{64}\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancestor:
    """A picture of an earlier version, and where it lies."""

    path: Path
    picture: FrozenPicture
    golden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picture that is to become part of the next version; `part` None where that is still open."""

    path: Path
    print: Fingerprint
    group: str | None
    part: Part | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What belongs together among candidates, and whether earlier versions had it golden or trained on it."""

    members: tuple[int, ...]
    golden_as: Ancestor | None
    trained_as: Ancestor | None


def ancestors(home: Path, name: str) -> Mapping[str, Ancestor]:
    """Every picture of every version of `name` by its sha256; golden where any version had it golden.

    Raises VersionDamaged where a version.json is: nobody could say what is golden.
    """
    found: dict[str, Ancestor] = {}
    for folder in version_folders(home, name):
        for picture in read_version(folder).pictures:
            golden = picture.split is Part.GOLDEN or (picture.sha256 in found and found[picture.sha256].golden)
            found[picture.sha256] = Ancestor(path=folder / picture.file, picture=picture, golden=golden)
    return found


def golden_anywhere(home: Path) -> Mapping[str, str]:
    """Every picture that is golden in any version of any data set under `home`: sha256, and the oldest "NAME vN".

    Of each version only version.json is read. {} where nothing was frozen. Raises VersionDamaged where a version.json
    is: nobody could say what is golden.
    """
    found: dict[str, str] = {}
    for name in sorted(path.name for path in data_sets(home).glob("*") if NAME.fullmatch(path.name)):
        for folder in version_folders(home, name):
            version = read_version(folder)
            for picture in version.of(Part.GOLDEN):
                found.setdefault(picture.sha256, f"{name} v{version.version}")
    return found


def learned_anywhere(home: Path) -> Mapping[str, str]:
    """Every picture that a training under `home` learned from or was steered by: sha256, and the training's name.

    A training writes them line by line into HOME/training/NAME/learned.txt; a file that cannot be read says nothing.
    """
    found: dict[str, str] = {}
    for path in sorted((home / "training").glob("*/learned.txt")):
        try:
            digests = _DIGEST.findall(path.read_bytes())
        except OSError:  # a freeze must not depend on what is left of an old training
            continue
        for digest in digests:
            found.setdefault(digest.strip().decode(), path.parent.name)
    return found


def learned_by(home: Path, training: str) -> frozenset[str] | None:
    """The pictures that one training learned from or was steered by; None where nobody wrote them down here."""
    path = home / "training" / training / "learned.txt"
    try:
        return frozenset(digest.strip().decode() for digest in _DIGEST.findall(path.read_bytes()))
    except OSError:
        return None


def families(candidates: Sequence[Candidate], earlier: Mapping[str, Ancestor]) -> list[Family]:
    """The candidates by what belongs together: the same group, near-duplicates; also by way of earlier pictures.

    Raises VersionDamaged where an earlier picture is gone or broken.
    """
    known = {one.print.sha256 for one in candidates}
    absent = [one for sha256, one in earlier.items() if sha256 not in known]
    prints = [one.print for one in candidates] + _prints(absent)
    groups = [one.group for one in candidates] + [one.picture.group for one in absent]
    by_group: dict[str | None, list[Ancestor]] = {}
    for one in earlier.values():  # a picture may have been given another group since
        by_group.setdefault(one.picture.group, []).append(one)
    found = []
    for members in together(groups, near_pairs(prints, groups)):
        kin = [earlier[prints[index].sha256] for index in members if prints[index].sha256 in earlier]
        kin += [one for group in {groups[index] for index in members} - {None} for one in by_group.get(group, [])]
        own = tuple(index for index in members if index < len(candidates))
        if own:
            golden = next((one for one in kin if one.golden), None)
            trained = next((one for one in kin if not one.golden), None)
            found.append(Family(members=own, golden_as=golden, trained_as=trained))
    return found


def _prints(absent: Sequence[Ancestor]) -> list[Fingerprint]:
    read = fingerprints([one.path for one in absent])
    for one, answer in zip(absent, read, strict=True):
        if isinstance(answer, FrameBroken):
            raise VersionDamaged(f"{answer}; restore {one.path.parents[2]} from the backup") from answer
    return [answer for answer in read if isinstance(answer, Fingerprint)]
