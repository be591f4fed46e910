"""The head witness: the newest entry's number and hash in a small file beside the database.

A chain shows every change within it, but not that its newest links were cut off. The witness is written after each
commit and before anybody is told, so it names the last acknowledged entry; a database that ends before it has lost
records. Two lines are written in turn: a power cut can spoil the one being written, never both.

Whoever may write the folder can change both files. Only a hash kept elsewhere (the audit prints it) shows that.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Self

from inspection import platform
from inspection.records.chain import Head

_LINE_BYTES = 20 + 1 + 64 + 1 + 16 + 1


def _line(head: Head) -> bytes:
    text = f"{head.sequence:020d} {head.sha256}"
    return f"{text} {sha256(text.encode()).hexdigest()[:16]}\n".encode()


def _head(line: bytes) -> Head | None:
    try:
        number, digest, _check = line.decode("ascii").split()
        head = Head(sequence=int(number), sha256=digest)
    except ValueError:
        return None
    return head if _line(head) == line else None


def read_witness(path: Path) -> Head | None:
    """The newest entry that the file vouches for; None where it is missing or no line of it is whole.

    Raises OSError.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    lines = (content[:_LINE_BYTES], content[_LINE_BYTES:])
    whole = [head for line in lines if (head := _head(line)) is not None]
    return max(whole, key=lambda head: head.sequence, default=None)


def _make(path: Path, head: Head) -> None:
    """Write the file anew; it is on the disk when this returns."""
    fresh = path.with_suffix(".tmp")
    descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o640)
    try:
        os.write(descriptor, _line(head) * 2)
        platform.sync_file(descriptor)
    finally:
        os.close(descriptor)
    platform.replace(fresh, path)
    platform.sync_directory(path.parent)


class Witness:
    """The open file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._slot = 0

    @classmethod
    def open(cls, path: Path, found: Head | None, head: Head) -> Self:
        """Open the file, in which `found` was read, to vouch for `head`. Raises OSError."""
        if found != head:
            _make(path, head)
        return cls(os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))

    def write(self, head: Head) -> None:
        """Vouch for `head`; it is on the disk when this returns. Raises OSError."""
        os.lseek(self._descriptor, self._slot * _LINE_BYTES, os.SEEK_SET)
        os.write(self._descriptor, _line(head))
        platform.sync_file(self._descriptor)
        self._slot = 1 - self._slot

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
