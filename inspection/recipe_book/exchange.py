"""A recipe in one readable file, for another workshop: plain data and a hash, no code, no path, no address, no model.

format: meisterblick-recipe-1
sha256: of the canonical JSON of `recipe`, a line feed, and the bytes of the golden picture where there is one
recipe: {name: ..., ...}
golden_png: the golden picture, base64, where the recipe finds the part by one
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, JsonValue, ValidationError

from camera.decoding import decode_picture
from camera.errors import CameraError
from inspection.closed import Closed
from inspection.errors import RecipeRefused
from inspection.language import Language
from inspection.locating import Golden, GoldenMissing, load_golden, save_golden
from inspection.places import NAME
from inspection.recipe import Recipe
from inspection.recipe_book.book import in_force, refuse_name, save_recipe
from inspection.recipe_book.refusal import Problem, Refusal
from inspection.recipe_book.strict_yaml import MAX_BYTES, read_strictly
from inspection.recipe_book.writing import plain_recipe, plain_yaml
from inspection.records.failures import explained
from inspection.setup import taught_folder

FORMAT: Final = "meisterblick-recipe-1"
MAX_PICTURE_PX: Final = 12_000_000
_LINE: Final = 100


class _File(Closed):
    """What an exchanged file holds. Raises ValueError (pydantic) for anything else."""

    format: Literal["meisterblick-recipe-1"]
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    recipe: dict[str, JsonValue]
    golden_png: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The file's bytes; `without_picture` is true where the golden picture was too large to go along, or is gone."""

    data: bytes
    without_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Received:
    """A recipe from elsewhere, checked and not yet taken."""

    recipe: Recipe
    golden: Golden | None


def export_recipe(recipe: Recipe, home: Path) -> Exported:
    """The recipe as a file to hand on.

    A golden picture goes along as long as the file stays below 2 MB; else the recipe says that it still has to be
    taught, as it must be anyway under another camera.
    """
    golden = _golden(recipe, home)
    if golden is not None:
        data = _file_bytes(recipe, golden.png)
        if len(data) <= MAX_BYTES:
            return Exported(data=data, without_picture=False)
    had_one = recipe.alignment is not None and recipe.alignment.golden_sha256 is not None
    return Exported(data=_file_bytes(_with_golden(recipe, None), None), without_picture=had_one)


def read_exported(data: bytes) -> Received:
    """What an exported file holds. Raises RecipeRefused, with the entry named, for everything that is not one."""
    try:
        file = _File.model_validate(_of_this_program(read_strictly(data)))
        picture = None if file.golden_png is None else base64.b64decode("".join(file.golden_png.split()), validate=True)
        if (found := _sha256(file.recipe, picture)) != file.sha256:
            raise RecipeRefused(
                f"the file was changed or damaged on its way: its content has the SHA-256 {found}, it says "
                f"{file.sha256}. Import it as it was exported, and change the recipe here",
                Refusal(problem=Problem.NOT_WHOLE),
            )
        recipe = Recipe.model_validate(file.recipe)
    except ValidationError as error:
        raise _invalid(error) from error
    except ValueError as error:  # also of letters that base64 has not
        raise _picture(f"the picture is damaged ({error}); have it exported again") from error
    if not NAME.fullmatch(recipe.model):
        raise RecipeRefused(
            f"model: {recipe.model!r} cannot be a model's name: small letters, digits and hyphens",
            Refusal(problem=Problem.WRONG_ENTRY, where="model"),
        )
    if picture is not None and recipe.alignment is None:
        raise _picture("there is a picture, but the recipe does not find its part by one")
    golden = None if picture is None else _golden_of(picture)
    return Received(recipe=_with_golden(recipe, golden.sha256 if golden else None), golden=golden)


