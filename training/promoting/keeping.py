"""Comparisons that were made, kept for the master who decides; one that is no longer true is never found again.

HOME/comparisons/KEY.json       question and answer; KEY is the hash of the question
                 declined.json  the models that the master did not want, by the hashes of their manifests

A question names everything that its answer hangs on: both models, the golden pictures and the recipe, by their hashes.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, ValidationError

from inspection.closed import Closed
from inspection.model_book.active import ModelName, manifest_sha256
from inspection.on_disk import write_durably
from inspection.override import Role, WhyOverridden
from inspection.recipe import Recipe, content_sha256
from inspection.record import Precision, Sha256
from inspection.records.failures import explained
from inspection.station.settings import StationSettings
from training.data.version import read_version
from training.promoting.asking import Answer, active_folder, asked_about
from training.promoting.golden import golden_versions

FOLDER: Final = "comparisons"
_DECLINED: Final = "declined.json"


class Question(Closed):
    """May `candidate` judge in `slot`? `golden` are the frozen versions whose golden pictures answer that, by hash."""

    slot: ModelName
    candidate: ModelName
    candidate_sha256: Sha256
    active_sha256: Sha256 | None
    golden: Mapping[str, Sha256]
    recipe_sha256: Sha256 | None
    engine: str | None
    precision: Precision

    @classmethod
    def of(cls, slot: str, candidate: Path, recipe: Recipe | None, settings: StationSettings, home: Path) -> Self:
        """The question as it stands now; no picture is looked at.

        Raises ModelRefused where a manifest or the pointer cannot be read, VersionDamaged.
        """
        active = active_folder(slot, home)
        about = asked_about(candidate, active, recipe, home)
        versions = [read_version(folder) for folder in golden_versions(home, about)]
        return cls(
            slot=slot,
            candidate=candidate.name,
            candidate_sha256=manifest_sha256(candidate),
            active_sha256=manifest_sha256(active) if active else None,
            golden={f"{one.name} v{one.version}": one.content_sha256 for one in versions},
            recipe_sha256=content_sha256(recipe) if recipe else None,
            engine=settings.engine,
            precision=settings.precision,
        )

    @property
    def key(self) -> str:
        """A name for exactly this question."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Kept(Closed):
    """A question with its answer."""

    question: Question
    answer: Answer
    at: AwareDatetime


class Declined(Closed):
    """The master did not want this model."""

    at: AwareDatetime
    role: Role
    reason: WhyOverridden | None


class _AllDeclined(Closed):
    models: dict[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], Declined]


def keep(home: Path, question: Question, answer: Answer) -> Kept:
    """Keep an answer. Raises ValueError where it is about other models, StorageFull, StorageFailed."""
    if (question.candidate_sha256, question.active_sha256) != (answer.candidate_sha256, answer.active_sha256):
        raise ValueError("this answer is about other models than the question: ask again")
    kept = Kept(question=question, answer=answer, at=datetime.now(UTC))
    _write(home / FOLDER / f"{question.key}.json", kept.model_dump_json(indent=1).encode() + b"\n")
    return kept


def kept(home: Path, question: Question) -> Kept | None:
    """The answer to exactly this question; None where nobody asked it, or the file cannot be read: ask again."""
    with suppress(OSError, ValidationError):
        found = Kept.model_validate_json((home / FOLDER / f"{question.key}.json").read_bytes())
        return found if found.question == question else None
    return None


def decline(home: Path, model_sha256: str, *, role: Role, reason: str | None) -> None:
    """Keep that the model with this manifest is not wanted. Raises StorageFull, StorageFailed."""
    every = {**declined(home), model_sha256: Declined(at=datetime.now(UTC), role=role, reason=reason)}
    _write(home / FOLDER / _DECLINED, _AllDeclined(models=every).model_dump_json(indent=1).encode() + b"\n")


def declined(home: Path) -> Mapping[str, Declined]:
    """The models that were not wanted; {} also where the file cannot be read: they may be asked about again."""
    with suppress(OSError, ValidationError):
        return _AllDeclined.model_validate_json((home / FOLDER / _DECLINED).read_bytes()).models
    return {}


def _write(path: Path, data: bytes) -> None:
    try:
        write_durably(path, data)
    except OSError as error:
        raise explained(f"keep a comparison in {path.parent}", error) from error
