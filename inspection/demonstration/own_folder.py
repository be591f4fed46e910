"""The folder of a demonstration, apart from the shop's records: settings, and what is known of good parts.

HOME/settings.yaml            the simulated camera
     demonstration.json       how far the station has learned its own good parts
     models/known-good-parts  what it learned; the recipe names it from then on
"""

from pathlib import Path
from typing import Final

from pydantic import ValidationError

from camera.config import SimulatedConfig
from inspection.closed import Closed
from inspection.demonstration.state import Learning
from inspection.on_disk import write_durably
from inspection.station.settings import FILE_NAME as SETTINGS
from inspection.station.settings import StationSettings, save_settings

MODEL: Final = "known-good-parts"
PART: Final = "weld-bead"
_FILE: Final = "demonstration.json"


class Learned(Closed):
    """The file `demonstration.json`; `detail` says why it failed, in English."""

    learning: Learning
    detail: str = ""


def prepare(home: Path) -> None:
    """Make the folder that of a demonstration, where it is not one yet. Raises OSError."""
    home.mkdir(parents=True, exist_ok=True)
    if not (home / SETTINGS).exists():
        save_settings(home, StationSettings(camera=SimulatedConfig(part=PART), part=PART))
    if learned(home) is None:
        say_learned(home, Learning.NOT_PLANNED)


def learned(home: Path) -> Learned | None:
    """How far it has learned; None where the folder is not that of a demonstration, or the file cannot be read."""
    try:
        return Learned.model_validate_json((home / _FILE).read_bytes())
    except (OSError, ValidationError):
        return None


def say_learned(home: Path, learning: Learning, detail: str = "") -> None:
    """Leave it for the station to find. Raises OSError."""
    write_durably(home / _FILE, Learned(learning=learning, detail=detail).model_dump_json().encode())
