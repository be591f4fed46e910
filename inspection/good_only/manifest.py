"""What the folder of a model that was taught from good parts says of itself.

models/NAME/manifest.json   this file
            features.onnx   the frozen net that turns places into features
            bank.npz        the features of good places
            self_test.png   a taught picture whose score is known
"""

import json
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from inspection.closed import Closed
from inspection.detection.manifest import ModelFile
from inspection.detection.sealed import unsealed
from inspection.errors import ModelRefused

BEYOND_GOOD: Final = 10.0
"""So many times the score of the furthest good part a threshold may be at most: nothing would ever reach one above."""

Score = Annotated[
    float,
    Field(ge=0, allow_inf_nan=False, description="how unlike the good parts a picture is; the scale is the bank's"),
]


class KnownScore(Closed):
    """A stored picture, and how far it must lie from the good parts: else this PC calculates something else."""

    picture: ModelFile
    score: Score


class Teaching(Closed):
    """What it was taught from: how many pictures, the sha256 over them all in their order, and the draw's seed."""

    pictures: int = Field(ge=1)
    sha256: str
    seed: int = Field(ge=0)


class GoodOnlyManifest(Closed):
    """Everything the station must know of a model that was taught from good parts.

    Pictures are scaled by `scale` before the net sees them. A picture whose score reaches `threshold` is unlike the
    good parts. `held_out` are the scores of the taught parts, each by a bank that had not seen it: the threshold for
    another number of false alarms follows from them. Pictures that are nearly the same are one part.
    """

    kind: Literal["good-only"] = "good-only"
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    version: int = Field(ge=1)
    net: ModelFile
    bank: ModelFile
    scale: float = Field(gt=0, le=1)
    threshold: float = Field(gt=0, allow_inf_nan=False)
    false_alarms_per_100: float = Field(gt=0, le=50)
    held_out: tuple[Score, ...] = Field(min_length=10)
    self_test: KnownScore
    taught: Teaching
    features: str = Field(description="name of the net whose features these are")
    licence: str

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        furthest = max(self.held_out)
        if self.threshold > BEYOND_GOOD * furthest:
            raise ValueError(
                f"the threshold {self.threshold:.3g} is more than {BEYOND_GOOD:g} times the score of the furthest good "
                f"part, {furthest:.3g}: no part would ever be unlike the good ones"
            )
        return self


def is_good_only(folder: Path) -> bool:
    """Whether the model in `folder` was taught from good parts; False where its manifest cannot be read."""
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("kind") == "good-only"


def load_good_only_manifest(folder: Path) -> GoodOnlyManifest:
    """Read `folder`/manifest.json. Raises ModelRefused where it is missing or wrong."""
    path = folder / "manifest.json"
    try:
        return GoodOnlyManifest.model_validate_json(unsealed(path.read_bytes()))
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise ModelRefused(f"{path}: {where}: {first['msg']}; teach it again, or copy the folder again") from error
    except ValueError as error:
        raise ModelRefused(f"{path}: {error}; copy the model's folder again, or teach it again") from error
