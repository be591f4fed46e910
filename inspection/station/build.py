"""From the station's folder to a station at work."""

import logging
from pathlib import Path

from camera.config import FolderConfig, SimulatedConfig
from camera.opening import make_camera
from inspection.detection.detector import Detector, UnavailableDetector
from inspection.detection.loading import load_detector
from inspection.errors import ModelRefused, PrecisionNotOffered
from inspection.good_only import beside_good_only
from inspection.places import engine_cache, find_model
from inspection.recipe import Recipe
from inspection.recipe_book.book import keep_in_force
from inspection.setup import Setup
from inspection.station.settings import StationSettings, load_settings
from inspection.station.station import Station
from inspection.upkeep.quarantine import open_records

_log = logging.getLogger(__name__)


def build_station(home: Path) -> Station:
    """Open the records in `home`, load the model, and start opening the camera. Damaged records are put right first.

    Raises StorageRefused where the records must not be opened (another station, a network share), StorageFailed,
    and RecipeInvalid for settings or a recipe that cannot be used. A model that is refused or a camera that is absent
    does not hinder the start: parts come out NOT_JUDGED, and the state says why.
    """
    settings = load_settings(home)
    recipe = keep_in_force(settings.part, home)
    camera = make_camera(settings.camera)
    records = open_records(home)
    detector = detector_for(recipe, settings, home)
    station = Station(
        home=home,
        setup=setup_for(recipe, settings, home, camera.camera_id),
        cameras={recipe.views[0]: camera},
        detector=detector,
        records=records,
        lock_out_ms=settings.lock_out_ms,
    )
    if (judge := detector.judge) is not None and judge.precision is not settings.precision:
        station.note("precision-not-offered", f"{settings.precision} for {judge.model}: it judges in {judge.precision}")
    return station


def setup_for(recipe: Recipe, settings: StationSettings, home: Path, camera_id: str) -> Setup:
    """The recipe as it stands at this station."""
    return Setup.of(
        recipe,
        home,
        camera_id,
        daily_check_required=settings.daily_check_required,
        own_scale_holds=isinstance(settings.camera, SimulatedConfig | FolderConfig),
    )


def detector_for(recipe: Recipe, settings: StationSettings, home: Path) -> Detector:
    """The net that is active for the recipe; a stand-in that says why where it is refused.

    Where it was not checked in the precision of the settings it judges in f32, which is what precisions are held
    against: slower, never worse. The records say what was calculated.
    """
    try:
        return active_detector(recipe, settings, home)
    except ModelRefused as error:
        return UnavailableDetector(error)


def active_detector(recipe: Recipe, settings: StationSettings, home: Path) -> Detector:
    """As `detector_for`. Raises ModelRefused."""
    folder = find_model(recipe.model, home)
    try:
        detector = load_detector(folder, engine=settings.engine, precision=settings.precision, cache=engine_cache(home))
    except PrecisionNotOffered as error:
        _log.warning("%s", error)
        detector = load_detector(folder, engine=settings.engine, cache=engine_cache(home))
    return beside_good_only(detector, recipe, home, engine=settings.engine, cache=engine_cache(home))
