"""Where the long proofs leave their figures."""

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def leave_figures(name: str, figures: dict[str, Any]) -> None:
    """Write NAME.json into the folder MEISTERBLICK_PROOF_DIR (default: build/proof), with the machine's load."""
    folder = Path(os.environ.get("MEISTERBLICK_PROOF_DIR", ROOT / "build" / "proof"))
    folder.mkdir(parents=True, exist_ok=True)
    machine = {"cores": os.cpu_count(), "load_1min": round(os.getloadavg()[0], 1)}
    text = json.dumps({**figures, **machine}, indent=2, sort_keys=True)
    (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
