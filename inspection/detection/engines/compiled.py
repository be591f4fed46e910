"""What an engine compiled, kept on the disk: a station that starts again need not compile again."""

import hashlib
import json
import logging
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)

MAX_FILES = 12
"""A net of 12 MB is 12 MB compiled, once per size of picture: the ones that were not asked for longest go first."""

_HASH_LENGTH = hashlib.sha256().digest_size


class CompiledNets:
    """A folder of compiled nets. Whatever is wrong with it, the net is compiled anew: nothing here raises.

    A net's name is a hash of everything that it depends on; before its bytes stands their own hash.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: Mapping[str, object]) -> bytes | None:
        """The compiled net of `key`; None where there is none, or it is not what was written."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, net = data[:_HASH_LENGTH], data[_HASH_LENGTH:]
        if hashlib.sha256(net).digest() != digest:
            _log.warning("%s is damaged: the net is compiled anew", path)
            return None
        with suppress(OSError):
            os.utime(path)
        return net

    def write(self, key: Mapping[str, object], net: bytes) -> None:
        """Keep a compiled net, and no more than `MAX_FILES` of them."""
        path = self._path(key)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(net).digest() + net)
            beside.replace(path)
            newest_first = sorted(self._folder.glob("*.net"), key=lambda one: one.stat().st_mtime, reverse=True)
            for one in newest_first[MAX_FILES:]:
                one.unlink()
        except OSError as error:
            _log.warning("the compiled net is not kept for the next start: %s", error)
            with suppress(OSError):
                beside.unlink()

    def _path(self, key: Mapping[str, object]) -> Path:
        said = json.dumps(key, sort_keys=True)
        return self._folder / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.net"
