"""The last daily check on the disk: a station whose check failed stays locked until one passes, restart or not."""

from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, ValidationError

from inspection.closed import Closed
from inspection.daily_check.drift import Drift
from inspection.daily_check.known_parts import KnownChecks
from inspection.daily_check.reference import Taught, replace_json

FILE_NAME: Final = "daily-state.json"


class DailyState(Closed):
    """What the last check of the reference said, and when; `checked_at` is None where none was made yet, or where it is
    not known. `known` says how the parts of known quality came out.
    """

    checked_at: AwareDatetime | None = None
    passed: bool = True
    drifts: tuple[Drift, ...] = ()
    known: KnownChecks = KnownChecks()


def is_locked(state: DailyState) -> bool:
    """Whether verdicts are locked: the last check failed."""
    return not state.passed


def is_due(taught: Taught, state: DailyState, now: datetime) -> bool:
    """Whether the reference has been neither taught nor checked on the local day of `now`."""
    today = now.astimezone().date()
    last = max(taught.taught_at, state.checked_at or taught.taught_at)
    return last.astimezone().date() != today


def save_state(state: DailyState, folder: Path) -> None:
    """Keep it in `folder` (HOME/taught/RECIPE); it is on the disk when this returns. Raises OSError."""
    replace_json(folder / FILE_NAME, state)


def load_state(folder: Path) -> DailyState:
    """Read it; that of a station never checked where there is no file.

    A file that cannot be read locks, as a failed check does: what it said is not known. The next check writes it anew.
    """
    try:
        return DailyState.model_validate_json((folder / FILE_NAME).read_bytes())
    except FileNotFoundError:
        return DailyState()
    except (OSError, ValidationError):
        return DailyState(passed=False)
