"""Weights to start from: safetensors beside a card that says what they are. Never a pickle, from anyone.

    FOLDER/weights.json          this card
           weights.safetensors   the net's tensors by name

`models/base` is such a folder, and every model that the shop trains holds one beside its ONNX file.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from inspection.detection.manifest import ModelFile, verified_bytes
from inspection.errors import ModelRefused
from inspection.on_disk import write_durably
from training.weights_card import CARD, Architecture, WeightsCard, find_weights, read_card

if TYPE_CHECKING:
    import torch

__all__ = [
    "CARD",
    "NOT_WRITTEN_YET",
    "TENSORS",
    "Architecture",
    "WeightsCard",
    "find_weights",
    "read_card",
    "read_weights",
    "write_weights",
]
TENSORS = "weights.safetensors"


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
