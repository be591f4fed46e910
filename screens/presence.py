"""`station.json`: how a command on this computer finds the running station of a folder, and proves that it may ask."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError

from inspection.closed import Closed
from screens.reach import asked_at

FILE_NAME = "station.json"


class ServedWith(Closed):
    """The certificate file that the station answers with, as it was when it started."""

    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Presence(Closed):
    """Written with mode 0600 when the station is at work, removed when it ends.

    `address` is the one under which this very computer asks; over https its certificate is known.
    After a power cut the file may be left over: who finds it must be ready for nobody to answer at `port`.
    """

    pid: int
    port: int = Field(ge=1, le=65535)
    token: str
    scheme: Literal["http", "https"] = "http"
    address: str = "127.0.0.1"
    certificate: ServedWith | None = None

    @classmethod
    def of_this_process(
        cls, port: int, token: str, address: str = "127.0.0.1", certificate: Path | None = None
    ) -> Self:
        """The presence of the station in this very process, which listens on `address`. Raises OSError."""
        served = None
        if certificate is not None:
            sha256 = hashlib.sha256(certificate.read_bytes()).hexdigest()
            served = ServedWith(path=str(certificate.absolute()), sha256=sha256)
        return cls(
            pid=os.getpid(),
            port=port,
            token=token,
            scheme="http" if served is None else "https",
            address=asked_at(address),
            certificate=served,
        )

    @classmethod
    def read(cls, home: Path) -> Self | None:
        """What the station of this folder wrote; None where none did, or the file cannot be read."""
        try:
            return cls.model_validate_json((home / FILE_NAME).read_bytes())
        except (OSError, ValidationError):
            return None

    def write(self, home: Path) -> None:
        """Leave the file for others to find. Raises OSError."""
        draft = home / f"{FILE_NAME}.{self.pid}"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(self.model_dump(), file)
        draft.replace(home / FILE_NAME)

    def remove(self, home: Path) -> None:
        """Take the file away, unless another station has written its own meanwhile."""
        if Presence.read(home) == self:
            with suppress(OSError):
                (home / FILE_NAME).unlink()
