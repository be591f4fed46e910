"""A part from another workshop: everything is checked beside, and nothing is written unless everything holds.

No program is in it: nets are looked through as at every load and pass their own self-test here, everything else is
plain data or a picture, decoded and written anew. What is taken judges nothing before somebody chooses the part.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from camera.decoding import decode_picture
from camera.errors import FrameBroken
from inspection import platform
from inspection.closed import Closed
from inspection.detection.manifest import load_manifest
from inspection.detection.sealed import sealed
from inspection.errors import InspectionError, ModelRefused, RecipeRefused
from inspection.good_only.manifest import is_good_only, load_good_only_manifest
from inspection.model_book.verifying import verify_folder
from inspection.people import Role
from inspection.recipe_book.exchange import Received, import_recipe, read_exported
from inspection.records.failures import explained
from training.card import FILE as CARD
from training.data.exchange.archive import unpack
from training.data.whole import beside
from training.errors import ArchiveRefused, DrawingRefused, PartRefused
from training.labelling.book import LabelBook
from training.labelling.drawing import MadeBy, Shape, State, checked
from training.labelling.upload import as_png
from training.part_exchange.naming import free_model_name, free_recipe_name
from training.part_exchange.packing import licence_of, named_files
from training.part_exchange.parcel import DESCRIPTION, FORMAT, LIMITS, RECIPE, Parcel, Place, files_of

_NOTHING: Final = "nothing was taken; have the part exported again, by a workshop you trust"


class TakenPart(Closed):
    """What is in this workshop now: by its names here, which may be others than there, and with so many pictures."""

    part: str
    part_there: str
    models: tuple[str, ...]
    pictures: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Opened:
    """The file unpacked beside and checked: nothing in it is wrong."""

    parcel: Parcel
    received: Received
    models: Mapping[Place, Path]
    pictures: tuple[tuple[bytes, tuple[Shape, ...]], ...]


def take_part(archive: Path, home: Path, book: LabelBook | None = None, *, as_name: str | None = None) -> TakenPart:
    """Take the part in the file `archive` into the workshop `home`, named anew where a name is taken.

    Pictures go into `book` as drawn, never as approved; without a book they stay out. Raises PartRefused, with nothing
    written, for whatever is hostile, damaged, unknown or without a licence; RecipeRefused where `as_name` is taken or
    is no name; StorageFull, StorageFailed.
    """
    try:
        with beside(home / "part-that-comes") as half:
            part = free_recipe_name(_opened_name(archive, half), home, as_name)
            opened = _checked(half / "unpacked", half / "ready", home)
            return _taken(opened, part, home, book)
    except ArchiveRefused as error:
        raise PartRefused(str(error)) from error
    except OSError as error:
        raise explained(f"take a part into {home}", error) from error


def _opened_name(archive: Path, half: Path) -> str:
    unpack(archive, half / "unpacked", LIMITS)
    return _parcel(half / "unpacked").part


def _checked(folder: Path, ready: Path, home: Path) -> _Opened:
    """Raises PartRefused at the first thing that is wrong."""
    parcel = _parcel(folder)
    _hold_against_hashes(parcel, folder)
    try:
        received = read_exported((folder / RECIPE).read_bytes())
    except RecipeRefused as error:
        raise PartRefused(f"its recipe was refused: {error}; {_NOTHING}") from error
    has_good_only = any(model.place == "good-only" for model in parcel.models)
    if received.recipe.name != parcel.part or bool(received.recipe.good_only) != has_good_only:
        raise PartRefused(f"its recipe is that of another part than {parcel.part!r}, or of other models; {_NOTHING}")
    models, taken = dict[Place, Path](), set[str]()
    ready.mkdir()
    for model in parcel.models:
        name = free_model_name(model.name, home, taken)
        taken.add(name)
        models[model.place] = (folder / model.place).rename(ready / name)
        try:
            _check_model(models[model.place], model.licence, is_taught=model.place == "good-only")
        except ModelRefused as error:
            raise PartRefused(f"its model {model.name!r} was refused: {error}; {_NOTHING}") from error
    pictures = tuple(_picture(folder / one.path, one.path, one.shapes, parcel.classes) for one in parcel.pictures)
    return _Opened(parcel=parcel, received=received, models=models, pictures=pictures)


def _parcel(folder: Path) -> Parcel:
    try:
        said: Any = json.loads((folder / DESCRIPTION).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise PartRefused(f"this is no part: it has no {DESCRIPTION} that can be read ({error}); {_NOTHING}") from error
    format = said.get("format") if isinstance(said, dict) else None
    if isinstance(format, str) and format != FORMAT and re.fullmatch(r"meisterblick-part-\d{1,4}", format):
        raise PartRefused(f"the file is {format}, this program knows {FORMAT}: update the program")
    try:
        return Parcel.model_validate_json(json.dumps(said))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise PartRefused(f"{DESCRIPTION}: {where}: {first['msg']}; {_NOTHING}") from error


def _hold_against_hashes(parcel: Parcel, folder: Path) -> None:
    there = files_of(folder)
    there.pop(DESCRIPTION)
    named = {file.path: file for file in parcel.files}
    if odd := sorted(set(there) ^ set(named)):
        raise PartRefused(f"{odd[0]!r} is missing, or is in it and nobody named it; {_NOTHING}")
    for path, file in named.items():
        data = there[path].read_bytes()
        if (len(data), hashlib.sha256(data).hexdigest()) != (file.size_bytes, file.sha256):
            raise PartRefused(f"{path} was changed or damaged on its way: its sha256 is another one; {_NOTHING}")


def _check_model(folder: Path, licence: str, *, is_taught: bool) -> None:
    """Also gives it the name of its folder. Raises ModelRefused."""
    if is_good_only(folder) != is_taught:
        raise ModelRefused("it is of another kind than it says")
    if licence_of(folder) != licence:
        raise ModelRefused(f"its manifest names the licence {licence_of(folder)!r}, {DESCRIPTION} {licence!r}")
    expected = {"manifest.json", CARD, *named_files(folder)}
    if foreign := sorted(set(files_of(folder)) - expected):
        raise ModelRefused(f"{foreign[0]!r} lies in its folder, and its manifest does not name it")
    manifest = load_good_only_manifest(folder) if is_taught else load_manifest(folder)
    if manifest.name != folder.name:
        renamed = manifest.model_copy(update={"name": folder.name})
        (folder / "manifest.json").write_bytes(sealed(renamed))
    if problems := verify_folder(folder).problems:
        raise ModelRefused("; ".join(problems))


def _picture(
    path: Path, name: str, shapes: tuple[Shape, ...], classes: tuple[str, ...]
) -> tuple[bytes, tuple[Shape, ...]]:
    """The picture, decoded strictly and encoded anew, and what is drawn on it."""
    try:
        pixels, _ = decode_picture(path.read_bytes())
        height_px, width_px = pixels.shape[:2]
        drawn = checked(shapes, classes, (width_px, height_px))
    except (FrameBroken, DrawingRefused) as error:
        raise PartRefused(f"{name}: {error}; {_NOTHING}") from error
    return as_png(pixels), tuple(shape.model_copy(update={"made_by": MadeBy.IMPORT}) for shape in drawn)


def _taken(opened: _Opened, part: str, home: Path, book: LabelBook | None) -> TakenPart:
    """First the models, then the pictures, last the recipe: before that nobody can choose the part."""
    recipe = opened.received.recipe
    named = {"name": part, "model": opened.models["model"].name}
    if "good-only" in opened.models:
        named["good_only"] = opened.models["good-only"].name
    received = Received(recipe=recipe.model_copy(update=named), golden=opened.received.golden)
    there = [_put(folder, home / "models" / folder.name) for folder in opened.models.values()]
    try:
        if book is not None and opened.pictures:
            _draw(opened, part, book)
        import_recipe(received, home)
    except (InspectionError, DrawingRefused, OSError) as error:
        for folder in there:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, DrawingRefused):
            raise PartRefused(f"{error}; {_NOTHING}") from error
        raise
    return TakenPart(
        part=part,
        part_there=opened.parcel.part,
        models=tuple(folder.name for folder in there),
        pictures=len(opened.pictures) if book is not None else 0,
    )


def _put(folder: Path, target: Path) -> Path:
    """On the disk before it gets its name."""
    for path in files_of(folder).values():
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            platform.sync_file(descriptor)
        finally:
            os.close(descriptor)
    platform.sync_directory(folder)
    target.parent.mkdir(exist_ok=True)
    folder.rename(target)
    platform.sync_directory(target.parent)
    return target


def _draw(opened: _Opened, part: str, book: LabelBook) -> None:
    """As drawn, for the master here to approve; where somebody here has drawn already, that stays."""
    book.add_classes(part, opened.parcel.classes)
    for data, shapes in opened.pictures:
        picture = book.add_picture(part, data)
        if not book.history(part, picture.sha256):
            book.draw(part, picture.sha256, shapes, based_on=0, role=Role.MASTER, state=State.DRAWN)
