"""Files that are there as a whole, or as they were before."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from inspection import platform


def write_durably(path: Path, data: bytes, *, mode: int = 0o640) -> None:
    """Put `data` on the disk under `path`; a kill or a power cut leaves the file before, whole. Raises OSError.

    Missing folders above it are made. `mode` says who may read it, as for `chmod`.
    """
    _make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")  # its own, whoever else writes at this moment
    write_to_disk(beside, data, mode=mode)
    platform.replace(beside, path)
    platform.sync_directory(path.parent)


def write_to_disk(path: Path, data: bytes, *, mode: int = 0o640) -> None:
    """Write a file anew; its bytes are on the disk when this returns, its name once its folder has been synced.

    Raises OSError, and leaves no half file behind where the disk lets us.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        platform.sync_file(descriptor)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


def _make_folder(path: Path) -> None:
    if path.is_dir():
        return
    _make_folder(path.parent)
    path.mkdir(exist_ok=True)
    platform.sync_directory(path.parent)
