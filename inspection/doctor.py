"""What is here, what works, and what to do about what does not: for `meisterblick doctor` and the system page."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from camera.errors import CameraError
from camera.opening import make_camera, snap_once
from inspection.detection.loading import default_engine, load_detector
from inspection.detection.manifest import installed_version, load_manifest
from inspection.errors import InspectionError, ModelRefused, RecipeInvalid, StoreInUse
from inspection.good_only import is_good_only
from inspection.model_book.active import active_models
from inspection.places import SHIPPED_MODELS, find_model, find_recipe, recipe_names
from inspection.record import Precision
from inspection.station.settings import load_settings

LOW_DISK_MB = 2_000
TRAINING_PACKAGES = ("torch", "ultralytics", "albumentations", "onnx", "nncf")
INSPECTION_PACKAGES = ("numpy", "opencv-python", "streamlit", "sqlalchemy")


class Topic(StrEnum):
    """What a check is about."""

    COMPUTER = "computer"
    INSPECTION = "inspection"
    TRAINING = "training"
    DISK = "disk"
    RECORDS = "records"
    PART = "part"
    MODEL = "model"
    MODELS = "models"
    POINTER = "active models"
    ACTIVE = "active for"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor's answer; `subject` is the one part or model that it is about.

    `what` and `next_step` are technical and in English; `next_step` is empty where nothing has to be done.
    """

    topic: Topic
    subject: str = ""
    good: bool
    what: str
    next_step: str = ""

    @property
    def name(self) -> str:
        """Topic and subject."""
        return f"{self.topic} {self.subject}".strip()


def all_checks(home: Path) -> Iterator[Check]:
    """Every check, quick ones first. Opens records and camera: not for the process that has them open."""
    yield _computer()
    yield from _packages()
    yield _disk(home)
    yield _records(home)
    yield from _parts(home)
    yield from _models(home)
    yield from _active(home)
    yield _camera(home)


def quick_checks(home: Path) -> Iterator[Check]:
    """Those that take no time and open neither records nor camera: beside a station at work."""
    yield _computer()
    yield from _packages()
    yield from _parts(home)
    yield from _active(home)


def _computer() -> Check:
    return Check(
        topic=Topic.COMPUTER,
        good=True,
        what=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, engine {default_engine()}",
    )


def _packages() -> Iterator[Check]:
    versions = {name: _version(name) for name in INSPECTION_PACKAGES}
    versions |= {"openvino": installed_version("openvino"), "onnxruntime": installed_version("onnxruntime")}
    missing = [name for name, found in versions.items() if found is None]
    yield Check(
        topic=Topic.INSPECTION,
        good=not missing,
        what=", ".join(f"{name} {found or 'missing'}" for name, found in versions.items()),
        next_step="install again: uv sync" if missing else "",
    )
    absent = [name for name in TRAINING_PACKAGES if importlib.util.find_spec(name) is None]
    yield Check(
        topic=Topic.TRAINING,
        good=True,
        what="not installed: this station inspects and does not train" if absent else "installed",
        next_step="to train here as well: uv sync" if absent else "",
    )


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _disk(home: Path) -> Check:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free_mb = shutil.disk_usage(existing).free // 1_000_000
    good = free_mb > LOW_DISK_MB
    return Check(
        topic=Topic.DISK,
        good=good,
        what=f"{free_mb} MB free for {home}",
        next_step="" if good else f"make room: below {LOW_DISK_MB} MB records soon cannot be kept",
    )


def _records(home: Path) -> Check:
    from inspection.records import RecordStore

    if not home.exists():
        return Check(topic=Topic.RECORDS, good=True, what=f"none yet in {home}")
    try:
        store = RecordStore.open(home)
    except StoreInUse as error:
        return Check(topic=Topic.RECORDS, good=True, what=f"in use by a running station ({error})")
    except InspectionError as error:
        return Check(topic=Topic.RECORDS, good=False, what=str(error), next_step="see docs/errors.md")
    try:
        return Check(topic=Topic.RECORDS, good=True, what=f"{sum(store.counts().values())} parts in {home}")
    finally:
        store.close()


def _parts(home: Path) -> Iterator[Check]:
    for name in recipe_names(home):
        try:
            recipe = find_recipe(name, home)
        except RecipeInvalid as error:
            yield Check(
                topic=Topic.PART, subject=name, good=False, what=str(error), next_step="mend the file, or delete it"
            )
        else:
            there = _has_model(recipe.model, home)
            yield Check(
                topic=Topic.PART,
                subject=name,
                good=True,
                what=f"version {recipe.version}, model {recipe.model}{'' if there else ' (not there yet)'}",
                next_step="" if there else f"before this part can be judged: train a model {recipe.model}, or copy one",
            )


def _has_model(name: str, home: Path) -> bool:
    try:
        find_model(name, home)
    except ModelRefused:
        return False
    return True


def _models(home: Path) -> Iterator[Check]:
    roots = (home / "models", SHIPPED_MODELS)
    folders = {path.parent.name: path.parent for root in reversed(roots) for path in root.glob("*/manifest.json")}
    if not folders:
        yield Check(
            topic=Topic.MODELS, good=False, what="none", next_step=f"copy the folder models/ again to {SHIPPED_MODELS}"
        )
    for name, folder in sorted(folders.items()):
        try:
            judge = load_detector(folder).judge
        except ModelRefused as error:
            yield Check(
                topic=Topic.MODEL, subject=name, good=False, what=str(error), next_step="copy the model's folder again"
            )
        else:
            how = f", {judge.engine} {judge.engine_version} {judge.precision}" if judge else ""
            what = f"verified, self-test passed{how}{_also_offered(folder)}"
            yield Check(topic=Topic.MODEL, subject=name, good=True, what=what)


def _also_offered(folder: Path) -> str:
    """The reduced precisions of a sound model. Whether they are faster is another question."""
    if is_good_only(folder):
        return ""
    manifest = load_manifest(folder)
    offered = [one for one in Precision if one is not Precision.F32 and manifest.offers(default_engine(), one)]
    return f", offered in {', '.join(offered)} as well: meisterblick doctor --benchmark" if offered else ""


def _active(home: Path) -> Iterator[Check]:
    """Only where something was promoted: which model judges in each slot."""
    try:
        slots = active_models(home).slots
    except ModelRefused as error:
        yield Check(topic=Topic.POINTER, good=False, what=str(error), next_step="meisterblick models rollback")
        return
    for slot, active in slots.items():
        try:
            find_model(slot, home)
        except ModelRefused as error:
            step = f"meisterblick models rollback {slot}"
            yield Check(topic=Topic.ACTIVE, subject=slot, good=False, what=str(error), next_step=step)
        else:
            yield Check(
                topic=Topic.ACTIVE, subject=slot, good=True, what=f"{active.now.model}, since {active.since:%Y-%m-%d}"
            )


def _camera(home: Path) -> Check:
    try:
        config = load_settings(home).camera
    except RecipeInvalid as error:
        return Check(topic=Topic.CAMERA, good=False, what=str(error), next_step="mend settings.yaml, or delete it")
    camera_id = make_camera(config).camera_id
    try:
        frame = snap_once(config)
    except CameraError as error:
        return Check(
            topic=Topic.CAMERA, good=False, what=f"{camera_id}: {error}", next_step="check plug and settings.yaml"
        )
    return Check(topic=Topic.CAMERA, good=True, what=f"{camera_id} gives {frame.width_px} x {frame.height_px} px")
