"""The reference as it was on the day of teaching: its picture and figures, as they lie in the station's folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, ValidationError

from camera.frame import Frame
from inspection.closed import Closed
from inspection.daily_check.errors import ReferenceMissing
from inspection.daily_check.figures import Figures, figures_of
from inspection.locating.alignment import Sha256
from inspection.locating.errors import GoldenMissing
from inspection.locating.golden import Golden, load_golden, save_golden
from inspection.on_disk import write_durably

FILE_NAME: Final = "daily.json"
Positive = Annotated[int, Field(gt=0)]


class Taught(Closed):
    """When, with which camera and settings the reference was taught, and what was measured on it then."""

    taught_at: AwareDatetime
    camera_id: str
    resolution_wh: tuple[Positive, Positive]
    exposure_time_us: float | None
    gain_db: float | None
    figures: Figures
    picture_sha256: Sha256


def teach(frame: Frame) -> tuple[Taught, Golden]:
    """Measure the reference; it is not kept before `save_taught`. Raises ReferenceRefused for an unfit picture."""
    reference = Golden.of(frame.pixels)
    taught = Taught(
        taught_at=datetime.now(UTC),
        camera_id=frame.camera_id,
        resolution_wh=reference.wh,
        exposure_time_us=frame.exposure_time_us,
        gain_db=frame.gain_db,
        figures=figures_of(frame.pixels),
        picture_sha256=reference.sha256,
    )
    return taught, reference


def save_taught(taught: Taught, reference: Golden, folder: Path) -> None:
    """Keep both in `folder` (HOME/taught/RECIPE): on the disk when this returns, the old or the new whatever happens.

    Raises OSError.
    """
    save_golden(reference, folder)
    replace_json(folder / FILE_NAME, taught)


def load_taught(folder: Path) -> tuple[Taught, Golden]:
    """Read what was taught in `folder`. Raises ReferenceMissing where nothing was, or where it is damaged."""
    path = folder / FILE_NAME
    try:
        taught = Taught.model_validate_json(path.read_bytes())
        return taught, load_golden(folder, taught.picture_sha256)
    except FileNotFoundError as error:
        raise ReferenceMissing("no reference was taught; lay one under the camera and teach the daily check") from error
    except (OSError, ValidationError, GoldenMissing) as error:
        raise ReferenceMissing(f"{path} cannot be used: {error}; teach the daily check again") from error


def replace_json(path: Path, model: Closed) -> None:
    """Write a model's file anew, whole or not at all. Raises OSError."""
    write_durably(path, model.model_dump_json(indent=1).encode() + b"\n")