def import_recipe(received: Received, home: Path, *, as_name: str | None = None, replace: bool = False) -> Recipe:
    """Take a recipe into the book, as its first version or, with `replace`, as the next one of that name.

    Raises RecipeRefused where the name is taken (`replace` not given), or nothing would change; StorageFull,
    StorageFailed. Nothing has changed then.
    """
    name = as_name or received.recipe.name
    now = in_force(name, home) if replace else None
    if now is None:
        refuse_name(name, home)
    recipe = received.recipe.model_copy(update={"name": name, "version": now.recipe.version if now else 1})
    if received.golden is None:
        return save_recipe(recipe, home)
    folder = taught_folder(home, name)
    had_pictures = set(folder.rglob("*.png"))
    try:
        (folder / "golden").mkdir(parents=True, exist_ok=True)
        picture = save_golden(received.golden, folder)
    except OSError as error:
        raise explained(f"save a golden picture in {folder}", error) from error
    try:
        return save_recipe(recipe, home)
    except BaseException:
        if picture not in had_pictures:
            picture.unlink(missing_ok=True)
        raise


def copy_recipe(base: Recipe, name: str, home: Path, *, titles: Mapping[Language, str] | None = None) -> Recipe:
    """A new recipe that begins as a copy of another, golden picture included, with titles of its own or none.

    Raises RecipeRefused where there is a recipe `name` already, or it cannot be one; StorageFull, StorageFailed.
    """
    golden = _golden(base, home)
    recipe = _with_golden(base.model_copy(update={"titles": dict(titles or {})}), golden.sha256 if golden else None)
    return import_recipe(Received(recipe=recipe, golden=golden), home, as_name=name)


def _of_this_program(plain: Any) -> Any:
    """The data as it is. Raises RecipeRefused where it is of another format than this program knows."""
    found = plain.get("format") if isinstance(plain, dict) else None
    if isinstance(found, str) and found != FORMAT and re.fullmatch(r"meisterblick-recipe-\d{1,4}", found):
        raise RecipeRefused(
            f"format: the file is {found}, this program knows {FORMAT}: update it",
            Refusal(problem=Problem.NEWER_PROGRAM),
        )
    return plain


def _invalid(error: ValidationError) -> RecipeRefused:
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"]))
    if not where or where in _File.model_fields:
        problem = Problem.NOT_EXPORTED
    else:
        problem = Problem.UNKNOWN_ENTRY if first["type"] == "extra_forbidden" else Problem.WRONG_ENTRY
    return RecipeRefused(
        f"{where or 'the whole'}: {first['msg']}; this is no recipe that this program knows",
        Refusal(problem=problem, where=where),
    )


def _picture(what: str) -> RecipeRefused:
    return RecipeRefused(f"golden_png: {what}", Refusal(problem=Problem.PICTURE))


def _file_bytes(recipe: Recipe, picture: bytes | None) -> bytes:
    plain = plain_recipe(recipe)
    content: dict[str, Any] = {"format": FORMAT, "sha256": _sha256(plain, picture), "recipe": plain}
    head = f'# Recipe {recipe.name}, version {recipe.version}, of Meisterblick: "meisterblick recipe import FILE"\n'
    text = head + plain_yaml(content)
    if picture is not None:
        code = base64.b64encode(picture).decode("ascii")
        lines = [f"  {code[i : i + _LINE]}" for i in range(0, len(code), _LINE)]
        text += "\n".join(["golden_png: |", *lines, ""])
    return text.encode("utf-8")


def _sha256(plain: object, picture: bytes | None) -> str:
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8") + b"\n" + (picture or b"")).hexdigest()


def _golden(recipe: Recipe, home: Path) -> Golden | None:
    """The golden picture of a recipe on this station; None where it needs none, or has none any more."""
    if recipe.alignment is None or recipe.alignment.golden_sha256 is None:
        return None
    try:
        return load_golden(taught_folder(home, recipe.name), recipe.alignment.golden_sha256)
    except GoldenMissing:
        return None


def _golden_of(picture: bytes) -> Golden:
    """The picture, decoded and written anew: none of the bytes that came along is kept."""
    try:
        pixels, media_type = decode_picture(picture)
    except CameraError as error:
        raise _picture(str(error)) from error
    height, width = pixels.shape[:2]
    if media_type != "image/png" or width * height > MAX_PICTURE_PX:
        raise _picture(f"expected a PNG of at most {MAX_PICTURE_PX:,} pixels, got {media_type}, {width} x {height}")
    return Golden.of(pixels)


def _with_golden(recipe: Recipe, sha256: str | None) -> Recipe:
    if recipe.alignment is None:
        return recipe
    alignment = recipe.alignment.model_copy(update={"golden_sha256": sha256})
    return recipe.model_copy(update={"alignment": alignment})
