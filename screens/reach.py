"""From where the station can be asked, and under which names."""

import socket
from contextlib import suppress

from screens.door.throttle import is_loopback


def is_opened(address: str) -> bool:
    """Whether a server that listens on `address` answers other computers.

    >>> is_opened("127.0.0.1"), is_opened("localhost"), is_opened("0.0.0.0"), is_opened("192.168.1.7"), is_opened("::1")
    (False, False, True, True, False)
    """
    return not (address.lower() == "localhost" or is_loopback(address))


def asked_at(address: str) -> str:
    """Where this computer itself asks a server that listens on `address`.

    >>> asked_at("0.0.0.0"), asked_at("::"), asked_at("localhost"), asked_at("192.168.1.7")
    ('127.0.0.1', '::1', '127.0.0.1', '192.168.1.7')
    """
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "localhost": "127.0.0.1"}.get(address.lower(), address)  # noqa: S104 - asked for


def own_names() -> frozenset[str]:
    """What this computer is called, as a network does: its name alone, with its domain, and with `.local` (mDNS)."""
    names = {socket.gethostname()}
    with suppress(OSError):
        names.add(socket.getfqdn())
    short = {name.split(".")[0] for name in names if name}
    return frozenset(name.lower() for name in (*names, *short, *(f"{name}.local" for name in short)) if name)


def lan_addresses() -> tuple[str, ...]:
    """The addresses of this computer in its networks, as far as they can be told. Nothing is sent to anybody."""
    found: list[str] = []
    with suppress(OSError):
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found.append(str(address[0]))
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # UDP: this only asks the routing table; the address is one for documentation
        found.append(str(probe.getsockname()[0]))
    return tuple(dict.fromkeys(address for address in found if not is_loopback(address)))
