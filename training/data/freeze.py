"""Labels become an immutable version: checked, kept apart by part, written whole or not at all."""

import hashlib
import secrets
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from inspection import platform
from inspection.override import Role
from training.data.choosing import Chosen, choose, golden_of
from training.data.labels import LabelledSet, read_labelled_set
from training.data.lineage import ancestors, learned_anywhere
from training.data.split import YAML_SPLIT, Part
from training.data.version import (
    DatasetVersion,
    FrozenBox,
    FrozenPicture,
    content_hash,
    data_sets,
    open_version,
    version_folders,
)
from training.data.writing import described
from training.errors import LabelError, VersionRefused

_HALF: Final = ".freezing-"
_THREADS: Final = 4


def freeze(data_yaml: Path, *, name: str, approved_by: Role, home: Path) -> Path:
    """Freeze the labels of `data_yaml` as the next version of `name`; returns its folder.

    train and val are what they are, `test` is golden. Golden pictures of the version before stay golden, also when
    `data_yaml` does not have them. A picture that is there twice with the same labels is taken once. Pictures within
    `home` are linked, since nothing there is ever changed in place; all others are copied. Nothing is visible under
    the version's name before everything is on the disk.

    Raises LabelError and LayoutError for what must not be trained on, and what `freeze_set` does.
    """
    version_folders(home, name)  # refuses a bad name before anything is read
    return freeze_set(read_labelled_set(data_yaml), name=name, approved_by=approved_by, home=home)


def freeze_set(labelled: LabelledSet, *, name: str, approved_by: Role, home: Path) -> Path:
    """The same for a set that is in memory.

    Raises LabelError for pictures that are broken or labelled in two ways; VersionRefused where parts or
    near-duplicates cross splits, a golden picture came into training, or one that was learned from into golden;
    VersionDamaged where the version before is not whole; OSError where the disk fails. The versions there are stay as
    they are.
    """
    folder = data_sets(home) / name
    version_folders(home, name)  # refuses a bad name before anything is made
    folder.mkdir(parents=True, exist_ok=True)
    lock = platform.FileLock.take(folder / ".lock", wait_s=60)
    try:
        _sweep(folder)
        return _freeze(labelled, name, approved_by, home)
    finally:
        _sweep(folder)
        lock.release()


def _sweep(folder: Path) -> None:
    """Remove what a freeze left that was killed, or failed. The lock is held: nobody else is freezing."""
    for half in folder.glob(f"{_HALF}*"):
        for path in half.rglob("*"):
            if path.is_file() and path.stat().st_nlink == 1:  # a linked one belongs to an earlier version as well
                path.chmod(0o644)  # Windows removes no read-only file
        shutil.rmtree(half, ignore_errors=True)  # what stays takes room, and is no version


def _freeze(labelled: LabelledSet, name: str, approved_by: Role, home: Path) -> Path:
    earlier_folders = version_folders(home, name)
    parent = open_version(earlier_folders[-1]) if earlier_folders else None
    earlier = ancestors(home, name)
    chosen = choose({part: labelled.splits.get(YAML_SPLIT[part], ()) for part in Part}, earlier, learned_anywhere(home))
    chosen += golden_of(parent, earlier, {one.sha256 for one in chosen}, labelled.classes)
    if not any(one.placed.part is Part.TRAIN and one.placed.boxes for one in chosen):
        raise VersionRefused("there is no label in train, so nothing can be learnt; label some pictures")
    number = parent.version + 1 if parent else 1
    half = data_sets(home) / name / f"{_HALF}{secrets.token_hex(4)}"
    chosen.sort(key=lambda one: one.placed.picture)
    frozen = _write_pictures(half, chosen, labelled.classes, home)
    texts = described(labelled.classes, [one.placed for one in chosen])
    for file, text in texts.items():
        _write(half / file, text.encode())
    unhashed = DatasetVersion.model_construct(
        name=name,
        version=number,
        parent=parent.version if parent else None,
        created_at=datetime.now(UTC),
        approved_by=approved_by,
        classes=labelled.classes,
        pictures=frozen,
        described_by={file: _hash(text.encode()) for file, text in texts.items()},
        content_sha256="",
    )
    whole = unhashed.model_copy(update={"content_sha256": content_hash(unhashed)})
    version = DatasetVersion.model_validate(whole.model_dump())
    _write(half / "version.json", version.model_dump_json(indent=1).encode() + b"\n")
    for path in [*(path for path in half.rglob("*") if path.is_dir()), half]:
        platform.sync_directory(path)
    final = half.with_name(f"v{number:04d}")
    half.rename(final)
    platform.sync_directory(final.parent)
    return final


def _write_pictures(
    half: Path, chosen: Sequence[Chosen], classes: tuple[str, ...], home: Path
) -> tuple[FrozenPicture, ...]:
    """Pictures and label files, each on the disk when this returns."""

    def one(item: Chosen) -> FrozenPicture:
        placed = item.placed
        _put_picture(item, half / placed.picture, home)
        text = placed.label_text(classes).encode()
        _write(half / placed.labels, text)
        return FrozenPicture(
            file=placed.picture,
            sha256=item.sha256,
            labels=placed.labels,
            labels_sha256=_hash(text),
            width_px=placed.width_px,
            height_px=placed.height_px,
            group=placed.group,
            split=placed.part,
            boxes=tuple(
                FrozenBox(class_name=box.class_name, xyxy=box.xyxy, polygon=box.polygon) for box in placed.boxes
            ),
        )

    for path in {half / getattr(item.placed, kind) for item in chosen for kind in ("picture", "labels")}:
        path.parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_THREADS) as pool:
        return tuple(pool.map(one, chosen))


def _put_picture(item: Chosen, target: Path, home: Path) -> None:
    """Link a picture that lies within `home`, copy any other; what was checked is what is frozen."""
    data = item.source.read_bytes()
    if _hash(data) != item.sha256:
        raise LabelError(f"{item.source} was changed while it was frozen; freeze again when nobody works on it")
    if item.source.resolve().is_relative_to(home.resolve()):
        try:
            target.hardlink_to(item.source.resolve())
        except OSError:  # another file system, or one without links
            _write(target, data)
        else:
            target.chmod(0o444)
    else:
        _write(target, data)


def _write(target: Path, data: bytes) -> None:
    """A read-only file that is on the disk."""
    with target.open("xb") as file:
        file.write(data)
        file.flush()
        platform.sync_file(file.fileno())
    target.chmod(0o444)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
