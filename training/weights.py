"""Weights to start from: safetensors beside a card that says what they are. Never a pickle, from anyone.

    FOLDER/weights.json          this card
           weights.safetensors   the net's tensors by name

`models/base` is such a folder, and every model that the shop trains holds one beside its ONNX file.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from inspection.closed import Closed
from inspection.detection.manifest import ModelFile, verified_bytes
from inspection.errors import ModelRefused
from inspection.on_disk import write_durably
from inspection.places import NAME, SHIPPED_MODELS

if TYPE_CHECKING:
    import torch

CARD, TENSORS = "weights.json", "weights.safetensors"
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


def read_weights(folder: Path) -> "tuple[WeightsCard, dict[str, torch.Tensor]]":
    """The card and the tensors, read once and held against the card's sha256.

    Raises ModelRefused for a missing, changed or foreign file.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    card = read_card(folder)
    try:
        return card, load(verified_bytes(folder, card.file))
    except SafetensorError as error:
        raise ModelRefused(f"{folder / card.file.name} is no safetensors file: {error}") from error


def write_weights(folder: Path, tensors: "dict[str, torch.Tensor]", card: WeightsCard) -> WeightsCard:
    """Write the tensors in half precision and the card, which gets the file's hash; the card last."""
    from safetensors.torch import save

    folder.mkdir(parents=True, exist_ok=True)
    halved = {
        name: (value.half() if value.is_floating_point() else value).contiguous() for name, value in tensors.items()
    }
    data = save(halved)
    write_durably(folder / TENSORS, data)
    card = card.model_copy(update={"file": ModelFile(name=TENSORS, sha256=hashlib.sha256(data).hexdigest())})
    write_durably(folder / CARD, card.model_dump_json(indent=2).encode() + b"\n")
    return card


NOT_WRITTEN_YET = ModelFile(name=TENSORS, sha256="0" * 64)
"""Stands in a card until `write_weights` has the bytes."""
