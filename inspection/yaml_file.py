"""Files that a person edits: YAML into a closed model, with the file and the wrong entry in the message."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from inspection.closed import Closed
from inspection.errors import RecipeInvalid

Model = TypeVar("Model", bound=Closed)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The file's content as `model`; an empty file has all defaults.

    Raises RecipeInvalid with the name of the file and of the first wrong entry.
    """
    import yaml

    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RecipeInvalid(f"{path} cannot be read: {error}; mend the file, or delete it") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole"
        raise RecipeInvalid(f"{path}: {where}: {first['msg']}; mend the entry, or delete it") from error
