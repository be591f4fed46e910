"""How long pictures are kept: HOME/retention.yaml. Where nothing is said, for good.

Records are not deleted: they say what was judged, on what grounds and by which role, and never who.
"""

from pathlib import Path
from typing import Final

from pydantic import Field

from inspection.closed import Closed
from inspection.on_disk import write_durably
from inspection.records.failures import storage_errors
from inspection.yaml_file import read_yaml

FILE_NAME: Final = "retention.yaml"
LONGEST_DAYS: Final = 36_500


class Retention(Closed):
    """Days that pictures are kept after they were recorded; None: for good.

    Good parts are those whose final word is PASS and that nobody called scrap or rework; all others count as bad.
    `put_aside_days` is about pictures that no record names. With `early_when_short` pictures of good parts go before
    their time, the oldest first, where the disk gets full, but none younger than `inspection.upkeep.daily.YOUNG_DAYS`.
    """

    good_pictures_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    bad_pictures_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    put_aside_days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS)
    early_when_short: bool = False

    @property
    def deletes(self) -> bool:
        """Whether anything is ever deleted."""
        return self != Retention()


def load_retention(home: Path) -> Retention:
    """The station's own; everything is kept where there is no file. Raises RecipeInvalid with the first wrong entry."""
    path = home / FILE_NAME
    return read_yaml(path, Retention) if path.exists() else Retention()


def save_retention(home: Path, retention: Retention) -> None:
    """Write it, as a whole or not at all. Raises StorageFull, StorageFailed."""
    import yaml

    said = retention.model_dump(mode="json", exclude_defaults=True)
    with storage_errors(f"keep {home / FILE_NAME}"):
        write_durably(home / FILE_NAME, yaml.safe_dump(said, sort_keys=False).encode())
