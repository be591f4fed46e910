"""Who may log in: `people.json` in the station's folder, to be read by the station's user only.

An entry stands for a role at this station ("Meister", "Azubi 2"), not for a person; nobody's name is needed, and
nothing that is inspected refers to an entry.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field, ValidationError, model_validator

from inspection.closed import Closed
from inspection.errors import PeopleUnreadable
from inspection.on_disk import write_durably
from inspection.people.role import Role

FILE_NAME = "people.json"
LONGEST_LABEL = 24


def _printable(label: str) -> str:
    if label != label.strip() or not label.isprintable():
        raise ValueError("a label is printable text on one line, without blanks around it")
    return label


Label = Annotated[str, Field(min_length=1, max_length=LONGEST_LABEL), AfterValidator(_printable)]
EntryId = Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]


class Entry(Closed):
    """One PIN. `generation` grows whenever the PIN is changed: whoever logged in with the old one is logged out."""

    id: EntryId
    role: Role
    label: Label
    pin_hash: str = Field(pattern=r"^\$argon2id\$")
    generation: int = Field(default=1, ge=1)
    set_at: AwareDatetime


class People(Closed):
    """What the file says. Without a master there is nobody: then everybody at the station's computer may do all."""

    version: Literal[1] = 1
    entries: tuple[Entry, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len({entry.id for entry in self.entries}) < len(self.entries):
            raise ValueError("two entries have the same id")
        if self.entries and not self.has_master:
            raise ValueError("there are entries, and none of them is a master's")
        return self

    @property
    def has_master(self) -> bool:
        """Whether a master's PIN is set."""
        return any(entry.role is Role.MASTER for entry in self.entries)

    def find(self, entry_id: str) -> Entry | None:
        """The entry with this id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def of_role(self, role: Role) -> tuple[Entry, ...]:
        """The entries of a role, in the order in which they were set."""
        return tuple(entry for entry in self.entries if entry.role is role)


def load_people(home: Path) -> People:
    """Who may log in at the station of the folder `home`; nobody where there is no file. Raises PeopleUnreadable."""
    path = home / FILE_NAME
    try:
        return People.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return People()
    except (OSError, ValidationError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
        raise PeopleUnreadable(
            f"{path} cannot be used: {why}; delete it at the station's computer, then set the PINs anew: "
            "meisterblick pin set --role master"
        ) from error


def save_people(home: Path, people: People) -> None:
    """Write the file, whole or not at all, for the station's user only. Raises OSError."""
    write_durably(home / FILE_NAME, people.model_dump_json(indent=2).encode() + b"\n", mode=0o600)
