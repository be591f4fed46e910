"""Where a training is, on the disk: tensors and a few numbers in one safetensors file, replaced as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from inspection.closed import Closed
from inspection.on_disk import write_durably
from training.errors import RunDamaged
from training.fitting.pace import Stretch

if TYPE_CHECKING:
    import torch

_NUMBERS = "meisterblick"


class Standing(Closed):
    """The numbers of a checkpoint: steps and seconds done, averages taken, the plan, the best score and its step.

    `watched` is how many pictures of the val split are looked at, `picture_s` what one of them takes, `looking_s` what
    all looks took so far.
    """

    step: int
    averaged: int
    elapsed_s: float
    stretches: tuple[Stretch, ...]
    looked_at: float
    watched: int
    picture_s: float
    looking_s: float
    best_map50_95: float
    best_step: int


def save_checkpoint(path: Path, tensors: "dict[str, torch.Tensor]", standing: Standing) -> None:
    """Put both on the disk; a kill or a power cut leaves the checkpoint before, whole. Raises OSError."""
    from safetensors.torch import save

    data = save(
        {name: value.contiguous() for name, value in tensors.items()}, metadata={_NUMBERS: standing.model_dump_json()}
    )
    write_durably(path, data)


def read_checkpoint(path: Path) -> "tuple[dict[str, torch.Tensor], Standing] | None":
    """The tensors and numbers; None where there is no checkpoint yet. Raises RunDamaged."""
    from safetensors import SafetensorError, safe_open

    if not path.exists():
        return None
    try:
        with safe_open(path, framework="pt") as file:
            standing = Standing.model_validate_json((file.metadata() or {}).get(_NUMBERS, ""))
            return {name: file.get_tensor(name) for name in file.keys()}, standing  # noqa: SIM118 (it is no dict)
    except (OSError, SafetensorError, ValidationError) as error:
        raise RunDamaged(
            f"{path} cannot be read ({error}); delete the folder {path.parent} and start the training anew"
        ) from error
