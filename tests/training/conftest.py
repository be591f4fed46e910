"""ultralytics reads its environment when it is imported, so the trainer's own is set before any test imports it."""

import tempfile
from pathlib import Path

from training.environment import prepare

prepare(Path(tempfile.mkdtemp(prefix="meisterblick-training-")))
