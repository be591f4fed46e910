"""The card beside weights: what they are, without reading them."""

from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from inspection.closed import Closed
from inspection.detection.manifest import ModelFile
from inspection.errors import ModelRefused
from inspection.places import NAME, SHIPPED_MODELS

CARD: Final = "weights.json"
Architecture = Literal["yolov8n.yaml", "yolov5n.yaml"]
"""The nets that can be built, by the name of ultralytics' description."""


class WeightsCard(Closed):
    """What a file of weights is: its net, its classes in the order of the head, where it comes from."""

    name: str = Field(pattern=NAME.pattern)
    architecture: Architecture
    classes: tuple[str, ...]
    file: ModelFile
    licence: str
    trained_on: tuple[str, ...]
    training: dict[str, str | int | float]
    figures: dict[str, float]


def find_weights(name: str, home: Path) -> Path:
    """The folder of weights called `name`: of the workshop's own models before the shipped ones.

    Raises ModelRefused with the names there are.
    """
    roots = (home / "models", SHIPPED_MODELS)
    for root in roots:
        if NAME.fullmatch(name) and (root / name / CARD).is_file():
            return root / name
    known = sorted({path.parent.name for root in roots for path in root.glob(f"*/{CARD}")})
    raise ModelRefused(f"there are no weights {name!r} to start from; there are: {', '.join(known) or 'none'}")


def read_card(folder: Path) -> WeightsCard:
    """What the weights in `folder` are said to be. Raises ModelRefused."""
    try:
        return WeightsCard.model_validate_json((folder / CARD).read_bytes())
    except OSError as error:
        raise ModelRefused(f"{folder / CARD} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ModelRefused(f"{folder / CARD}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
