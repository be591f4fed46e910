"""A part of this workshop into one file, to hand on."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from inspection.closed import Closed
from inspection.detection.manifest import load_manifest
from inspection.errors import ModelRefused
from inspection.good_only.manifest import is_good_only, load_good_only_manifest
from inspection.model_book.listing import raw_material
from inspection.model_book.verifying import refuse_unsound
from inspection.on_disk import write_durably
from inspection.places import find_model, find_recipe
from inspection.recipe_book.exchange import export_recipe
from training.card import FILE as CARD
from training.card import card_text
from training.data.writing import SUFFIXES
from training.errors import PartRefused
from training.labelling.book import LabelBook
from training.labelling.drawing import LabelPicture, State
from training.part_exchange.parcel import (
    DESCRIPTION,
    MOST_PICTURES,
    RECIPE,
    PackedFile,
    PackedModel,
    PackedPicture,
    Parcel,
    Place,
)

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can say: the same part gives the same bytes."""
_WEIGHTS_CARD: Final = "weights.json"
_TEXTS: Final = (".json", ".yaml", ".md")


class Packed(Closed):
    """A part as a file's bytes, with what is in it."""

    data: bytes
    parcel: Parcel
    without_golden: bool


def pack(name: str, home: Path, book: LabelBook | None = None, pictures: Sequence[str] = ()) -> Packed:
    """The part `name` with the model that judges it, verified first, and those `pictures` of the book, by their hashes.

    Only approved pictures go along. Raises RecipeInvalid where there is no such part, PartRefused where its model
    cannot be handed on or a picture is not an approved one, StorageFailed.
    """
    recipe = find_recipe(name, home)
    exported = export_recipe(recipe, home)
    slots: list[tuple[Place, str]] = [("model", recipe.model)]
    slots += [("good-only", recipe.good_only)] if recipe.good_only else []
    files = {RECIPE: exported.data}
    models = []
    for place, slot in slots:
        try:
            folder = find_model(slot, home)
            refuse_unsound(folder)
            model, found = _model(folder, place)
        except ModelRefused as error:
            raise PartRefused(f"the model of {name!r} cannot be handed on: {error}") from error
        models.append(model)
        files |= found
    chosen = list(_chosen(name, book, pictures))
    files |= {one.path: data for one, data in chosen}
    parcel = Parcel(
        program=_program(),
        part=name,
        models=tuple(models),
        classes=book.classes(name) if book is not None and chosen else (),
        pictures=tuple(one for one, _ in chosen),
        files=tuple(PackedFile.of(path, data) for path, data in files.items()),
    )
    return Packed(data=_zip(parcel, files), parcel=parcel, without_golden=exported.without_picture)


def write_parcel(packed: Packed, out: Path) -> None:
    """Put the file there, whole. Raises FileExistsError where there is one, OSError."""
    if out.exists():
        raise FileExistsError(f"there is a file {out} already: give another name")
    write_durably(out.absolute(), packed.data)


def approved_pictures(book: LabelBook, part: str) -> list[LabelPicture]:
    """The pictures that may go along, the newest first."""
    drawings = book.drawings(part)
    every = reversed(book.pictures(part))
    return [one for one in every if one.sha256 in drawings and drawings[one.sha256].state is State.APPROVED]


def _chosen(part: str, book: LabelBook | None, pictures: Sequence[str]) -> Iterator[tuple[PackedPicture, bytes]]:
    wanted = list(dict.fromkeys(pictures))
    if not wanted or book is None:
        return
    if len(wanted) > MOST_PICTURES:
        raise PartRefused(f"expected at most {MOST_PICTURES} pictures, got {len(wanted)}; choose fewer")
    known = {one.sha256: one for one in approved_pictures(book, part)}
    if unknown := [digest[:12] for digest in wanted if digest not in known]:
        raise PartRefused(f"no approved pictures of {part}: {', '.join(unknown)}; approve them, or leave them out")
    drawings = book.drawings(part)
    for number, digest in enumerate(wanted, 1):
        picture = known[digest]
        path = f"pictures/{number:04d}{SUFFIXES[picture.media_type]}"
        yield PackedPicture(path=path, shapes=drawings[digest].shapes), book.picture_bytes(picture)


def _model(folder: Path, place: Place) -> tuple[PackedModel, dict[str, bytes]]:
    """What its manifest names, its card, and its weights; whatever else lies in the folder stays here."""
    names = dict.fromkeys(["manifest.json", *named_files(folder)])
    files = {f"{place}/{name}": (folder / name).read_bytes() for name in names}
    if (folder / CARD).is_file():
        files[f"{place}/{CARD}"] = (folder / CARD).read_bytes()
    elif not is_good_only(folder):
        files[f"{place}/{CARD}"] = card_text(load_manifest(folder)).encode()
    licence = licence_of(folder)
    if not licence:
        raise PartRefused(f"the model {folder.name!r} names no licence, so nobody else may use it; write one first")
    return PackedModel(place=place, name=folder.name, licence=licence), files


def named_files(folder: Path) -> list[str]:
    """The files that manifest and card of weights vouch for by their hashes. Raises ModelRefused."""
    if is_good_only(folder):
        taught = load_good_only_manifest(folder)
        return [taught.net.name, taught.bank.name, taught.self_test.picture.name]
    manifest = load_manifest(folder)
    names = [*(file.name for file in manifest.files.values()), manifest.self_test.picture.name]
    if (weights := raw_material(folder).get("weights")) is not None:
        names += [_WEIGHTS_CARD, weights.name]
    return names


def licence_of(folder: Path) -> str:
    """What the manifest says; "" for none. Raises ModelRefused."""
    manifest = load_good_only_manifest(folder) if is_good_only(folder) else load_manifest(folder)
    return manifest.licence.strip()


def _zip(parcel: Parcel, files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "x") as opened:
        for path, data in {DESCRIPTION: parcel.model_dump_json(indent=1).encode() + b"\n", **files}.items():
            method = zipfile.ZIP_DEFLATED if path.endswith(_TEXTS) else zipfile.ZIP_STORED
            opened.writestr(zipfile.ZipInfo(path, _EPOCH), data, method)
    return packed.getvalue()


def _program() -> str:
    try:
        return version("meisterblick")
    except PackageNotFoundError:
        return "unknown"
