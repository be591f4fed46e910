"""What the station works with, chosen by the master while it runs: the part, and the camera.

Each choice is kept in `settings.yaml`, takes effect from the next part on and leaves an event in the record.

HOME/setup/camera-before.yaml      the camera before the one of the settings, to go back to
"""

import re
import unicodedata
from pathlib import Path
from typing import Final, get_args

from camera.config import CameraConfig, SimulatedConfig
from camera.opening import make_camera
from camera.rendering.truth import PartKind
from inspection.closed import Closed
from inspection.errors import RecipeInvalid
from inspection.on_disk import write_durably
from inspection.places import find_recipe, recipe_names
from inspection.recipe import Recipe
from inspection.recipe_book.book import keep_in_force, refuse_name
from inspection.recipe_book.exchange import copy_recipe
from inspection.records.failures import explained
from inspection.station.build import detector_for, setup_for
from inspection.station.settings import StationSettings, load_settings, save_settings
from inspection.station.station import Station
from inspection.yaml_file import read_yaml

SETUP_FOLDER: Final = "setup"
_BEFORE: Final = "camera-before.yaml"
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST: Final = 63


class _Before(Closed):
    camera: CameraConfig


def parts_to_choose(home: Path) -> tuple[Recipe, ...]:
    """Every recipe of the workshop and every shipped one that can be read, by name."""
    found = []
    for name in recipe_names(home):
        try:
            found.append(find_recipe(name, home))
        except RecipeInvalid:  # `meisterblick doctor` names it
            continue
    return tuple(found)


def choose_part(station: Station, name: str) -> Recipe:
    """Judge by the recipe `name`, with its model, from the next part on; the simulated camera then shows such parts.

    A model that is refused does not hinder the choice: the state says why, and parts come out NOT_JUDGED. Choosing the
    part that is chosen changes nothing. Raises RecipeInvalid for a recipe or settings that cannot be used,
    RecipeRefused, StorageFull, StorageFailed; then the station goes on as before.
    """
    with station.setting_up:
        settings = load_settings(station.home)
        if name == station.recipe.name:
            return station.recipe
        recipe = keep_in_force(name, station.home)
        camera = _showing(recipe, settings.camera, station.camera_id)
        chosen = settings.model_copy(update={"part": name, "camera": camera})
        detector = detector_for(recipe, chosen, station.home)
        _save(station.home, chosen)
        other = make_camera(camera) if camera != settings.camera else None
        setup = setup_for(recipe, chosen, station.home, other.camera_id if other else station.camera_id)
        station.take_up(setup, detector, other)
        station.note("part-chosen", f"{recipe.name}, version {recipe.version}")
    station.warm_up()
    return recipe


def new_part(station: Station, from_name: str, title: str) -> Recipe:
    """A new recipe in the book, called by `title`, that begins as a copy of another; it is not chosen yet.

    Raises RecipeRefused where there is one of that name, or no name can be made of the title; RecipeInvalid where
    there is nothing to begin with; StorageFull, StorageFailed. Nothing is written then.
    """
    title = " ".join(title.split())
    with station.setting_up:
        name = name_of(title)
        refuse_name(name, station.home)
        base = find_recipe(from_name, station.home)
        recipe = copy_recipe(base, name, station.home, titles={"de": title, "en": title})
        station.note("part-made", f"{recipe.name}, from {base.name}, version {base.version}")
        return recipe


def name_of(title: str) -> str:
    """The name of a recipe that people call `title`; empty where it has neither letters nor digits.

    >>> name_of("Türscharnier, groß (links)"), name_of("№ 7"), name_of("???")
    ('tuerscharnier-gross-links', 'no-7', '')
    """
    plain = unicodedata.normalize("NFKD", title.lower().translate(_SPELT_OUT)).lower()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST].rstrip("-")


def choose_camera(station: Station, config: CameraConfig) -> None:
    """Look through another camera from the next part on; the old one is let go first, for it may be the same device.

    Where the new one does not open, the station says so and keeps trying; `camera_before` is the one to go back to.
    Choosing the camera that is chosen opens it anew. Raises RecipeInvalid for settings that cannot be read,
    StorageFull, StorageFailed; then the old one stays.
    """
    with station.setting_up:
        settings = load_settings(station.home)
        chosen = settings.model_copy(update={"camera": config})
        if config != settings.camera:
            _keep_before(station.home, settings.camera)
            _save(station.home, chosen)
        camera = make_camera(config)
        station.take_up(setup_for(station.recipe, chosen, station.home, camera.camera_id), camera=camera)
        station.note("camera-chosen", camera.camera_id)


def camera_before(home: Path) -> CameraConfig | None:
    """The camera that the station had before the one it has now; None where it never had another."""
    path = home / SETUP_FOLDER / _BEFORE
    try:
        return read_yaml(path, _Before).camera if path.exists() else None
    except RecipeInvalid:  # only a way back, and `settings.yaml` says what counts
        return None


def _showing(recipe: Recipe, camera: CameraConfig, camera_id: str) -> CameraConfig:
    """The camera for the recipe: another one only where it is the simulated one, which shows one kind of part."""
    if not isinstance(camera, SimulatedConfig) or make_camera(camera).camera_id != camera_id:
        return camera
    if recipe.part_type not in get_args(PartKind):
        return camera
    return SimulatedConfig.model_validate(camera.model_dump() | {"part": recipe.part_type})


def _keep_before(home: Path, camera: CameraConfig) -> None:
    import yaml

    said = {"camera": {"kind": camera.kind, **camera.model_dump(mode="json", exclude_defaults=True)}}
    try:
        write_durably(home / SETUP_FOLDER / _BEFORE, yaml.safe_dump(said, allow_unicode=True).encode())
    except OSError as error:
        raise explained(f"keep the camera before in {home / SETUP_FOLDER}", error) from error


def _save(home: Path, settings: StationSettings) -> None:
    try:
        save_settings(home, settings)
    except OSError as error:
        raise explained(f"save the station's settings in {home}", error) from error
