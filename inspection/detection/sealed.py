"""A manifest that carries a hash of itself: a flipped bit in a threshold is as bad as one in the net."""

import hashlib
import json
from typing import Any, Final

from inspection.closed import Closed

SEAL: Final = "content_sha256"


def sealed(manifest: Closed) -> bytes:
    """The manifest as JSON, with the hash of everything else that stands in it."""
    said = manifest.model_dump(mode="json")
    return json.dumps({**said, SEAL: _hash(said)}, indent=2, ensure_ascii=False).encode() + b"\n"


def unsealed(data: bytes) -> bytes:
    """What the manifest says, without its seal; one that was written without is given back as it is.

    Raises ValueError where the content is not what was sealed, or no JSON at all.
    """
    said = json.loads(data)
    if not isinstance(said, dict) or SEAL not in said:
        return data
    seal = said.pop(SEAL)
    if seal != _hash(said):
        raise ValueError("it was changed or damaged since it was written: its content does not have the hash in it")
    return json.dumps(said).encode()


def _hash(said: dict[str, Any]) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
