"""The head witness: the newest entry's number and hash in a small file beside the database.

A chain shows every change within it, but not that its newest links were cut off. The witness is written after each
commit and before anybody is told, so it names the last acknowledged entry; a database that ends before it has lost
records. Two places, a block apart, are written in turn: a power cut can spoil the one being written, never both.

Whoever may write the folder can change both files. Only a hash kept elsewhere (the audit prints it) shows that.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Self

from inspection import platform
from inspection.on_disk import write_to_disk
from inspection.records.chain import Head

_BLOCK_BYTES = 4096
"""Disks write blocks of 512 or 4096 bytes, each whole or not at all."""


def _block(head: Head) -> bytes:
    text = f"{head.sequence:020d} {head.sha256}"
    line = f"{text} {sha256(text.encode()).hexdigest()[:16]}"
    return f"{line:{_BLOCK_BYTES - 1}}\n".encode()


def _head(block: bytes) -> Head | None:
    try:
        number, digest, _check = block.decode("ascii").split()
        head = Head(sequence=int(number), sha256=digest)
    except ValueError:
        return None
    return head if _block(head) == block else None


def _blocks(path: Path) -> tuple[Head | None, Head | None]:
    content = path.read_bytes()
    return _head(content[:_BLOCK_BYTES]), _head(content[_BLOCK_BYTES:])


def read_witness(path: Path) -> Head | None:
    """The newest entry that the file vouches for; None where it is missing or no block of it is whole.

    Raises OSError.
    """
    try:
        blocks = _blocks(path)
    except FileNotFoundError:
        return None
    return max((head for head in blocks if head is not None), key=lambda head: head.sequence, default=None)


def witness_bytes(head: Head) -> bytes:
    """The file that vouches for `head`."""
    return _block(head) * 2


def _make(path: Path, head: Head) -> None:
    """Write the file anew; it is on the disk when this returns."""
    draft = path.with_suffix(".tmp")
    write_to_disk(draft, witness_bytes(head))
    platform.replace(draft, path)
    platform.sync_directory(path.parent)


class Witness:
    """The open file."""

    def __init__(self, descriptor: int, next_block: int) -> None:
        self._descriptor, self._next_block = descriptor, next_block

    @classmethod
    def open(cls, path: Path, found: Head | None, head: Head) -> Self:
        """Open the file, in which `found` was read, to vouch for `head`. Raises OSError."""
        if found != head:
            _make(path, head)
        next_block = 1 if _blocks(path)[0] == head else 0  # the newest word is never the one that is overwritten
        return cls(os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)), next_block)

    def write(self, head: Head) -> None:
        """Vouch for `head`; it is on the disk when this returns. Raises OSError."""
        os.lseek(self._descriptor, self._next_block * _BLOCK_BYTES, os.SEEK_SET)
        os.write(self._descriptor, _block(head))
        platform.sync_file(self._descriptor)
        self._next_block = 1 - self._next_block

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
