"""A frozen data set: which pictures, which labels, which split, who approved it; never changed once it is there.

HOME/datasets/NAME/v0001/version.json    this file
                         data.yaml       the same for YOLO tools and our own commands; `test` is golden
                         groups.json     which board, tile, lot or serial a picture is of
                         images/PART/    pictures, named by their sha256
                         labels/PART/    label files
"""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from inspection.closed import Closed
from inspection.override import Role
from inspection.places import NAME
from inspection.record import Sha256
from training.data.box import Box, BoxFault, checked_box
from training.data.split import Part
from training.errors import VersionDamaged, VersionRefused, listed

_FOLDER: Final = re.compile(r"v(\d{4,})")
_FILE: Final = r"/(train|val|golden)/[0-9a-f]{16}\."


class FrozenBox(Closed):
    """A label as it was approved, in px of the picture."""

    class_name: str
    xyxy: tuple[float, float, float, float]
    polygon: tuple[tuple[float, float], ...] | None = None

    def box(self) -> Box:
        """The same as a value to calculate with."""
        return Box(class_name=self.class_name, xyxy=self.xyxy, polygon=self.polygon)


class FrozenPicture(Closed):
    """A picture with its labels, by the hashes of both files; `group` is the board, tile, lot or serial it is of."""

    file: Annotated[str, Field(pattern=rf"^images{_FILE}(jpg|png)$")]
    sha256: Sha256
    labels: Annotated[str, Field(pattern=rf"^labels{_FILE}txt$")]
    labels_sha256: Sha256
    width_px: int = Field(gt=0)
    height_px: int = Field(gt=0)
    group: str | None
    split: Part
    boxes: tuple[FrozenBox, ...]

    @model_validator(mode="after")
    def _labels_lie_inside(self) -> "FrozenPicture":
        for box in self.boxes:
            checked = checked_box(
                box.class_name,
                (self.width_px, self.height_px),
                **({"xyxy": box.xyxy} if box.polygon is None else {"polygon": box.polygon}),
            )
            if not isinstance(checked, Box):
                raise ValueError(f"{self.file}: {checked.found}, expected {checked.expected}")
            if checked.xyxy != box.xyxy:
                raise ValueError(f"{self.file}: {box.xyxy} {BoxFault.OUTSIDE}, or not the hull of its polygon")
        return self


class DatasetVersion(Closed):
    """What version.json holds. `content_sha256` is over all the rest."""

    name: str = Field(pattern=rf"^{NAME.pattern}$")
    version: int = Field(ge=1)
    parent: int | None = Field(ge=1)
    created_at: AwareDatetime
    approved_by: Role
    classes: tuple[str, ...] = Field(min_length=1)
    pictures: tuple[FrozenPicture, ...] = Field(min_length=1)
    described_by: dict[str, Sha256] = Field(description="data.yaml and groups.json, by their hashes")
    content_sha256: Sha256

    @model_validator(mode="after")
    def _consistent(self) -> "DatasetVersion":
        if unknown := {box.class_name for one in self.pictures for box in one.boxes} - set(self.classes):
            raise ValueError(f"labels of the classes {sorted(unknown)}, the version has {self.classes}")
        if len({one.sha256 for one in self.pictures}) != len(self.pictures):
            raise ValueError("a picture is in it twice")
        if self.content_sha256 != content_hash(self):
            raise ValueError("content_sha256 is not the hash of the rest: version.json was changed")
        return self

    def of(self, part: Part) -> tuple[FrozenPicture, ...]:
        """The pictures of one part."""
        return tuple(one for one in self.pictures if one.split is part)


def content_hash(version: DatasetVersion) -> str:
    """sha256 over everything a version says but this hash: JSON with sorted keys and no spaces."""
    content = version.model_dump(mode="json", exclude={"content_sha256"})
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def data_sets(home: Path) -> Path:
    """The folder of all frozen data sets."""
    return home / "datasets"


def version_folders(home: Path, name: str) -> list[Path]:
    """The folders of every version of `name`, oldest first. Raises VersionRefused for what can be no name."""
    if not NAME.fullmatch(name):
        raise VersionRefused(f"{name!r} is no name for a data set; expected small letters, digits and dashes: boards-2")
    found = {
        int(match[1]): path
        for path in (data_sets(home) / name).glob("v*")
        if (match := _FOLDER.fullmatch(path.name)) and path.is_dir()
    }
    return [found[number] for number in sorted(found)]


def read_version(folder: Path) -> DatasetVersion:
    """What `folder`/version.json says, held against its own hash; pictures are not looked at. Raises VersionDamaged."""
    path = folder / "version.json"
    try:
        version = DatasetVersion.model_validate_json(path.read_bytes())
    except OSError as error:
        raise VersionDamaged(f"{path} cannot be read: {error.strerror or error}; restore it from the backup") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise VersionDamaged(f"{path}: {where}: {first['msg']}; restore it from the backup") from error
    if folder.name != f"v{version.version:04d}":
        raise VersionDamaged(
            f"{path} is that of version {version.version}, not of {folder.name}; name the right folder"
        )
    return version


def open_version(folder: Path) -> DatasetVersion:
    """The version in `folder`, after every file was held against its hash.

    Raises VersionDamaged, naming every missing, changed and additional file.
    """
    version = read_version(folder)
    wrong = list(_wrong_files(folder, version))
    if wrong:
        raise VersionDamaged(
            f"{folder} is not what was frozen; restore it from the backup, or freeze the labels as a new version:\n"
            + listed(wrong)
        )
    return version


def _wrong_files(folder: Path, version: DatasetVersion) -> Iterator[str]:
    expected = {one.file: one.sha256 for one in version.pictures}
    expected |= {one.labels: one.labels_sha256 for one in version.pictures} | version.described_by
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not _is_folder(path)}
    for name, wanted in sorted(expected.items()):
        path = there.pop(name, None)
        if path is None:
            yield f"missing: {name}"
        elif path.is_symlink() or not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield f"changed: {name}"
    there.pop("version.json", None)
    yield from (f"additional: {name}" for name in sorted(there))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
