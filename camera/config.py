"""Which camera, and how to reach it: a station setting, never part of a recipe."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from camera.rendering.truth import PartKind


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SimulatedConfig(_Closed):
    """A camera that shows rendered parts, one after the other; it needs no hardware and no network."""

    kind: Literal["simulated"] = "simulated"
    part: PartKind = "weld-bead"
    seed: int = 1
    width_px: int = Field(default=640, ge=64, le=4096)
    height_px: int = Field(default=480, ge=64, le=4096)


class FolderConfig(_Closed):
    """Shows the pictures of a folder in the order of their names; after the last the first again when `loop`."""

    kind: Literal["folder"] = "folder"
    path: Path
    loop: bool = True


CameraConfig = Annotated[SimulatedConfig | FolderConfig, Field(discriminator="kind")]
