"""The feature net that ships with the program, read and held against its card; `feature_net` says how it was made."""

from typing import Final

from pydantic import Field, ValidationError

from inspection.closed import Closed
from inspection.detection.manifest import ModelFile, verified_bytes
from inspection.errors import ModelRefused
from inspection.places import NAME, SHIPPED_MODELS

CARD: Final = "features.json"
FOLDER: Final = SHIPPED_MODELS / "features"


class FeatureNetCard(Closed):
    """What a feature net is: its file, the weights and layers it was made of, where they come from."""

    name: str = Field(pattern=NAME.pattern)
    file: ModelFile
    weights: str
    weights_sha256: str
    layers: tuple[int, ...]
    licence: str
    trained_on: tuple[str, ...]


def shipped_feature_net() -> tuple[FeatureNetCard, bytes]:
    """The card and the verified bytes of the net. Raises ModelRefused."""
    path = FOLDER / CARD
    try:
        card = FeatureNetCard.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelRefused(f"{path} cannot be used: {error}; copy the folder models/ again") from error
    return card, verified_bytes(FOLDER, card.file)
