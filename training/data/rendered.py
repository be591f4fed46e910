"""Whether a data set was rendered: what is measured on it says so."""

import json
from pathlib import Path
from typing import Final

TRUTH: Final = "truth.json"
_FORMAT: Final = "meisterblick-rendered-"


def is_rendered(data_yaml: Path) -> bool:
    """Whether `meisterblick render` made the set: then the truth of every picture lies beside its data.yaml."""
    try:
        said = json.loads((data_yaml.parent / TRUTH).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and str(said.get("format", "")).startswith(_FORMAT)
