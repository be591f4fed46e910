"""Addresses of cameras in the network, as somebody types them at the station."""

import re
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

from camera.config import HttpMjpegConfig

_METADATA: Final = frozenset({"metadata", "metadata.google.internal", "100.100.100.200", "fd00:ec2::254"})
"""Where rented computers tell their keys, beside the link-local addresses."""
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")


def network_camera(typed: str) -> HttpMjpegConfig:
    """The camera at an address that somebody typed: http or https, a host, and no name or password in it.

    No link-local address and none of those at which a rented computer tells its keys, in whatever spelling. Raises
    ValueError for everything else.

    >>> network_camera("http://192.168.0.20:8080/video").url
    'http://192.168.0.20:8080/video'
    """
    parts = urlsplit(typed)
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("an address of a camera begins with http:// or https:// and names a host")
    if "@" in parts.netloc or "\\" in typed:
        raise ValueError("an address of a camera has no name and no password in it")
    if parts.port == 0 or host in _METADATA or _is_refused(host):
        raise ValueError(f"there is no camera at {host!r}")
    return HttpMjpegConfig(url=typed)  # pydantic's error is a ValueError, too


def _is_refused(host: str) -> bool:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a name; one that ends in a number is an address in another spelling (WHATWG URL, 3.5)
        return _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    return address.is_link_local or address.is_multicast or address.is_unspecified or str(address) in _METADATA
