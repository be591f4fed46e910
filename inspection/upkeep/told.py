"""What is kept beside damaged records: HOME/quarantine/TIME/what-happened.json."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, ValidationError

from inspection.closed import Closed
from inspection.upkeep.content import QUARANTINE

TOLD_IN: Final = "what-happened.json"


class Quarantined(Closed):
    """What happened to damaged records. `acknowledged` is the newest entry that was vouched for, `restored` the newest
    one of `backup` and `kept` the newest that is there now; 0 where there is none.
    """

    at: AwareDatetime
    why: str
    backup: str | None
    restored: int
    kept: int
    acknowledged: int

    @property
    def lost(self) -> tuple[int, int] | None:
        """Numbers of the first and the last entry that are gone; None where none is."""
        return (self.kept + 1, self.acknowledged) if self.acknowledged > self.kept else None


def quarantined(home: Path) -> tuple[Quarantined, ...]:
    """What has happened in this folder so far, the newest first; what cannot be read is left out."""
    found: list[Quarantined] = []
    for path in sorted((home / QUARANTINE).glob(f"*/{TOLD_IN}"), reverse=True):
        with suppress(OSError, ValidationError):
            found.append(Quarantined.model_validate_json(path.read_bytes()))
    return tuple(found)
