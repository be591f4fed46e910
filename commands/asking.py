"""How a command asks the running station of a folder: where `station.json` says, with its token.

Over TLS the certificate must be the very one that `station.json` names: a self-signed one, made out to whatever name,
is as good here as any other, and nobody else who answers at that port ever sees the token.
"""

import hashlib
import hmac
import http.client
import json
import re
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from screens.presence import Presence, ServedWith

_FIRST_CERTIFICATE: Final = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class StationUnreachable(Exception):
    """The station that holds the folder cannot be asked; the message says why."""


class Answer:
    """What the station said: the status, and its JSON."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    @property
    def is_good(self) -> bool:
        """Whether it did what was asked."""
        return self.status == http.client.OK

    @property
    def said(self) -> str:
        """What it said, for a message."""
        return self.body.decode(errors="replace")


def ask_station(home: Path, path: str, body: object, timeout_s: float) -> Answer:
    """Send `body` as JSON to the running station of `home`. Raises StationUnreachable with what to do."""
    from screens.presence import FILE_NAME, Presence

    presence = Presence.read(home)
    if presence is None:
        raise StationUnreachable(f"{home / FILE_NAME} is not there, or cannot be read")
    headers = {"Authorization": f"Bearer {presence.token}", "Content-Type": "application/json"}
    try:
        connection = _connected(presence, timeout_s)
        try:
            connection.request("POST", path, json.dumps(body).encode(), headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read())
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as error:
        where = f"{presence.scheme}, {presence.address} port {presence.port}"
        raise StationUnreachable(f"no answer over {where}: {error}") from error


def _connected(presence: "Presence", timeout_s: float) -> http.client.HTTPConnection:
    """A connection to the station, and over TLS to nobody else. Raises StationUnreachable, OSError."""
    if presence.certificate is None:
        return http.client.HTTPConnection(presence.address, presence.port, timeout=timeout_s)
    pem = _unchanged(presence.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # the certificate itself is compared below, which says more than its name
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # the station's own certificate is trusted, whoever signed it
    context.load_verify_locations(cadata=pem)
    connection = http.client.HTTPSConnection(presence.address, presence.port, timeout=timeout_s, context=context)
    connection.connect()
    answered = connection.sock.getpeercert(binary_form=True) or b""
    if not hmac.compare_digest(answered, ssl.PEM_cert_to_DER_cert(_first(pem))):
        connection.close()
        raise StationUnreachable(f"who answers at port {presence.port} shows another certificate than the station's")
    return connection


def _unchanged(served: "ServedWith") -> str:
    """The certificate file as the station read it. Raises StationUnreachable, OSError."""
    data = Path(served.path).read_bytes()
    if hashlib.sha256(data).hexdigest() != served.sha256:
        raise StationUnreachable(f"{served.path} was changed since the station started; start the station again")
    return data.decode("ascii", errors="replace")


def _first(pem: str) -> str:
    """The station's own certificate; those of its chain follow."""
    found = _FIRST_CERTIFICATE.search(pem)
    if found is None:
        raise StationUnreachable("the station's certificate file holds no certificate")
    return found.group()
