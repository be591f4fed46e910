"""A camera's address taken apart, and how it may be named: never with its password, nor with its query."""

import base64
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, unquote, urljoin, urlsplit

from camera.errors import CameraAbsent

_UNRESERVED = "/%:=&?~+!$,;'@()*"
"""What stays as it stands in a path or a query; % because what is written as %20 is not written so twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to ask, and for what. `authorization` is the header's value; `name` is for messages."""

    scheme: str
    host: str
    port: int | None
    target: str
    authorization: str | None
    name: str

    @classmethod
    def of(cls, url: str) -> Self:
        """Raises CameraAbsent, which does not repeat the address: what is wrong with it may be half a password."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            parts, port = urlsplit(""), None
        behind_host = parts.path + parts.query + parts.fragment
        if not parts.hostname or ("@" in behind_host and parts.username is None):
            raise CameraAbsent(
                "the camera's address cannot be understood; expected one like http://192.168.1.20:8080/video or "
                "http://user:password@192.168.1.20:8080/video, with / : @ # ? % of a password written as "
                "%2F %3A %40 %23 %3F %25"
            )
        secret = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}".encode()
        query = f"?{quote(parts.query, _UNRESERVED)}" if parts.query else ""
        return cls(
            scheme=parts.scheme.lower(),
            host=parts.hostname,
            port=port,
            target=quote(parts.path or "/", _UNRESERVED) + query,
            authorization=None if parts.username is None else f"Basic {base64.b64encode(secret).decode()}",
            name=f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}",
        )

    def redirected(self, location: str) -> "Address":
        """Where a redirect leads. Raises CameraAbsent where that is another host: it does not get the password."""
        try:
            target = Address.of(urljoin(self.name, location))
        except (ValueError, CameraAbsent) as error:
            raise CameraAbsent(f"{self.name} sends on to nowhere; check the address") from error
        if (target.scheme, target.host, target.port) != (self.scheme, self.host, self.port):
            raise CameraAbsent(f"{self.name} sends on to {target.name}; if that is the camera, enter that address")
        return replace(target, authorization=self.authorization)
