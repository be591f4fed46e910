"""Wrong PINs have to wait: longer and longer, for each address, and for all of them together.

Kept in memory: nobody who is to be slowed down can restart the station. With these figures somebody who never gives up
tries about 100 PINs a day from one address, and about 200 from all addresses; the weakest PIN allowed has 10,000.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Final

FREE_TRIES: Final = 5
FREE_TRIES_OF_ALL: Final = 25
FIRST_WAIT_S: Final = 30.0
LONGEST_WAIT_S: Final = 15 * 60.0
FORGOTTEN_AFTER_S: Final = 24 * 3600.0
KNOWN_ADDRESSES: Final = 1000


@dataclass(slots=True)
class _Wrong:
    """Wrong PINs in a row, until when the next has to wait, and when the last one came."""

    in_a_row: int = 0
    until_s: float = -float("inf")
    last_s: float = -float("inf")


class Throttle:
    """May be asked from any thread. `clock` is in seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._of: OrderedDict[str, _Wrong] = OrderedDict()
        self._of_all = _Wrong()

    def wait_s(self, address: str) -> int:
        """So many seconds the next PIN from this address has to wait; 0 when it may come.

        The station's own computer does not wait for others: nobody in the network can lock the bench out.
        """
        with self._lock:
            now = self._clock()
            own = self._of.get(_who(address))
            until = [one.until_s for one in (own, None if is_loopback(address) else self._of_all) if one]
            return ceil(max(now, *until) - now) if until else 0

    def wrong(self, address: str) -> int:
        """A PIN from there was wrong; so many seconds the next has to wait."""
        with self._lock:
            now = self._clock()
            own = self._of.pop(_who(address), _Wrong())
            self._of[_who(address)] = own
            while len(self._of) > KNOWN_ADDRESSES:
                self._of.popitem(last=False)
            _count(own, now, FREE_TRIES)
            if not is_loopback(address):
                _count(self._of_all, now, FREE_TRIES_OF_ALL)
        return self.wait_s(address)

    def right(self, address: str) -> None:
        """A PIN from there was right: its count begins anew. That of all does not; else one who knows a PIN of their
        own could try those of others for ever."""
        with self._lock:
            self._of.pop(_who(address), None)


def is_loopback(address: str) -> bool:
    """Whether this is the computer itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("192.168.1.7"), is_loopback("")
    (True, True, False, False)
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return bool((mapped or parsed).is_loopback)


def _count(one: _Wrong, now: float, free: int) -> None:
    if now - one.last_s > FORGOTTEN_AFTER_S:
        one.in_a_row = 0
    one.in_a_row += 1
    one.last_s = now
    if one.in_a_row >= free:
        one.until_s = now + min(FIRST_WAIT_S * 2 ** min(one.in_a_row - free, 20), LONGEST_WAIT_S)


def _who(address: str) -> str:
    """Whoever has an IPv6 address has a whole /64 of them."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
