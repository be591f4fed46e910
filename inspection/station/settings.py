"""What belongs to this station and to no recipe: camera, part, engine, language."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from camera.config import CameraConfig, SimulatedConfig
from inspection.closed import Closed
from inspection.on_disk import write_durably
from inspection.record import EngineName, Precision
from inspection.yaml_file import read_yaml

FILE_NAME = "settings.yaml"


class StationSettings(Closed):
    """The file `settings.yaml` in the station's folder; every entry may be left out."""

    camera: CameraConfig = SimulatedConfig()
    part: str = "weld-bead"
    language: Literal["de", "en"] = "de"
    engine: EngineName | None = None
    precision: Precision = Precision.F32
    lock_out_ms: int = Field(default=300, ge=0)
    daily_check_required: bool = False


def load_settings(home: Path) -> StationSettings:
    """Read the station's settings; the defaults where there is no file.

    Raises RecipeInvalid with the file and the first wrong entry.
    """
    path = home / FILE_NAME
    return read_yaml(path, StationSettings) if path.exists() else StationSettings()


def save_settings(home: Path, settings: StationSettings) -> None:
    """Write the station's settings, as a whole or not at all; what is as by default is left out.

    Comments that somebody wrote into the file are lost, what they said about is not. Raises OSError.
    """
    import yaml

    said = settings.model_dump(mode="json", exclude_defaults=True)
    if "camera" in said:
        said["camera"] = {"kind": settings.camera.kind, **said["camera"]}
    write_durably(home / FILE_NAME, yaml.safe_dump(said, allow_unicode=True, sort_keys=False).encode())
