"""The last daily check on the disk: a station whose check failed stays locked until one passes, restart or not."""

from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, ValidationError

from inspection.closed import Closed
from inspection.daily_check.drift import Drift
from inspection.daily_check.errors import ReferenceMissing
from inspection.daily_check.reference import Taught, replace_json

FILE_NAME: Final = "daily-state.json"


class DailyState(Closed):
    """What the last check said, and when; `None` and nothing where none was made yet."""

    checked_at: AwareDatetime | None = None
    passed: bool = True
    drifts: tuple[Drift, ...] = ()


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
    """Read it; that of a station never checked where there is no file. Raises ReferenceMissing when damaged."""
    path = folder / FILE_NAME
    try:
        return DailyState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return DailyState()
    except (OSError, ValidationError) as error:
        raise ReferenceMissing(f"{path} cannot be read: {error}; make the daily check again") from error
