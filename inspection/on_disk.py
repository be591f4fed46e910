"""Files that are there as a whole, or as they were before."""

import os
from pathlib import Path

from inspection import platform


def write_durably(path: Path, data: bytes) -> None:
    """Put `data` on the disk under `path`; a kill or a power cut leaves the file before, whole. Raises OSError.

    Missing folders above it are made.
    """
    _make_folder(path.parent)
    beside = path.with_name(f"{path.name}.tmp")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o640)
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
        platform.sync_file(descriptor)
    finally:
        os.close(descriptor)
    platform.replace(beside, path)
    platform.sync_directory(path.parent)


def _make_folder(path: Path) -> None:
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir(exist_ok=True)
    platform.sync_directory(path.parent)
