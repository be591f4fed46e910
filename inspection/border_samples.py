"""Border samples (Grenzmuster): of a defect, the picture of a part that is just good, and of one that is just bad."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, ValidationError

from camera.frame import Pixels
from inspection.closed import Closed
from inspection.errors import StorageFailed
from inspection.locating.alignment import Sha256
from inspection.on_disk import write_durably
from inspection.taught_pictures import keep_picture

FILE_NAME: Final = "border-samples.json"


class Side(StrEnum):
    """On which side of the border."""

    JUST_GOOD = "just-good"
    JUST_BAD = "just-bad"


class BorderSample(Closed):
    """One picture of a pair."""

    class_name: Annotated[str, Field(min_length=1, max_length=63)]
    side: Side
    picture_sha256: Sha256
    taken_at: AwareDatetime


class BorderSamples(Closed):
    """All that a recipe has."""

    samples: tuple[BorderSample, ...] = ()

    def of(self, class_name: str, side: Side) -> BorderSample | None:
        """The picture of this side, None where there is none."""
        return next((one for one in self.samples if (one.class_name, one.side) == (class_name, side)), None)

    @property
    def classes(self) -> tuple[str, ...]:
        """The defects that have one picture at least."""
        return tuple(dict.fromkeys(one.class_name for one in self.samples))

    def without(self, class_name: str, side: Side) -> "BorderSamples":
        """These, but for one."""
        kept = tuple(one for one in self.samples if (one.class_name, one.side) != (class_name, side))
        return BorderSamples(samples=kept)


def load_border_samples(folder: Path) -> BorderSamples:
    """Those in `folder` (HOME/taught/RECIPE). Raises StorageFailed for a file that cannot be read."""
    path = folder / FILE_NAME
    try:
        return BorderSamples.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return BorderSamples()
    except (OSError, ValidationError) as error:
        raise StorageFailed(f"{path} cannot be used: {error}; move it away and take the pictures again") from error


def save_border_sample(class_name: str, side: Side, pixels: Pixels, taken_at: datetime, folder: Path) -> BorderSample:
    """Keep the picture, (height, width, 3) RGB, in place of the one before. Raises OSError, StorageFailed."""
    before = load_border_samples(folder).without(class_name, side)
    sample = BorderSample(
        class_name=class_name, side=side, picture_sha256=keep_picture(pixels, folder), taken_at=taken_at
    )
    _save(BorderSamples(samples=(*before.samples, sample)), folder)
    return sample


def forget_border_sample(class_name: str, side: Side, folder: Path) -> None:
    """Show it no longer. Raises OSError, StorageFailed."""
    _save(load_border_samples(folder).without(class_name, side), folder)


def _save(samples: BorderSamples, folder: Path) -> None:
    write_durably(folder / FILE_NAME, samples.model_dump_json(indent=1).encode() + b"\n")
