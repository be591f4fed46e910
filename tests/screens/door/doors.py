"""A door whose clock stands still, and people whose PINs are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from inspection.people.people import Entry, People, save_people
from inspection.people.role import Role
from screens.door.door import Door, Welcome

PINS: Mapping[Role, str] = {Role.MASTER: "2750", Role.TRAINEE: "8063", Role.OPERATOR: "4915"}
LAN = "192.168.1.7"
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """Seconds; goes on when it is told."""

    now_s: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class Bench:
    """A station's folder with one PIN for each of the roles, and its door."""

    home: Path
    opened: bool = True
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.door = self.new_door()

    def new_door(self) -> Door:
        """As after a restart of the server."""
        return Door(self.home, opened=self.opened, clock=self.clock, steady_clock=self.clock)

    def cookies(self, role: Role) -> dict[str, str]:
        """Those of somebody who has logged in."""
        answer = self.door.log_in(role.value, PINS[role], LAN)
        assert isinstance(answer, Welcome)
        return {self.door.cookie_name: answer.cookie}

    def role(self, cookies: Mapping[str, str], *, is_local: bool = False) -> Role | None:
        return self.door.visitor(cookies, is_local=is_local).role


def with_pins(home: Path, *roles: Role) -> None:
    """One PIN a role, hashed with little effort; no role at all stands for all of them."""
    entries = tuple(
        Entry(
            id=f"{number:08x}",
            role=role,
            label=role.value,
            pin_hash=_quick.hash(PINS[role]),
            set_at=datetime(2026, 11, 22, tzinfo=UTC),
        )
        for number, role in enumerate(roles or PINS)
    )
    home.mkdir(parents=True, exist_ok=True)
    save_people(home, People(entries=entries))
