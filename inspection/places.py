"""Where things are: what ships with the program, and the one folder of what the workshop makes."""

import os
import re
from pathlib import Path

from inspection.errors import ModelRefused, RecipeInvalid
from inspection.model_book.active import TO_ROLL_BACK, ModelRef, active_models, manifest_sha256
from inspection.recipe import Recipe, load_recipe

SHIPPED_MODELS = Path(__file__).parent.parent / "models"
SHIPPED_RECIPES = Path(__file__).parent / "recipes"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""What a part or a model may be called; a path is no name."""


def default_home() -> Path:
    """MEISTERBLICK_HOME where it is set, else the user's data folder for this program."""
    from_environment = os.environ.get("MEISTERBLICK_HOME")
    if from_environment:
        return Path(from_environment).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("meisterblick", appauthor=False)


def engine_cache(home: Path) -> Path:
    """Where engines keep what they compiled; it may be deleted at any time."""
    return home / "cache"


def find_model(slot: str, home: Path) -> Path:
    """The folder of the model that is active in `slot`, which is what a recipe calls its model.

    Where nothing was promoted into it: the model of that name. Raises ModelRefused with the next step; never is another
    model taken for one that is missing, changed or refused.
    """
    active = active_models(home).slots.get(slot)
    return model_folder(slot, home) if active is None else chosen_folder(active.now, home, slot)


def model_folder(name: str, home: Path) -> Path:
    """The folder of the model `name` itself, whatever is active: the workshop's own before a shipped one.

    Raises ModelRefused with the next step and the names there are: a recipe may name a model that the workshop has yet
    to train.
    """
    for folder in _folders(name, home):
        return folder
    roots = (home / "models", SHIPPED_MODELS)
    known = dict.fromkeys(path.parent.name for root in roots for path in sorted(root.glob("*/manifest.json")))
    raise ModelRefused(
        f"there is no model {name!r}; there are: {', '.join(known) or 'none'}. Train it from your own pictures under "
        f"this name, copy its folder to {home / 'models'}, or name another model"
    )


def chosen_folder(chosen: ModelRef, home: Path, slot: str) -> Path:
    """The folder of the very model that was made active in `slot`. Raises ModelRefused where it is gone or changed."""
    folders = _folders(chosen.model, home)
    for folder in folders:
        if manifest_sha256(folder) == chosen.manifest_sha256:
            return folder
    happened = "was changed since" if folders else "is not there any more"
    raise ModelRefused(
        f"the model {chosen.model!r}, active for {slot!r}, {happened}; copy its folder again, or: {TO_ROLL_BACK}"
    )


def _folders(name: str, home: Path) -> list[Path]:
    """Where a model of that name is: the workshop's own first."""
    if not NAME.fullmatch(name):
        return []
    return [
        folder for folder in (home / "models" / name, SHIPPED_MODELS / name) if (folder / "manifest.json").is_file()
    ]


def find_recipe(name: str, home: Path) -> Recipe:
    """The recipe `name`: the workshop's own before a shipped one.

    Raises RecipeInvalid with the names there are, or with what is wrong in the file.
    """
    for root in (home / "recipes", SHIPPED_RECIPES):
        path = root / f"{name}.yaml"
        if NAME.fullmatch(name) and path.is_file():
            return load_recipe(path)
    raise RecipeInvalid(f"there is no part {name!r}; there are: {', '.join(recipe_names(home))}")


def recipe_names(home: Path) -> list[str]:
    """The names of all recipes, the workshop's own and the shipped ones."""
    roots = (home / "recipes", SHIPPED_RECIPES)
    return sorted({path.stem for root in roots for path in root.glob("*.yaml")})
