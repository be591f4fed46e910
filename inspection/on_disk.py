"""Files that are there as a whole, or as they were before."""

from pathlib import Path

from inspection import platform
from inspection.records.files import write_to_disk


def write_durably(path: Path, data: bytes) -> None:
    """Put `data` on the disk under `path`; a kill or a power cut leaves the file before, whole. Raises OSError.

    Missing folders above it are made.
    """
    _make_folder(path.parent)
    beside = path.with_name(f"{path.name}.tmp")
    write_to_disk(beside, data)
    platform.replace(beside, path)
    platform.sync_directory(path.parent)


def _make_folder(path: Path) -> None:
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir(exist_ok=True)
    platform.sync_directory(path.parent)
