"""How far setting up has come, as far as it cannot be seen from recipe, calibration and what was taught.

HOME/setup/PART.json      for each recipe: whether it was chosen on purpose, and how the test parts came out
"""

from pathlib import Path
from typing import Final

from pydantic import AwareDatetime, ValidationError

from inspection.closed import Closed
from inspection.errors import InspectionError
from inspection.on_disk import write_durably
from inspection.record import Sha256
from inspection.records.failures import explained
from inspection.station.choosing import SETUP_FOLDER
from inspection.verdict import Verdict

TEST_PARTS: Final = 5


class TestPart(Closed):
    """A part that was judged on trial; `is_right` says whether the verdict was, None before somebody has said so."""

    __test__ = False  # no test, whatever pytest takes from its name

    verdict: Verdict
    tried_at: AwareDatetime
    is_right: bool | None = None


class Trial(Closed):
    """Test parts, and by what they were judged: with another recipe, model or camera they say nothing any more."""

    recipe_sha256: Sha256
    judge_sha256: Sha256 | None
    camera_id: str
    parts: tuple[TestPart, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether enough parts were tried, and every verdict was said to be right or wrong."""
        return len(self.parts) >= TEST_PARTS and self.awaits_word is None

    @property
    def awaits_word(self) -> int | None:
        """Place of the part about whose verdict nobody has said anything; None where there is none."""
        return next((place for place, part in enumerate(self.parts) if part.is_right is None), None)

    @property
    def right(self) -> int:
        """How many verdicts were right."""
        return sum(part.is_right is True for part in self.parts)

    @property
    def passed(self) -> bool:
        """Whether all were tried and all were right."""
        return self.is_complete and self.right == len(self.parts)

    def judged_alike(self, other: "Trial") -> bool:
        """Whether both were judged by the same recipe, model and camera."""
        about = ("recipe_sha256", "judge_sha256", "camera_id")
        return all(getattr(self, name) == getattr(other, name) for name in about)


class Progress(Closed):
    """What is kept of a recipe's setting up."""

    is_chosen: bool = False
    trial: Trial | None = None


def load_progress(home: Path, recipe_name: str) -> Progress:
    """What was kept; nothing where there is no file, or none that can be read: then these steps are taken again."""
    try:
        return Progress.model_validate_json(_file(home, recipe_name).read_bytes())
    except (OSError, ValidationError):
        return Progress()


def save_progress(home: Path, recipe_name: str, progress: Progress) -> None:
    """Keep it. Raises StorageFull, StorageFailed."""
    try:
        write_durably(_file(home, recipe_name), progress.model_dump_json(indent=2).encode() + b"\n")
    except OSError as error:
        failed: InspectionError = explained(f"keep how far setting up is in {home / SETUP_FOLDER}", error)
        raise failed from error


def _file(home: Path, recipe_name: str) -> Path:
    return home / SETUP_FOLDER / f"{recipe_name}.json"
