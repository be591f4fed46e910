"""Every model there is, and what is said of it, in a form that is printed and that programs read."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

from pydantic import Field

from inspection.closed import Closed
from inspection.detection.manifest import ModelFile, Offer, load_manifest
from inspection.detection.tiling.tiles import Tiles
from inspection.errors import ModelRefused, RecipeInvalid
from inspection.good_only.manifest import is_good_only, load_good_only_manifest
from inspection.model_book.active import active_models
from inspection.places import SHIPPED_MODELS, chosen_folder, find_model, find_recipe, recipe_names

Kind: TypeAlias = Literal["detector", "good-only", "weights", "features", "unreadable"]
_CARDS: Final[dict[str, Kind]] = {"weights.json": "weights", "features.json": "features"}


class ModelEntry(Closed):
    """One model of the list. `slots` are those in which it is active; `problem` says why nothing is known of it."""

    name: str
    path: Path
    is_own: bool
    kind: Kind
    slots: tuple[str, ...] = ()
    version: int | None = None
    classes: tuple[str, ...] = ()
    licence: str | None = None
    trained_on: tuple[str, ...] = ()
    figures: dict[str, float] = Field(default_factory=dict)
    offered: tuple[Offer, ...] = ()
    tiles: Tiles | None = None
    has_card: bool = False
    problem: str | None = None


def all_entries(home: Path) -> list[ModelEntry]:
    """Every model of the workshop, then every shipped one; a broken one is named with its problem."""
    active = active_folders(home)
    roots = ((home / "models", True), (SHIPPED_MODELS, False))
    folders = [(path, is_own) for root, is_own in roots for path in sorted(root.glob("*")) if is_model(path)]
    return [
        _entry(path, is_own, tuple(slot for slot, folder in active.items() if folder == path))
        for path, is_own in folders
    ]


def entry_of(folder: Path, home: Path) -> ModelEntry:
    """What is said of the model in `folder`."""
    slots = tuple(slot for slot, active in active_folders(home).items() if active == folder)
    return _entry(folder, folder.parent != SHIPPED_MODELS, slots)


def all_slots(home: Path) -> frozenset[str]:
    """What recipes call their models, and whatever something was promoted into.

    Raises ModelRefused for a damaged pointer.
    """
    slots = set(active_models(home).slots)
    for name in recipe_names(home):
        try:
            recipe = find_recipe(name, home)
        except RecipeInvalid:  # `meisterblick doctor` names it
            continue
        slots |= {named for named in (recipe.model, recipe.good_only) if named}
    return frozenset(slots)


def active_folders(home: Path) -> Mapping[str, Path]:
    """Each slot and the folder of what judges there; one without a model, or whose model is gone, is left out.

    Raises ModelRefused for a damaged pointer.
    """
    found: dict[str, Path] = {}
    for slot in sorted(all_slots(home)):
        try:
            found[slot] = find_model(slot, home)
        except ModelRefused:  # who judges by it hears why
            continue
    return found


def leading_nowhere(home: Path) -> Mapping[str, str]:
    """Each slot whose active model is gone or was changed since, and what to do. Raises ModelRefused as above."""
    found: dict[str, str] = {}
    for slot, active in sorted(active_models(home).slots.items()):
        try:
            chosen_folder(active.now, home, slot)
        except ModelRefused as error:
            found[slot] = str(error)
    return found


def is_model(folder: Path) -> bool:
    """Whether there is a model, or weights or features that models are made from, in `folder`."""
    return any((folder / name).is_file() for name in ("manifest.json", *_CARDS))


def raw_material(folder: Path) -> dict[Kind, ModelFile]:
    """The file of weights and that of features which a card in `folder` vouches for; {} without such a card.

    Raises ModelRefused for a card that cannot be read.
    """
    found: dict[Kind, ModelFile] = {}
    for name, kind in _CARDS.items():
        path = folder / name
        if path.exists():
            try:
                found[kind] = ModelFile.model_validate(json.loads(path.read_bytes())["file"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise ModelRefused(f"{path} cannot be read: {error}; copy the folder again") from error
    return found


def _entry(folder: Path, is_own: bool, slots: tuple[str, ...]) -> ModelEntry:
    known = ModelEntry(
        name=folder.name,
        path=folder,
        is_own=is_own,
        kind="unreadable",
        slots=slots,
        has_card=(folder / "CARD.md").is_file(),
    )
    try:
        return known.model_copy(update=dict(_said(folder)))
    except ModelRefused as error:
        return known.model_copy(update={"problem": str(error)})


def _said(folder: Path) -> Iterator[tuple[str, object]]:
    """The fields of the entry that stand in the folder itself."""
    if not (folder / "manifest.json").is_file():
        yield "kind", next(iter(raw_material(folder)))
    elif is_good_only(folder):
        taught = load_good_only_manifest(folder)
        yield from {"kind": "good-only", "version": taught.version, "licence": taught.licence}.items()
        yield "trained_on", (f"{taught.taught.pictures} pictures of good parts",)
    else:
        manifest = load_manifest(folder)
        yield "kind", "detector"
        for field in ("version", "classes", "licence", "trained_on", "figures", "offered", "tiles"):
            yield field, getattr(manifest, field)
