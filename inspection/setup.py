"""A recipe as it stands at this bench: with the camera's scale, the golden part and the state of the daily check."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from camera.frame import Pixels
from inspection.calibration.storing import load_calibration
from inspection.daily_check import (
    DailyCheckError,
    DailyState,
    KnownParts,
    Problem,
    Quality,
    Taught,
    is_due,
    is_locked,
    load_state,
    load_taught,
)
from inspection.daily_check.known_parts import due, failed, load_known_parts
from inspection.errors import CalibrationRefused
from inspection.locating import Golden, LocatingError, Placement, load_golden, locate
from inspection.recipe import Recipe, content_sha256
from inspection.resolving import unresolvable
from inspection.scale import CameraScale, MillimetreScale, PixelScale, Scale
from inspection.verdict import Code, Reason

NEVER_CHECKED = DailyState()
NO_KNOWN_PARTS = KnownParts()


def taught_folder(home: Path, recipe_name: str) -> Path:
    """Where the station keeps what it was taught for a recipe."""
    return home / "taught" / recipe_name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setup:
    """What a verdict rests on beside the picture.

    `scale` is None while the camera is not calibrated, `uncalibrated` says why; `calibrated_wh` is the size of picture
    that it was calibrated for. `taught` is the reference of the daily check, None where there is none; `known` are the
    parts of known quality; `daily` says how both came out last.
    """

    recipe: Recipe
    recipe_sha256: str
    scale: Scale | None
    calibrated_wh: tuple[int, int] | None = None
    uncalibrated: str | None = None
    golden: Golden | None = None
    taught: Taught | None = None
    known: KnownParts = NO_KNOWN_PARTS
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
        taught, known, daily = _daily(folder)
        return cls(
            recipe=recipe,
            recipe_sha256=content_sha256(recipe),
            scale=scale,
            calibrated_wh=calibrated_wh,
            uncalibrated=uncalibrated,
            golden=_golden(recipe, folder),
            taught=taught,
            known=known,
            daily=daily,
            daily_check_required=daily_check_required,
        )

    def lock(self, now: datetime) -> Code | None:
        """Why the daily check forbids verdicts: the last one failed, or the station asks for one and today had none."""
        if is_locked(self.daily):
            return Code.DAILY_CHECK_FAILED
        match failed(self.known, self.daily.known):
            case Quality.BAD:
                return Code.KNOWN_BAD_PASSED
            case Quality.GOOD:
                return Code.KNOWN_GOOD_FAILED
        return Code.DAILY_CHECK_DUE if self.daily_check_required and self.is_due(now) else None

    def is_due(self, now: datetime) -> bool:
        """Whether something is to be checked before the first part of the day of `now`, or was never taught."""
        nothing = self.taught is None and not self.known.parts
        reference = self.taught is not None and is_due(self.taught, self.daily, now)
        return nothing or reference or bool(due(self.known, self.daily.known, now))

    def unlocked(self) -> "Setup":
        """The same, but for what the daily check forbids: to judge the parts that it is made with."""
        return replace(self, daily=NEVER_CHECKED, daily_check_required=False)

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


def _daily(folder: Path) -> tuple[Taught | None, KnownParts, DailyState]:
    """What the daily check was taught, and how the last one ended; what is damaged counts as failed."""
    try:
        known = load_known_parts(folder)
    except DailyCheckError:
        return None, NO_KNOWN_PARTS, DailyState(passed=False)
    try:
        taught, _ = load_taught(folder)
    except DailyCheckError as error:
        if error.problem is not Problem.NOT_TAUGHT:
            return None, known, DailyState(passed=False)
        state = load_state(folder)
        if known.parts and state.checked_at is None:  # nobody knows what it said, or nothing was checked
            return None, known, state
        return None, known, DailyState(known=state.known)
    return taught, known, load_state(folder)
