"""Calibrations on disk: `HOME/calibration/CAMERA.json`, and beside it the older ones with their date."""

import hashlib
import re
from datetime import UTC
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from inspection.calibration.calibration import Calibration, lengths_per_px
from inspection.calibration.refusal import Problem
from inspection.calibration.wording import refused
from inspection.errors import StorageFailed
from inspection.on_disk import write_durably

FOLDER: Final = "calibration"
_SAME: Final = 1e-3


def calibration_path(home: Path, camera_id: str) -> Path:
    """Where the calibration of a camera is kept: its id with plain characters only, and a piece of its hash.

    >>> calibration_path(Path("home"), "usb:/dev/video0").name
    'usb-dev-video0-9e661a92.json'
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", camera_id).strip("-")[:60]
    mark = hashlib.sha256(camera_id.encode()).hexdigest()[:8]  # two ids that look alike have two files
    return home / FOLDER / f"{plain}-{mark}.json"


def load_calibration(home: Path, camera_id: str) -> Calibration:
    """The calibration of a camera, whatever its picture size.

    Raises CalibrationRefused where there is none, its file is broken, or it is another camera's.
    """
    path = calibration_path(home, camera_id)
    if not path.exists():
        raise refused(Problem.NOT_CALIBRATED, detail=camera_id)
    calibration = read_calibration(path)
    if calibration.camera_id != camera_id:
        raise refused(Problem.OTHER_CAMERA, detail=calibration.camera_id, expected=camera_id)
    return calibration


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file. Raises CalibrationRefused where it cannot be read or contradicts itself."""
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
        again = lengths_per_px(calibration.scale, calibration.resolution_wh)
    except (OSError, ValidationError) as error:  # also of a scale that maps the picture nowhere
        raise refused(Problem.FILE_BROKEN, detail=str(path)) from error
    if not abs(again.centre / calibration.mm_per_px.centre - 1) <= _SAME:
        raise refused(Problem.FILE_BROKEN, detail=str(path))
    return calibration


def calibration_files(home: Path) -> tuple[Path, ...]:
    """The files of all cameras' present calibrations, by name."""
    paths = sorted((home / FOLDER).glob("*.json"))
    return tuple(path for path in paths if re.search(r"-[0-9a-f]{8}\.json$", path.name))


def save_calibration(home: Path, calibration: Calibration) -> Path:
    """Keep a calibration; it is on the disk when this returns, whole or not at all. The one before stays.

    Raises StorageFailed.
    """
    path = calibration_path(home, calibration.camera_id)
    try:
        if path.exists():
            before = path.read_bytes()
            write_durably(_kept_as(path, before), before)
        write_durably(path, f"{calibration.model_dump_json(indent=2)}\n".encode())
    except OSError as error:
        raise StorageFailed(
            f"{path} cannot be written: {error}; make room on the disk, or let it be written to"
        ) from error
    return path


def _kept_as(path: Path, content: bytes) -> Path:
    """The name of an older calibration, after its time; after its content where it cannot be read."""
    try:
        when = f"{Calibration.model_validate_json(content).made_at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    except ValidationError:
        when = f"unreadable-{hashlib.sha256(content).hexdigest()[:12]}"
    return path.with_name(f"{path.stem}-{when}.json")
