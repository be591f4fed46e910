"""Promote a model into a slot, or roll back: on the disk as a whole, or not at all.

Order: the pointer as it is, under `active.before.json`; then the new pointer, each written beside, synced and renamed.
A power cut between leaves the old pointer and a copy of it; both are verified by their own hash when they are read.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspection import platform
from inspection.errors import ModelRefused
from inspection.model_book.active import (
    FILE,
    FILE_BEFORE,
    Active,
    ActiveModels,
    ModelRef,
    active_before,
    active_models,
    manifest_sha256,
)
from inspection.on_disk import write_durably
from inspection.override import Role
from inspection.places import NAME, SHIPPED_MODELS, chosen_folder, find_model, model_folder
from inspection.records.failures import explained

_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The pointer before and after; `was` and `now` are None where the slot has no entry.

    `was_damaged`: the pointer could not be read, so nobody knows what was active.
    """

    slot: str
    was: Active | None
    now: Active | None
    was_damaged: bool = False

    def __str__(self) -> str:
        """As it stands in the records."""
        was, now = (one.now.model if one else f"{self.slot} (not promoted)" for one in (self.was, self.now))
        return f"{self.slot}: {'damaged pointer' if self.was_damaged else was} -> {now}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The manifests' hashes of the two models that were compared; `active` None: there was none, or it was unusable."""

    candidate: str
    active: str | None


Check = Callable[[Path], None]
"""Verifies the model in a folder (`model_book.verifying.refuse_unsound`). Raises ModelRefused."""


def make_active(
    slot: str,
    folder: Path,
    home: Path,
    check: Check,
    *,
    role: Role | None = None,
    reason: str | None = None,
    overruled: tuple[str, ...] = (),
    compared: Compared | None = None,
    instead_of: str | None = None,
) -> Change:
    """Let the model in `folder` judge in `slot` from now on; the one before can be had back in one step.

    A slot that is new is one for a part that was judged in the slot `instead_of` until now: the one before is what
    judges there.

    `check` has passed before anything is written. Raises ModelRefused where the model is refused, its folder is no
    place for models, the pointer is damaged, or candidate or active model are not those that were `compared`;
    StorageFull, StorageFailed. Nothing has changed then.
    """
    if not NAME.fullmatch(slot):
        raise ModelRefused(f"{slot!r} cannot be a slot's name: small letters, digits and hyphens, as in board")
    if folder.parent not in (home / "models", SHIPPED_MODELS):
        raise ModelRefused(f"{folder} is not where models are; copy it to {home / 'models' / folder.name} first")
    with _changing(home):
        chosen = ModelRef(model=folder.name, manifest_sha256=manifest_sha256(folder))
        models = active_models(home)
        was = models.slots.get(slot)
        before = was.now if was else _by_name(instead_of or slot, home)
        if compared is not None:
            was_active = before.manifest_sha256 if before else None
            _refuse_others(compared, Compared(candidate=chosen.manifest_sha256, active=was_active))
        check(folder)
        active = Active(
            now=chosen,
            previous=before,
            since=datetime.now(UTC),
            role=role,
            reason=reason,
            overruled=overruled,
        )
        _write(models.with_slot(slot, active), home, before=models)
    return Change(slot=slot, was=was, now=active)


def roll_back(
    home: Path, check: Check, slot: str | None = None, *, role: Role | None = None, reason: str | None = None
) -> Change:
    """Go back one step in `slot` (in the only one there is, where none is named).

    With a pointer that is damaged or gone: back to the pointer before the last change. Raises ModelRefused where there
    is nothing to go back to, or `check` refuses it; StorageFull, StorageFailed. Nothing has changed then.
    """
    with _changing(home):
        try:
            models = active_models(home)
        except ModelRefused:
            return _restored(home, slot, check)
        slot = slot or _only(models)
        was = models.slots.get(slot)
        if was is None or was.previous is None:
            raise ModelRefused(
                f"there is nothing to go back to for {slot!r}: it was not promoted, or went back already; promote the "
                "model that is to judge"
            )
        check(chosen_folder(was.previous, home, slot))
        active = Active(now=was.previous, previous=None, since=datetime.now(UTC), role=role, reason=reason)
        _write(models.with_slot(slot, active), home, before=models)
    return Change(slot=slot, was=was, now=active)


def _refuse_others(compared: Compared, now: Compared) -> None:
    if compared.candidate != now.candidate:
        raise ModelRefused("the candidate was changed while it was compared: promote it again")
    if compared.active != now.active:
        raise ModelRefused("another model became active meanwhile, or it was changed: compare with that one, try again")


def _restored(home: Path, slot: str | None, check: Check) -> Change:
    """The pointer as it was before its last change, put in force again: once what it names for `slot`, for every slot
    where none is named, was verified."""
    before = active_before(home)
    for name in [slot] if slot else before.slots:
        active = before.slots.get(name)
        try:
            check(chosen_folder(active.now, home, name) if active else model_folder(name, home))
        except ModelRefused as error:
            raise ModelRefused(
                f"{home / 'models' / FILE} is damaged, and what judged {name!r} before cannot judge: {error}; "
                f"mend that, or delete {FILE} and {FILE_BEFORE} and promote the model that is to judge"
            ) from error
    write_durably(home / "models" / FILE, _bytes(before))
    name = slot or next(iter(before.slots), "every slot")
    return Change(slot=name, was=None, now=before.slots.get(name), was_damaged=True)


def _write(models: ActiveModels, home: Path, *, before: ActiveModels) -> None:
    folder = home / "models"
    if not (folder / FILE).exists():  # else a cut after the next line would look like a pointer that was lost
        write_durably(folder / FILE, _bytes(before))
    write_durably(folder / FILE_BEFORE, _bytes(before))
    write_durably(folder / FILE, _bytes(models))


def _bytes(models: ActiveModels) -> bytes:
    return models.model_dump_json(indent=2).encode() + b"\n"


def _by_name(slot: str, home: Path) -> ModelRef | None:
    """What judges in a slot that has no entry."""
    try:
        folder = find_model(slot, home)
    except ModelRefused:
        return None
    return ModelRef(model=folder.name, manifest_sha256=manifest_sha256(folder))


def _only(models: ActiveModels) -> str:
    names = sorted(models.slots)
    if len(names) != 1:
        known = ", ".join(names) or "none: nothing was promoted"
        raise ModelRefused(f"name the slot that is to go back; there are: {known}")
    return names[0]


@contextmanager
def _changing(home: Path) -> Iterator[None]:
    """Keep everybody else from changing the pointer meanwhile. An OSError becomes StorageFull or StorageFailed."""
    try:
        (home / "models").mkdir(parents=True, exist_ok=True)
        lock = platform.FileLock.take(home / "models" / ".active.lock", _PATIENCE_S)
    except BlockingIOError as error:
        raise ModelRefused("the active model is being changed by another: wait a moment, then try again") from error
    except OSError as error:
        raise explained(f"change the active model in {home}", error) from error
    try:
        yield
    except OSError as error:
        raise explained(f"change the active model in {home}", error) from error
    finally:
        lock.release()
