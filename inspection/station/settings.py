"""What belongs to this station and to no recipe: camera, part, engine, language."""

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from camera.config import CameraConfig, SimulatedConfig
from inspection.closed import Closed
from inspection.errors import RecipeInvalid
from inspection.record import Precision

FILE_NAME = "settings.yaml"


class StationSettings(Closed):
    """The file `settings.yaml` in the station's folder; every entry may be left out."""

    camera: CameraConfig = SimulatedConfig()
    part: str = "weld-bead"
    language: Literal["de", "en"] = "de"
    engine: Literal["openvino", "onnxruntime"] | None = None
    precision: Precision = Precision.F32
    lock_out_ms: int = Field(default=300, ge=0)


def load_settings(home: Path) -> StationSettings:
    """Read the station's settings; the defaults where there is no file.

    Raises RecipeInvalid with the file and the first wrong entry.
    """
    import yaml

    path = home / FILE_NAME
    if not path.exists():
        return StationSettings()
    try:
        return StationSettings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecipeInvalid(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise RecipeInvalid(f"{path}: {where}: {first['msg']}; mend the entry or delete it") from error
