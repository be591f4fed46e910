"""The one place where operating systems differ: durable renames, the station's lock, file systems, cores.

Linux and Windows are supported. On macOS the kind of file system is not known, and every folder is taken as local.
"""

import os
import sys
import time
import weakref
from pathlib import Path
from typing import Final, Self

MOUNTS: Final = Path("/proc/self/mounts")

NETWORK_FILE_SYSTEMS: Final = frozenset(
    [
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.cephfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    ]
)
"""Types in the mount table whose files live on another machine: locks and fsync there do not keep their promise
(https://www.sqlite.org/howtocorrupt.html, section 2.1)."""

if sys.platform == "win32":
    import ctypes
    import msvcrt

    _REPLACE_EXISTING: Final = 0x1
    _WRITE_THROUGH: Final = 0x8
    _DRIVE_REMOTE: Final = 4
    _LOCKED_BYTE: Final = 1 << 30  # far behind the text: a locked byte cannot be read by anybody else

    def replace(source: Path, target: Path) -> None:
        """Rename `source` to `target`, replacing it; on Windows the call returns when the rename is on the disk.

        Raises OSError.
        """
        flags = _REPLACE_EXISTING | _WRITE_THROUGH
        if not ctypes.windll.kernel32.MoveFileExW(str(source), str(target), flags):
            raise ctypes.WinError()

    def sync_directory(path: Path) -> None:
        """Put a directory's entries on the disk. Windows has no such call: `replace` writes through instead."""

    def sync_file(descriptor: int) -> None:
        """Put a file's bytes on the disk (FlushFileBuffers). Raises OSError; it must not be called a second time."""
        os.fsync(descriptor)

    def try_lock(descriptor: int) -> None:
        """Lock the open file for this descriptor alone. Raises OSError at once where another holds it."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def unlock(descriptor: int) -> None:
        """Give the lock of `try_lock` back."""
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _release_in_forked_child(lock: "FileLock") -> None:
        """Windows has no fork."""

    def network_share(path: Path, mounts: Path = MOUNTS) -> str | None:
        """What kind of network share `path` is on, None for a local disk. `mounts` has no meaning on Windows."""
        anchor = path.resolve().anchor
        if anchor.startswith("\\\\"):
            return "UNC share"
        remote = ctypes.windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
        return "network drive" if remote else None

else:
    import fcntl

    def replace(source: Path, target: Path) -> None:
        """Rename `source` to `target`, replacing it. It is on the disk after `sync_directory(target.parent)`.

        Raises OSError.
        """
        source.replace(target)

    def sync_directory(path: Path) -> None:
        """Put a directory's entries on the disk. Raises OSError; it must not be called a second time after that."""
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def sync_file(descriptor: int) -> None:
        """Put a file's bytes on the disk. Raises OSError; it must not be called a second time after that.

        A second fsync may report success although the pages are lost (https://lwn.net/Articles/752063/).
        """
        if sys.platform == "darwin":
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync alone leaves the bytes in the drive's cache
        else:
            os.fsync(descriptor)

    def try_lock(descriptor: int) -> None:
        """Lock the open file for this descriptor alone. Raises OSError at once where another holds it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(descriptor: int) -> None:
        """Give the lock of `try_lock` back."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _release_in_forked_child(lock: "FileLock") -> None:
        """A child made by fork shares the lock and would hold it after its parent's death."""
        reference = weakref.ref(lock)

        def release() -> None:
            if (held := reference()) is not None:
                held.release()

        os.register_at_fork(after_in_child=release)

    def network_share(path: Path, mounts: Path = MOUNTS) -> str | None:
        """The network file system that `path` is on, None for a local disk. `mounts` is the table of mounts."""
        kind = file_system(path, mounts)
        return kind if kind in NETWORK_FILE_SYSTEMS else None


def usable_cores() -> int:
    """The cores that this process may use, which can be fewer than the PC has."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load_per_core() -> float | None:
    """How many programs wanted to calculate in the last minute, for each core; None on Windows, which does not say."""
    if sys.platform == "win32":
        return None
    return os.getloadavg()[0] / (os.cpu_count() or 1)


def file_system(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Type of the file system that holds `path`, by the longest mount point above it; None without a mount table.

    `path` need not exist. A later mount hides an earlier one at the same place.
    """
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
    wanted = path.resolve()
    found: tuple[int, str] | None = None
    for line in table.splitlines():
        _device, place, kind, *_rest = line.split(" ")
        point = Path(_unescaped(place))
        depth = len(point.parts)
        if wanted.is_relative_to(point) and (found is None or depth >= found[0]):
            found = (depth, kind)
    return found[1] if found else None


def _unescaped(place: str) -> str:
    """A mount point as it is: the table writes space, tab, newline and backslash as three octal digits."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(code, character)
    return place


class FileLock:
    """A lock that the operating system gives back when its process ends, however it ends.

    It excludes other processes and a second taker in the same process. A forked child does not keep it.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        _release_in_forked_child(self)

    @classmethod
    def take(cls, path: Path, wait_s: float = 0.0) -> Self:
        """Take the lock of `path`, made where it is missing, and write this process' number into it.

        Raises BlockingIOError when another holds it still after `wait_s`, OSError when the file cannot be made.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o640)
        deadline = time.monotonic() + wait_s
        while True:
            try:
                try_lock(descriptor)
                break
            except (BlockingIOError, PermissionError) as error:  # flock says the first, msvcrt the second
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    raise BlockingIOError(error.errno, f"{path} is locked by another") from error
                time.sleep(0.02)
            except OSError:
                os.close(descriptor)
                raise
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        return cls(descriptor)

    def release(self) -> None:
        """Give the lock back. A second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def is_locked(path: Path) -> bool:
    """Whether some process holds the lock of `path` now. Nothing is created or changed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        try_lock(descriptor)
    except OSError:
        return True
    else:
        unlock(descriptor)  # Windows gives it back some time after the close
        return False
    finally:
        os.close(descriptor)
