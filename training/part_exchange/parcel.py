"""What is in the file of a part, FILE.mbpart: a zip of plain data, and of nets that no program is in.

part.json        this description: what is in it, with the size and sha256 of every other file
recipe.yaml      the recipe, as `meisterblick recipe export` writes it
model/           the model that judges: manifest.json, *.onnx, self_test.png, CARD.md, weights.json, weights.safetensors
good-only/       the one that was taught from good parts, where the recipe names one
pictures/        the pictures that the master chose, with what is drawn on them in part.json
"""

import hashlib
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from inspection.closed import Closed
from inspection.model_book.active import ModelName
from inspection.record import Sha256
from training.data.exchange.archive import MEBIBYTE, Limits
from training.labelling.drawing import MOST_SHAPES, ClassName, Shape

FORMAT: Final = "meisterblick-part-1"
SUFFIX: Final = ".mbpart"
DESCRIPTION: Final = "part.json"
RECIPE: Final = "recipe.yaml"
MOST_PICTURES: Final = 60
LIMITS: Final = Limits(
    entries=200,
    total_bytes=512 * MEBIBYTE,
    picture_bytes=48 * MEBIBYTE,
    text_bytes=4 * MEBIBYTE,
    others=frozenset({".onnx", ".safetensors", ".npz", ".md"}),
    other_bytes=256 * MEBIBYTE,
    nothing_else=True,
)

Place = Literal["model", "good-only"]
"""The folder of a model in the file."""
Licence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
_PATH: Final = r"^(recipe\.yaml|(model|good-only)/[A-Za-z0-9][A-Za-z0-9._-]{0,100}|pictures/[0-9]{4}\.(png|jpg))$"


class PackedFile(Closed):
    """A file of the zip, by its path in it."""

    path: Annotated[str, Field(pattern=_PATH)]
    size_bytes: int = Field(ge=0)
    sha256: Sha256

    @classmethod
    def of(cls, path: str, data: bytes) -> Self:
        """With its size and hash."""
        return cls(path=path, size_bytes=len(data), sha256=hashlib.sha256(data).hexdigest())


class PackedModel(Closed):
    """A model of the zip; without a licence nobody may use it."""

    place: Place
    name: ModelName
    licence: Licence


class PackedPicture(Closed):
    """A picture that the master chose, with what he approved on it."""

    path: str
    shapes: tuple[Shape, ...] = Field(max_length=MOST_SHAPES)


class Parcel(Closed):
    """What part.json says. `program` is the version that wrote it."""

    format: Literal["meisterblick-part-1"] = "meisterblick-part-1"
    program: str
    part: ModelName
    models: tuple[PackedModel, ...] = Field(min_length=1, max_length=2)
    classes: tuple[ClassName, ...]
    pictures: tuple[PackedPicture, ...] = Field(max_length=MOST_PICTURES)
    files: tuple[PackedFile, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        paths = [file.path for file in self.files]
        if len({path.casefold() for path in paths}) != len(paths):
            raise ValueError("a file is named twice")
        if RECIPE not in paths:
            raise ValueError(f"there is no {RECIPE}")
        places: set[str] = {model.place for model in self.models}
        if len(places) != len(self.models) or "model" not in places:
            raise ValueError("expected one model, and at most one that was taught from good parts")
        if {path.split("/")[0] for path in paths} - {RECIPE, "pictures"} != places:
            raise ValueError("the models that are named are not those whose files are")
        if sorted(one.path for one in self.pictures) != sorted(path for path in paths if path.startswith("pictures/")):
            raise ValueError("the pictures that are named are not those whose files are")
        return self


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below `folder` by its path in the zip."""
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if not path.is_dir()}
