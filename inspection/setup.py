"""A recipe as it stands at this bench: with the camera's scale, the golden part and the state of the daily check."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from camera.frame import Pixels
from inspection.calibration.storing import load_calibration
from inspection.daily_check import (
    DailyCheckError,
    DailyState,
    Problem,
    Taught,
    is_due,
    is_locked,
    load_state,
    load_taught,
)
from inspection.errors import CalibrationRefused
from inspection.locating import Golden, LocatingError, Placement, load_golden, locate
from inspection.recipe import Recipe, content_sha256
from inspection.resolving import unresolvable
from inspection.scale import CameraScale, MillimetreScale, PixelScale, Scale
from inspection.verdict import Code, Reason

NEVER_CHECKED = DailyState()


def taught_folder(home: Path, recipe_name: str) -> Path:
    """Where the station keeps what it was taught for a recipe."""
    return home / "taught" / recipe_name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setup:
    """What a verdict rests on beside the picture.

    `scale` is None while the camera is not calibrated, `uncalibrated` says why; `calibrated_wh` is the size of picture
    that it was calibrated for. `taught` is the reference of the daily check, None where there is none; `daily` its last
    outcome.
    """

    recipe: Recipe
    recipe_sha256: str
    scale: Scale | None
    calibrated_wh: tuple[int, int] | None = None
    uncalibrated: str | None = None
    golden: Golden | None = None
    taught: Taught | None = None
    daily: DailyState = NEVER_CHECKED
    daily_check_required: bool = False

    @classmethod
    def without_station(cls, recipe: Recipe) -> "Setup":
        """A recipe that needs nothing taught; one that does cannot judge here, and says so."""
        scale = None if isinstance(recipe.scale, CameraScale) else recipe.scale
        return cls(recipe=recipe, recipe_sha256=content_sha256(recipe), scale=scale)

    @classmethod
    def of(
        cls,
        recipe: Recipe,
        home: Path,
        camera_id: str,
        *,
        daily_check_required: bool = False,
        own_scale_holds: bool = True,
    ) -> "Setup":
        """The recipe with what the station in `home` was taught for it and for its camera.

        `own_scale_holds` is False under a camera that the recipe knows nothing of: millimetres a pixel that stand in a
        recipe are those of the camera it was written for.
        """
        folder = taught_folder(home, recipe.name)
        scale, calibrated_wh, uncalibrated = _scale(recipe, home, camera_id, own_holds=own_scale_holds)
        taught, daily = _daily(folder)
        return cls(
            recipe=recipe,
            recipe_sha256=content_sha256(recipe),
            scale=scale,
            calibrated_wh=calibrated_wh,
            uncalibrated=uncalibrated,
            golden=_golden(recipe, folder),
            taught=taught,
            daily=daily,
            daily_check_required=daily_check_required,
        )

    def lock(self, now: datetime) -> Code | None:
        """Why the daily check forbids verdicts: the last one failed, or the station asks for one and today had none."""
        if is_locked(self.daily):
            return Code.DAILY_CHECK_FAILED
        if self.daily_check_required and (self.taught is None or is_due(self.taught, self.daily, now)):
            return Code.DAILY_CHECK_DUE
        return None

    def obstacles(self, resolution_wh: tuple[int, int]) -> tuple[Reason, ...]:
        """Why nothing can be judged on a picture of this size; empty when it can."""
        lock = self.lock(datetime.now(UTC))
        if lock is not None:
            return (_locked(lock, self.daily),)
        if self.scale is None:
            return (Reason(code=Code.NOT_CALIBRATED, detail=self.uncalibrated),)
        if self.calibrated_wh not in (None, resolution_wh):
            detail = f"calibrated for pictures of {self.calibrated_wh} px, got {resolution_wh} px"
            return (Reason(code=Code.CALIBRATION_DOES_NOT_FIT, detail=detail),)
        if self.recipe.alignment is not None and self.golden is None:
            return (Reason(code=Code.GOLDEN_MISSING),)
        return unresolvable(self.recipe, self.scale, resolution_wh)

    def locate(self, pixels: Pixels) -> Placement | None:
        """How the part lies; None where the recipe does not ask. Raises LocatingError where it is not found."""
        if self.recipe.alignment is None or self.golden is None:
            return None
        return locate(pixels, self.golden, self.recipe.alignment)


def _locked(code: Code, daily: DailyState) -> Reason:
    """Why verdicts are locked, with what has drifted furthest beyond its margin."""
    beyond = [drift for drift in daily.drifts if drift.beyond]
    if code is not Code.DAILY_CHECK_FAILED or not beyond:
        return Reason(code=code)
    worst = max(beyond, key=lambda drift: abs(drift.change) / drift.margin)
    return Reason(code=code, characteristic=worst.quantity, value=worst.change, limit=worst.margin)


def _scale(
    recipe: Recipe, home: Path, camera_id: str, *, own_holds: bool
) -> tuple[Scale | None, tuple[int, int] | None, str | None]:
    """The recipe's own scale, or the camera's with the size of picture it is for, or why there is none."""
    match recipe.scale:
        case PixelScale() as own:
            return own, None, None
        case MillimetreScale() as own if own_holds:
            return own, None, None
        case MillimetreScale():
            height_mm = 0.0
        case CameraScale(surface_height_mm=height_mm):
            pass
        case _:
            assert_never(recipe.scale)
    try:
        calibration = load_calibration(home, camera_id)
        return calibration.scale_at(height_mm), calibration.resolution_wh, None
    except (CalibrationRefused, ValueError) as error:  # every part then says so
        return None, None, str(error)


def _golden(recipe: Recipe, folder: Path) -> Golden | None:
    if recipe.alignment is None or recipe.alignment.golden_sha256 is None:
        return None
    try:
        return load_golden(folder, recipe.alignment.golden_sha256)
    except LocatingError:  # every part then says so
        return None


def _daily(folder: Path) -> tuple[Taught | None, DailyState]:
    """What the daily check was taught, and how the last one ended; a damaged reference counts as failed."""
    try:
        taught, _ = load_taught(folder)
    except DailyCheckError as error:
        return None, NEVER_CHECKED if error.problem is Problem.NOT_TAUGHT else DailyState(passed=False)
    return taught, load_state(folder)
