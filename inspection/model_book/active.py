"""The pointer to the active models: per slot, which model judges, and which did before.

HOME/models/active.json          what is active; a slot without an entry is the model of that name
            active.before.json   the same before the last change: to be restored when the first is damaged

A recipe names a slot (`board`), not a model, so that a newer model can take its place and the recipe stays as it is.
"""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from inspection.closed import Closed
from inspection.errors import ModelRefused
from inspection.override import Role, WhyOverridden
from inspection.record import Sha256

FILE, FILE_BEFORE = "active.json", "active.before.json"
TO_ROLL_BACK: Final = "`meisterblick models rollback` goes back to the model before"

ModelName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]


class ModelRef(Closed):
    """One model as it was when it was chosen: its folder's name, and the hash of its manifest, which has all others."""

    model: ModelName
    manifest_sha256: Sha256


class Active(Closed):
    """What is active in a slot, since when, who said so, and why. `previous` is None after a rollback.

    `overruled` says against which findings of the comparison a master made it active; empty where there were none.
    """

    now: ModelRef
    previous: ModelRef | None
    since: AwareDatetime
    role: Role | None = None
    reason: WhyOverridden | None = None
    overruled: tuple[str, ...] = ()


class ActiveModels(Closed):
    """What active.json holds. `content_sha256` is over the slots: a flipped bit in a slot's name is no other slot."""

    slots: dict[ModelName, Active]
    content_sha256: Sha256

    @classmethod
    def of(cls, slots: dict[str, Active]) -> Self:
        """With its hash."""
        return cls(slots=slots, content_sha256=_content_sha256(slots))

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.content_sha256 != _content_sha256(self.slots):
            raise ValueError("content_sha256 is not the hash of the slots: the file was changed or damaged")
        return self

    def with_slot(self, slot: str, active: Active) -> "ActiveModels":
        """The same with another entry for `slot`."""
        return ActiveModels.of({**self.slots, slot: active})


def active_models(home: Path) -> ActiveModels:
    """What is active in the workshop `home`; no slot where nothing was ever promoted.

    Raises ModelRefused for a file that is damaged or gone: then nobody knows which model was meant.
    """
    path = _folder(home) / FILE
    try:
        return ActiveModels.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        if (_folder(home) / FILE_BEFORE).exists():
            raise ModelRefused(f"{path} is gone, so nobody knows which model is active; {TO_ROLL_BACK}") from None
        return ActiveModels.of({})
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error}; {TO_ROLL_BACK}") from error
    except ValidationError as error:
        raise ModelRefused(f"{path} is damaged: {error.errors()[0]['msg']}; {TO_ROLL_BACK}") from error


def active_before(home: Path) -> ActiveModels:
    """What was active before the last change. Raises ModelRefused where that cannot be read either."""
    path = _folder(home) / FILE_BEFORE
    try:
        return ActiveModels.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ModelRefused(
            f"{path} cannot be read either, so there is nothing to go back to; delete it and {FILE}, and promote the "
            "model that is to judge"
        ) from error


def manifest_sha256(folder: Path) -> str:
    """The hash of `folder`/manifest.json as it is. Raises ModelRefused where it cannot be read."""
    path = folder / "manifest.json"
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error}") from error


def _folder(home: Path) -> Path:
    return home / "models"


def _content_sha256(slots: dict[str, Active]) -> str:
    """sha256 over JSON with sorted keys and no spaces."""
    content = {name: active.model_dump(mode="json") for name, active in slots.items()}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
