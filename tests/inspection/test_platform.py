"""What differs between operating systems."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspection import platform
from inspection.platform import FileLock, file_system, is_locked, network_share
from tests.inspection.records.processes import small_disk

TABLE = r"""
proc /proc proc rw 0 0
/dev/sda2 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
//server/shop /mnt/shop cifs rw 0 0
/dev/sdb1 /mnt/shop/local ext4 rw 0 0
me@nas:/data /mnt/with\040blank fuse.sshfs rw 0 0
nas:/export /srv nfs4 rw 0 0
systemd-1 /media autofs rw 0 0
nas:/export /media nfs rw 0 0
/dev/sdc1 /back ntfs3 rw 0 0
C:\134 /mnt/c 9p rw 0 0
""".lstrip()

posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no mount table")


@posix_only
@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/home/shop/records", None),
        ("/mnt/shop", "cifs"),
        ("/mnt/shop/records", "cifs"),
        ("/mnt/shopping", None),
        ("/mnt/shop/local/records", None),
        ("/mnt/with blank/records", "fuse.sshfs"),
        ("/srv/../srv/records", "nfs4"),
        ("/media/records", "nfs"),
        ("/back/records", None),
        ("/mnt/c/Users/shop", "9p"),
    ],
)
def test_a_network_share_is_known_by_the_longest_mount_point(tmp_path: Path, path: str, share: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(TABLE)
    assert network_share(Path(path), mounts) == share


@posix_only
def test_without_a_mount_table_every_folder_is_local(tmp_path: Path) -> None:
    assert file_system(tmp_path, tmp_path / "none") is None
    assert network_share(tmp_path, tmp_path / "none") is None


@posix_only
def test_a_real_disk_is_found_in_the_real_mount_table(tmp_path: Path) -> None:
    with small_disk(tmp_path / "a disk", "64k") as disk:
        assert file_system(disk / "not" / "there") == "tmpfs"
        assert network_share(disk) is None


def test_a_lock_excludes_others_until_it_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    assert not is_locked(path)
    lock = FileLock.take(path)
    assert path.read_text() == f"{os.getpid()}\n"
    assert is_locked(path)
    with pytest.raises(BlockingIOError, match="is locked by another"):
        FileLock.take(path, wait_s=0.05)
    lock.release()
    lock.release()
    assert not is_locked(path)
    FileLock.take(path).release()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    code = (
        "import sys; from pathlib import Path; from inspection.platform import FileLock; "
        f"lock = FileLock.take(Path({str(path)!r})); print('taken', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "taken\n"
        assert is_locked(path)
        other.kill()
        other.wait()
    FileLock.take(path, wait_s=5).release()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "station.lock"
    lock = FileLock.take(path)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(reader, 1)
        os._exit(0)
    try:
        assert is_locked(path), "the child's end must not end the parent's lock"
        lock.release()
        FileLock.take(path, wait_s=5).release()
    finally:
        os.write(writer, b"x")
        os.waitpid(child, 0)
        os.close(reader)
        os.close(writer)


def test_replace_puts_a_file_in_the_place_of_another(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("old")
    new.write_text("new")
    platform.replace(new, old)
    platform.sync_directory(tmp_path)
    assert old.read_text() == "new"
    assert not new.exists()
    with pytest.raises(OSError, match="none"):
        platform.replace(tmp_path / "none", old)
