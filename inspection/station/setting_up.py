"""What the master does at the bench: change the recipe, calibrate, teach the golden part, see whether verdicts repeat.

Each takes effect from the next part on and leaves an event in the record.
"""

from collections.abc import Callable

from inspection.calibration import Calibration, save_calibration
from inspection.errors import RecipeRefused
from inspection.locating import Golden, save_golden, teach_golden
from inspection.recipe import Recipe
from inspection.recipe_book.book import save_recipe
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.record import Inspection
from inspection.repeatability import TIMES, Repeatability, repeatability
from inspection.setup import taught_folder
from inspection.station.build import detector_for, setup_for
from inspection.station.settings import load_settings, save_settings
from inspection.station.station import Station


def adopt_recipe(station: Station, recipe: Recipe) -> Recipe:
    """Save a changed recipe as the next version and judge by it. Returns it with its version.

    Raises RecipeRefused when nothing changed or another version is in force by now; StorageFull, StorageFailed.
    """
    with station.setting_up:
        saved = save_recipe(recipe, station.home)
        take_up_recipe(station, saved)
        station.note("recipe-changed", f"{saved.name}, version {saved.version}")
        return saved


def adopt_calibration(station: Station, calibration: Calibration) -> None:
    """Keep the camera's calibration and measure by it. Raises StorageFailed."""
    with station.setting_up:
        save_calibration(station.home, calibration)
        take_up_recipe(station, station.recipe)
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


def require_daily_check(station: Station, required: bool) -> None:
    """Whether nothing is judged on a day before its daily check, from the next part on.

    Raises OSError, StorageFailed.
    """
    with station.setting_up:
        settings = load_settings(station.home)
        if settings.daily_check_required == required:
            return
        save_settings(station.home, settings.model_copy(update={"daily_check_required": required}))
        take_up_recipe(station, station.recipe)
        station.note("daily-check-required", "yes" if required else "no")


def take_up_recipe(station: Station, recipe: Recipe) -> None:
    """Judge from the next part on by this recipe, with what is taught for it now."""
    settings = load_settings(station.home)
    setup = setup_for(recipe, settings, station.home, station.camera_id)
    other_net = (recipe.model, recipe.good_only) != (station.recipe.model, station.recipe.good_only)
    station.take_up(setup, detector_for(recipe, settings, station.home) if other_net else None)
