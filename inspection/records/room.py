"""Room on the disk: a low-water mark, and a reserve for the last event."""

import os
import shutil
from pathlib import Path

from inspection import platform
from inspection.errors import StorageFull
from inspection.on_disk import write_to_disk
from inspection.records.failures import storage_errors
from inspection.records.layout import MEBIBYTE, Layout, StoreSettings


def check_room(layout: Layout, settings: StoreSettings, needed_bytes: int) -> None:
    """Stop while there is still room, and not in the middle of a picture. Raises StorageFull, StorageFailed."""
    with storage_errors(f"look at the free room of {layout.home}"):
        free = shutil.disk_usage(layout.home).free
    if free < settings.low_water_bytes + needed_bytes:
        raise StorageFull(
            f"the disk of {layout.home} is nearly full: {free / MEBIBYTE:.1f} MiB are free, "
            f"{needed_bytes / MEBIBYTE:.1f} MiB are needed and {settings.low_water_bytes / MEBIBYTE:.1f} MiB must stay "
            "free; make room, then start again"
        )


def make_reserve(path: Path, size_bytes: int, low_water_bytes: int) -> None:
    """Occupy room for the last event. Where the disk is nearly full there is none: the first save will say so.

    Raises OSError when the disk fails.
    """
    if path.exists() and path.stat().st_size == size_bytes:
        return
    if shutil.disk_usage(path.parent).free < low_water_bytes + size_bytes:
        return
    draft = path.with_suffix(".tmp")
    write_to_disk(draft, os.urandom(size_bytes))  # a disk that compresses would give zeros no room
    platform.replace(draft, path)
    platform.sync_directory(path.parent)
