"""The reference as it was on the day of teaching: its picture and what was set then, in the station's folder."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import numpy as np
from pydantic import AwareDatetime, Field, ValidationError

from camera.figures import focus_of_half, half_of, light_of
from camera.frame import Frame, Pixels
from inspection.closed import Closed
from inspection.daily_check.errors import Problem, ReferenceMissing, ReferenceRefused
from inspection.locating.alignment import Sha256
from inspection.locating.errors import GoldenMissing
from inspection.locating.golden import Golden, load_golden, save_golden
from inspection.locating.specimen import find_again
from inspection.on_disk import write_durably

FILE_NAME: Final = "daily.json"
DARKEST: Final = 30
"""Mean grey value under which a reference says too little about colours."""
BRIGHTEST: Final = 225
MOST_CLIPPED: Final = 0.1
"""Share of white pixels, which show neither more light nor another colour."""
LEAST_FOCUS: Final = 4
"""Focus score under which it could not be seen that it fell by a third: noise moves it by half a unit."""
_TRIAL_TURN_DEG: Final = 2
_TRIAL_NOISE: Final = 3

Positive = Annotated[int, Field(gt=0)]


class Taught(Closed):
    """When and with which camera and settings the reference was taught; its picture is named by its SHA-256."""

    taught_at: AwareDatetime
    camera_id: str
    resolution_wh: tuple[Positive, Positive]
    exposure_time_us: float | None
    gain_db: float | None
    picture_sha256: Sha256


def teach(frame: Frame) -> tuple[Taught, Golden]:
    """Take the frame as the reference; it is not kept before `save_taught`.

    Raises ReferenceRefused for a picture that is too dark, bright or soft, or whose reference would not be found again.
    """
    reference = Golden.of(frame.pixels)
    _refuse_unfit(reference.grey)
    taught = Taught(
        taught_at=datetime.now(UTC),
        camera_id=frame.camera_id,
        resolution_wh=reference.wh,
        exposure_time_us=frame.exposure_time_us,
        gain_db=frame.gain_db,
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
        message = "no reference was taught; lay one under the camera and teach the daily check"
        raise ReferenceMissing(message, Problem.NOT_TAUGHT) from error
    except (OSError, ValidationError, GoldenMissing) as error:
        message = f"{path} cannot be used: {error}; teach the daily check again"
        raise ReferenceMissing(message, Problem.DAMAGED, got=str(path)) from error


def replace_json(path: Path, model: Closed) -> None:
    """Write a model's file anew, whole or not at all. Raises OSError."""
    write_durably(path, model.model_dump_json(indent=1).encode() + b"\n")


def _refuse_unfit(grey: Pixels) -> None:
    light = light_of(grey)
    if light.mean_grey < DARKEST:
        raise _refused(Problem.TOO_DARK, "mean grey value", light.mean_grey, f"{DARKEST} at least", "more light")
    if light.mean_grey > BRIGHTEST:
        raise _refused(Problem.TOO_BRIGHT, "mean grey value", light.mean_grey, f"{BRIGHTEST} at most", "less light")
    if light.clipped_bright > MOST_CLIPPED:
        expected = f"{MOST_CLIPPED:.0%} at most"
        raise _refused(Problem.TOO_BRIGHT, "share of white", light.clipped_bright, expected, "less light")
    focus = focus_of_half(half_of(grey))
    if focus < LEAST_FOCUS:
        raise _refused(Problem.TOO_SOFT, "focus score", focus, f"{LEAST_FOCUS} at least", "turn the lens sharp")
    if find_again(_moved_and_noisy(grey), grey) is None:
        raise ReferenceRefused(
            "the reference would not be found again, for it has too few corners; take a part or target with more "
            "structure, or one with markers",
            Problem.NOTHING_TO_FIND_AGAIN,
        )


def _refused(problem: Problem, what: str, got: float, expected: str, step: str) -> ReferenceRefused:
    message = f"{what} of the reference: got {got:.3g}, expected {expected}; {step}, then teach again"
    return ReferenceRefused(message, problem, got=f"{got:.3g}", expected=expected)


def _moved_and_noisy(grey: Pixels) -> Pixels:
    """The picture as it may look tomorrow: a little turned, with other noise."""
    import cv2

    rows, columns = grey.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), _TRIAL_TURN_DEG, 1.0)
    turned = cv2.warpAffine(grey, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
    noise = np.random.default_rng(0).normal(0, _TRIAL_NOISE, grey.shape)
    return np.asarray(np.clip(np.rint(turned + noise), 0, 255), np.uint8)
