"""The station's door: who comes in, and who they are. One for each server; pages, routes and the guard ask it."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspection.errors import PeopleUnreadable
from inspection.people.people import FILE_NAME, Entry, People, load_people
from inspection.people.pins import fits
from inspection.people.role import Role
from screens.door.session import LASTS_S, Seal, Session
from screens.door.throttle import Throttle

_REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks at a page or asks for something. `role` None: nobody who may see anything.

    `label` and `ends_at_s` (seconds since 1970) only for somebody who is logged in.
    """

    role: Role | None
    label: str | None = None
    ends_at_s: float | None = None
    session: Session | None = None

    @property
    def is_logged_in(self) -> bool:
        """Whether a PIN was given."""
        return self.session is not None

    def may(self, needed: Role) -> bool:
        """Whether their role is this one, or above it."""
        return self.role is not None and self.role >= needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The PIN was right: the cookie for the browser, to be kept for `lasts_s`."""

    role: Role
    cookie: str
    lasts_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The PIN was wrong, or came too early; the next has to wait for so many seconds."""

    wait_s: int
    too_early: bool


class Door:
    """May be asked from any thread.

    `opened` is whether the server answers the network: then nobody comes in without a PIN, not even at the station's
    own computer. Else only that computer can ask, and as long as no master has a PIN, whoever sits there may do all.
    """

    def __init__(
        self,
        home: Path,
        *,
        opened: bool = False,
        clock: Callable[[], float] = time.time,
        steady_clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.home = home
        self.opened = opened
        self._clock = clock
        self._seal = Seal(home, clock)
        self._throttle = Throttle(steady_clock)
        self._one_at_a_time = threading.Lock()
        self._ended: dict[str, None] = {}
        self._read: tuple[tuple[int, int, int] | None, People] = (None, People())

    @property
    def people(self) -> People:
        """Who may log in, as the file says now. Raises PeopleUnreadable."""
        stamp = _stamp(self.home / FILE_NAME)
        if stamp is None:
            return People()
        if self._read[0] != stamp:
            self._read = (stamp, load_people(self.home))
        return self._read[1]

    @property
    def cookie_name(self) -> str:
        """What the cookie of this station is called."""
        return self._seal.cookie_name

    def visitor(self, cookies: Mapping[str, str], *, is_local: bool) -> Visitor:
        """Who this is, by their cookies; `is_local`: they sit at the station's own computer."""
        try:
            people = self.people
        except PeopleUnreadable:
            return Visitor(role=None if self.opened or not is_local else Role.OPERATOR)
        if people.entries and (visitor := self._logged_in(people, cookies)) is not None:
            return visitor
        if self.opened or not is_local:
            return Visitor(role=None)
        return Visitor(role=Role.OPERATOR if people.has_master else Role.MASTER)

    def log_in(self, who: str, pin: str, address: str) -> Welcome | Refused:
        """Let in whoever knows the PIN of the entry `who` (its id, or a role: any entry of that role).

        Takes as long for an entry that there is not as for a wrong PIN. One after the other. Raises PeopleUnreadable.
        """
        with self._one_at_a_time:
            if (wait_s := self._throttle.wait_s(address)) > 0:
                return Refused(wait_s=wait_s, too_early=True)
            entry = self._known_by(who, pin)
            if entry is None:
                return Refused(wait_s=self._throttle.wrong(address), too_early=False)
            self._throttle.right(address)
        session = self._seal.begin(entry.id, entry.generation)
        return Welcome(role=entry.role, cookie=self._seal.sealed(session), lasts_s=LASTS_S[entry.role])

    def log_out(self, session: Session) -> None:
        """End this session, whoever has a copy of its cookie. Remembered until the server ends."""
        self._ended[session.number] = None
        while len(self._ended) > _REMEMBERED:
            self._ended.pop(next(iter(self._ended)))

    def _known_by(self, who: str, pin: str) -> Entry | None:
        people = self.people
        asked = [entry for entry in people.entries if who in (entry.id, entry.role.value)]
        found = [entry for entry in asked if fits(pin, entry.pin_hash)]
        if not asked:
            fits(pin, None)
        return found[0] if found else None

    def _logged_in(self, people: People, cookies: Mapping[str, str]) -> Visitor | None:
        session = self._seal.opened(cookies.get(self.cookie_name, ""))
        if session is None or session.number in self._ended:
            return None
        entry = people.find(session.entry_id)
        if entry is None or entry.generation != session.generation:
            return None
        ends_at_s = session.began_s + LASTS_S[entry.role]
        if not session.began_s - 1 <= self._clock() < ends_at_s:
            return None
        return Visitor(role=entry.role, label=entry.label, ends_at_s=ends_at_s, session=session)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Changes with every writing: the file is another one then."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
