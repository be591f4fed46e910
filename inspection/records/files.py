"""Writing a new file so that it is on the disk."""

import os
from contextlib import suppress
from pathlib import Path

from inspection import platform


def write_to_disk(path: Path, data: bytes) -> None:
    """Write a file anew; its bytes are on the disk when this returns, its name once its folder has been synced.

    Raises OSError, and leaves no half file behind where the disk lets us.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o640)
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
