"""What a training is asked to do, and under which circumstances: everything that is needed to do it again."""

import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from pydantic import Field

from inspection.closed import Closed
from inspection.places import NAME
from inspection.platform import usable_cores
from training.fitting.lessons import Lessons, read_lessons, refuse_unfit, version_of
from training.fitting.seeing import side_for
from training.weights_card import find_weights, read_card

LUNCH_MINUTES = 15.0
OVERNIGHT_MINUTES = 480.0
_PACKAGES = ("meisterblick", "torch", "ultralytics", "albumentations", "opencv-python", "numpy", "safetensors")


class Minutes(Closed):
    """Train until this much time has passed, from the command to the finished model."""

    kind: Literal["minutes"] = "minutes"
    minutes: float = Field(gt=0, le=7 * 24 * 60)


class Epochs(Closed):
    """Train for so many passes over the pictures, however long it takes: the same every time, to the last bit."""

    kind: Literal["epochs"] = "epochs"
    epochs: int = Field(ge=1, le=10_000)


Budget = Minutes | Epochs


class Environment(Closed):
    """What calculated: a run is repeated to the bit only where all of this is the same."""

    packages: dict[str, str]
    python: str
    processor: str
    bf16: bool

    @classmethod
    def here(cls) -> "Environment":
        """This process' own."""
        return cls(
            packages={name: found for name in _PACKAGES if (found := _version(name)) is not None},
            python=platform.python_version(),
            processor=_processor(),
            bf16="avx512_bf16" in _cpu_flags() or "amx_bf16" in _cpu_flags(),
        )


class Task(Closed):
    """One training. Paths are absolute.

    `data_sha256` is of all labels and pictures (`read_lessons`); `data_version` names the frozen version, if any.
    """

    name: str = Field(pattern=NAME.pattern)
    data_yaml: Path
    data_sha256: str
    data_version: str | None = None
    start: Path
    start_sha256: str
    budget: Budget = Field(discriminator="kind")
    seed: int = Field(default=1, ge=0, lt=2**32)
    longest_side_px: int = Field(default=640, ge=64, le=2048, multiple_of=32)
    batch_px: int = Field(default=16 * 640 * 256, gt=0, description="pixels of a batch: 16 boards of 640x256")
    learning_rate: float = Field(default=0.005, gt=0, le=1)
    threads: int = Field(ge=1)
    created_at: datetime
    environment: Environment


def new_task(
    name: str,
    data_yaml: Path,
    base: str,
    budget: Budget,
    *,
    home: Path,
    longest_side_px: int | None = None,
    seed: int = 1,
    threads: int | None = None,
) -> tuple[Task, Lessons]:
    """The task of a training on the data as they are now, starting from the weights called `base`.

    Without `longest_side_px` the side is chosen by the labels (`training.fitting.seeing`).

    Raises what `read_lessons`, `refuse_unfit` and `version_of` do, and ModelRefused where there are no such weights.
    """
    start = find_weights(base, home)
    lessons = read_lessons(data_yaml)
    refuse_unfit(lessons, home)
    task = Task(
        name=name,
        data_yaml=data_yaml.absolute(),
        data_sha256=lessons.sha256,
        data_version=version_of(data_yaml),
        start=start,
        start_sha256=read_card(start).file.sha256,
        budget=budget,
        seed=seed,
        longest_side_px=_side(longest_side_px, lessons, budget),
        threads=threads or default_threads(),
        created_at=now(),
        environment=Environment.here(),
    )
    return task, lessons


def _side(asked: int | None, lessons: Lessons, budget: Budget) -> int:
    if asked is None:
        return side_for(lessons.labelled.splits["train"], budget)
    return max(64, round(asked / 32) * 32)


def default_threads() -> int:
    """All cores of a PC with two, else one less: the screen and the camera want to live, too."""
    cores = usable_cores()
    return cores if cores <= 2 else cores - 1


def now() -> datetime:
    """UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    for line in _cpuinfo():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _cpu_flags() -> frozenset[str]:
    return next((frozenset(line.split()) for line in _cpuinfo() if line.startswith("flags")), frozenset())


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return []
