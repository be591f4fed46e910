"""Memory that station and camera process share: a few slots, each of which holds one frame.

A slot belongs to the camera process until it says `Ready`, and to the station until that says `Free`: a frame is never
written while it is read. The memory is given back to the system when both have let go of it, however they end.
"""

import mmap
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from uuid import uuid4

import numpy as np

from camera.decoding import MAX_PIXELS
from camera.frame import Pixels

SLOTS = 4
"""The newest frame, one that is being looked at, one that is being written, one to spare."""
SLOT_BYTES = 3 * MAX_PIXELS
"""Only what is written to takes memory (Windows reserves all of it in the page file)."""


class Slots:
    """The slots as one process sees them; `name` is how the other one finds them."""

    def __init__(self, memory: mmap.mmap, name: str, descriptor: int | None = None) -> None:
        """Use `Slots.made` or `Slots.found`."""
        self.name = name
        self._memory, self._descriptor = memory, descriptor

    @classmethod
    def made(cls) -> "Slots":
        """New ones, for the station. Raises OSError."""
        size = SLOTS * SLOT_BYTES
        if sys.platform == "win32":
            name = f"meisterblick-{uuid4().hex}"
            return cls(mmap.mmap(-1, size, tagname=name), name)
        if sys.platform == "linux":  # a file under /dev/shm would be limited to the size of that mount
            descriptor = os.memfd_create("meisterblick-camera")
        else:
            with tempfile.TemporaryFile() as file:
                descriptor = os.dup(file.fileno())
        os.ftruncate(descriptor, size)
        return cls(mmap.mmap(descriptor, size), str(descriptor), descriptor)

    @classmethod
    def found(cls, name: str) -> "Slots":
        """Those that the station has made, for the camera process."""
        size = SLOTS * SLOT_BYTES
        if sys.platform == "win32":
            return cls(mmap.mmap(-1, size, tagname=name), name)
        return cls(mmap.mmap(int(name), size), name)

    def inherited_by(self, command: list[str], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
        """Start `command` so that it can find these slots; it is spoken to by lines on its stdin and stdout."""
        return subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            encoding="utf-8",
            pass_fds=() if self._descriptor is None else (self._descriptor,),
            # Ctrl-C is for the station, which then closes the camera
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # which only Windows knows
        )

    def write(self, slot: int, data: bytes | Pixels) -> int:
        """Put a frame's bytes into a slot and return how many they are. Raises ValueError where they do not fit."""
        flat = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else np.ascontiguousarray(data).reshape(-1)
        if flat.size > SLOT_BYTES:
            raise ValueError(f"a frame has at most {SLOT_BYTES} bytes; got {flat.size}")
        np.frombuffer(self._memory, np.uint8, flat.size, slot * SLOT_BYTES)[:] = flat
        return int(flat.size)

    def view(self, slot: int, n_bytes: int) -> Pixels:
        """A frame's bytes as they lie in the slot: shape (n_bytes,); good until the slot is freed."""
        return np.frombuffer(self._memory, np.uint8, n_bytes, slot * SLOT_BYTES)

    def close(self) -> None:
        """Let go of the memory; views of it stay good as long as they are held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
