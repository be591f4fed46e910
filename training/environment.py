"""What must be set before ultralytics is imported for the first time: no downloads, no installs, no foreign pickles."""

import os
from pathlib import Path

OFFLINE = {
    "YOLO_OFFLINE": "true",
    "YOLO_AUTOINSTALL": "false",
    "ULTRALYTICS_SAFE_LOAD": "1",
    "NO_ALBUMENTATIONS_UPDATE": "1",
}


def prepare(work: Path) -> None:
    """Set the environment of a training process; ultralytics keeps its own settings in `work`."""
    os.environ.update(OFFLINE)
    os.environ["YOLO_CONFIG_DIR"] = str(work.absolute())
