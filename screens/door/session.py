"""The cookie by which a browser is known again: signed by the station's own key, and good for a limited time.

It names an entry of `people.json` and the generation of its PIN, never a role: what somebody may do is looked up anew
at every request. A PIN that was changed or removed therefore ends its sessions at once.
"""

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import Field, ValidationError

from inspection.closed import Closed
from inspection.on_disk import write_durably
from inspection.people.people import EntryId
from inspection.people.role import Role

if TYPE_CHECKING:
    from itsdangerous import URLSafeSerializer

KEY_FILE: Final = "session.key"
_KEY_BYTES: Final = 32

LASTS_S: Final = {Role.OPERATOR: 12 * 3600, Role.TRAINEE: 12 * 3600, Role.MASTER: 3600}
"""A shift with overtime; for the master an hour, because a tablet that is left lying about may be taken up by anybody.
Nothing prolongs a session: an open page asks by itself again and again, and would prolong it for ever."""


class Session(Closed):
    """What the cookie says. `number` tells two logins apart, so that one can be ended without the other."""

    entry_id: EntryId
    generation: int = Field(ge=1)
    began_s: int
    number: str = Field(pattern=r"^[0-9a-f]{16}$")


class Seal:
    """Makes and reads the cookies of one station. Its key is made when it is first needed."""

    def __init__(self, home: Path, clock: Callable[[], float]) -> None:
        self._home = home
        self._clock = clock
        self._key: bytes | None = None

    @property
    def cookie_name(self) -> str:
        """Of this station alone: browsers send the cookies of one computer to all its ports."""
        return f"mb_{hashlib.sha256(self._secret()).hexdigest()[:12]}"

    def begin(self, entry_id: str, generation: int) -> Session:
        """A new session, from now on."""
        return Session(
            entry_id=entry_id, generation=generation, began_s=int(self._clock()), number=secrets.token_hex(8)
        )

    def sealed(self, session: Session) -> str:
        """The cookie's value."""
        sealed: str = self._serializer().dumps(session.model_dump())
        return sealed

    def opened(self, cookie: str) -> Session | None:
        """What the cookie says; None where this station has not signed it. It may have ended: see `ends_at_s`."""
        from itsdangerous import BadData

        try:
            return Session.model_validate(self._serializer().loads(cookie))
        except (BadData, ValidationError):
            return None

    def _serializer(self) -> "URLSafeSerializer":
        from itsdangerous import URLSafeSerializer

        return URLSafeSerializer(
            self._secret(), salt="meisterblick.session", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def _secret(self) -> bytes:
        if self._key is None:
            self._key = _key_in(self._home / KEY_FILE)
        return self._key


def _key_in(path: Path) -> bytes:
    """The key that lies there, or a new one that does from now on, for the station's user only. Raises OSError."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = b""
    if len(key) != _KEY_BYTES:
        key = secrets.token_bytes(_KEY_BYTES)
        write_durably(path, key, mode=0o600)
    return key
