"""Which models of the workshop might judge this part, beside the one that does."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from inspection.closed import Closed
from inspection.model_book.active import Active, active_models, manifest_sha256
from inspection.model_book.listing import ModelEntry, all_entries
from inspection.recipe import Recipe
from training.promoting.keeping import declined


class Candidate(Closed):
    """A model that might judge in `slot`; `declined_at` says when the master did not want it."""

    slot: str
    name: str
    folder: Path
    manifest_sha256: str
    declined_at: datetime | None


class Slot(Closed):
    """What judges now, what did before, and what else there is. `judges` is None where no model can be used."""

    name: str
    judges: str | None
    active: Active | None
    candidates: tuple[Candidate, ...]

    @property
    def before(self) -> str | None:
        """The model one step back; None where there is none."""
        previous = self.active.previous if self.active else None
        return previous.model if previous else None


def slots_of(recipe: Recipe, home: Path) -> tuple[Slot, ...]:
    """The slots by which the recipe judges. Raises ModelRefused where nobody knows which model is meant."""
    entries = [one for one in all_entries(home) if one.problem is None]
    named = [(recipe.model, "detector"), *([(recipe.good_only, "good-only")] if recipe.good_only else [])]
    return tuple(_slot(name, [one for one in entries if one.kind == kind], recipe, home) for name, kind in named)


def _slot(name: str, entries: Sequence[ModelEntry], recipe: Recipe, home: Path) -> Slot:
    judging = next((one for one in entries if name in one.slots), None)
    about = {limit.class_name for limit in recipe.all_limits} | set(judging.classes if judging else ())
    unwanted = declined(home)
    found = []
    for one in entries:
        is_about_it = one.kind == "good-only" or bool(about & set(one.classes))
        if one.is_own and one is not judging and is_about_it:
            digest = manifest_sha256(one.path)
            known = unwanted.get(digest)
            found.append((known is not None, -_made_at(one.path), digest, one, known))
    return Slot(
        name=name,
        judges=judging.name if judging else None,
        active=active_models(home).slots.get(name),
        candidates=tuple(
            Candidate(
                slot=name,
                name=one.name,
                folder=one.path,
                manifest_sha256=digest,
                declined_at=known.at if known else None,
            )
            for _, _, digest, one, known in sorted(found, key=lambda each: each[:2])
        ),
    )


def _made_at(folder: Path) -> float:
    return (folder / "manifest.json").stat().st_mtime
