"""What the master does at the bench: change the recipe, calibrate, teach, check the day, see whether verdicts repeat.

Each takes effect from the next part on and leaves an event in the record.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from inspection.calibration import Calibration, save_calibration
from inspection.daily_check import (
    DailyState,
    Drift,
    Margins,
    NotComparable,
    Taught,
    compare,
    is_locked,
    load_state,
    load_taught,
    passed,
    save_state,
    save_taught,
    teach,
)
from inspection.errors import RecipeRefused
from inspection.locating import Golden, save_golden, teach_golden
from inspection.recipe import Recipe
from inspection.recipe_book.book import save_recipe
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.record import Inspection
from inspection.repeatability import TIMES, Repeatability, repeatability
from inspection.setup import taught_folder
from inspection.station.build import detector_for, setup_for
from inspection.station.settings import load_settings
from inspection.station.station import Station

MARGINS: Final = Margins()


def adopt_recipe(station: Station, recipe: Recipe) -> Recipe:
    """Save a changed recipe as the next version and judge by it. Returns it with its version.

    Raises RecipeRefused when nothing changed or another version is in force by now; StorageFull, StorageFailed.
    """
    with station.setting_up:
        saved = save_recipe(recipe, station.home)
        _take_up(station, saved)
        station.note("recipe-changed", f"{saved.name}, version {saved.version}")
        return saved


def adopt_calibration(station: Station, calibration: Calibration) -> None:
    """Keep the camera's calibration and measure by it. Raises StorageFailed."""
    with station.setting_up:
        save_calibration(station.home, calibration)
        _take_up(station, station.recipe)
        station.note("calibrated", f"{calibration.camera_id}: {calibration.mm_per_px.centre:.5f} mm/px")


def teach_golden_part(station: Station) -> Golden:
    """Take the part under the camera as the golden one; the recipe that names it becomes a new version.

    Raises RecipeRefused where the recipe does not align parts; GoldenRefused, CameraError, OSError, and what
    `adopt_recipe` raises.
    """
    with station.setting_up:
        recipe = station.recipe
        if recipe.alignment is None:
            raise RecipeRefused(
                "the recipe does not align its parts: choose marker or outline first, then teach",
                Refusal(problem=Problem.NOT_ALIGNED),
            )
        golden = teach_golden(station.snap().pixels, recipe.alignment)
        save_golden(golden, taught_folder(station.home, recipe.name))
        if recipe.alignment.golden_sha256 != golden.sha256:
            alignment = recipe.alignment.model_copy(update={"golden_sha256": golden.sha256})
            adopt_recipe(station, recipe.model_copy(update={"alignment": alignment}))
        return golden


def teach_reference(station: Station) -> Taught:
    """Take what lies under the camera as the reference of the daily check.

    Raises ReferenceRefused, CameraError, OSError.
    """
    with station.setting_up:
        taught, reference = teach(station.snap())
        folder = taught_folder(station.home, station.recipe.name)
        locked = is_locked(load_state(folder))
        save_taught(taught, reference, folder)
        save_state(DailyState(), folder)
        _take_up(station, station.recipe)
        why = " although the last check had failed" if locked else ""
        station.note("reference-taught", f"{taught.picture_sha256}{why}")
        return taught


def check_day(station: Station) -> tuple[Drift, ...]:
    """Hold the reference under the camera against the day of teaching; verdicts are locked until it passes.

    Raises ReferenceMissing where none was taught; NotComparable where the reference is not found there as it was
    taught, which locks as well; CameraError, OSError.
    """
    with station.setting_up:
        folder = taught_folder(station.home, station.recipe.name)
        taught, reference = load_taught(folder)
        try:
            drifts = compare(station.snap(), taught, reference, MARGINS)
        except NotComparable as error:
            _keep_outcome(station, (), f"failed: {error.problem}")
            raise
        beyond = ", ".join(f"{drift.quantity} {drift.change:+.1%}" for drift in drifts if drift.beyond)
        _keep_outcome(station, drifts, f"failed: {beyond}" if beyond else "passed")
        return drifts


def _keep_outcome(station: Station, drifts: tuple[Drift, ...], outcome: str) -> None:
    state = DailyState(checked_at=datetime.now(UTC), passed=passed(drifts), drifts=drifts)
    save_state(state, taught_folder(station.home, station.recipe.name))
    _take_up(station, station.recipe)
    station.note("daily-check", outcome)


def repeat(station: Station, times: int = TIMES, on_part: Callable[[int], None] | None = None) -> Repeatability:
    """Judge the part under the camera `times` times without recording it; `on_part` hears how many are done."""
    inspections: list[Inspection] = []
    with station.setting_up:
        for done in range(1, times + 1):
            inspections.append(station.rehearse().inspection)
            if on_part is not None:
                on_part(done)
        found = repeatability(inspections)
        station.note("repeatability", f"{found.judgement}: {found.flips} of {found.times} verdicts differ")
        return found


def _take_up(station: Station, recipe: Recipe) -> None:
    settings = load_settings(station.home)
    setup = setup_for(recipe, settings, station.home, station.camera_id)
    other_net = (recipe.model, recipe.good_only) != (station.recipe.model, station.recipe.good_only)
    station.take_up(setup, detector_for(recipe, settings, station.home) if other_net else None)
