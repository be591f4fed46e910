"""The question that a promotion asks: which golden pictures, against which model, and what came of it."""

from dataclasses import dataclass
from pathlib import Path

from inspection.closed import Closed
from inspection.detection.engines import EngineName
from inspection.errors import ModelRefused
from inspection.language import Language
from inspection.model_book.active import active_models, manifest_sha256
from inspection.model_book.changing import Compared
from inspection.model_book.listing import entry_of
from inspection.model_book.verifying import refuse_unsound
from inspection.places import find_model, model_folder
from inspection.recipe import Recipe
from inspection.record import Precision, Sha256
from inspection.setup import Setup
from training.promoting.comparing import compare
from training.promoting.golden import golden_at_home, golden_of, refuse_learned
from training.promoting.judged_golden import OnPicture
from training.promoting.report import Comparison
from training.promoting.telling import as_text, objections


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be promoted; `engine` and `precision` are those of the bench.

    `golden` None: all golden pictures of frozen versions that fit. `threads` None: as many as the engine likes.
    """

    slot: str
    candidate: Path
    golden: Path | None
    margin: float
    home: Path
    engine: EngineName | None = None
    precision: Precision = Precision.F32
    threads: int | None = None


class Answer(Closed):
    """What can be said of a candidate. `comparison` is None where there are no golden pictures.

    `active_problem` says why the active model could not judge them; then the candidate did alone.
    """

    slot: str
    candidate: str
    candidate_sha256: Sha256
    active: str | None
    active_sha256: Sha256 | None
    active_problem: str | None
    comparison: Comparison | None

    @property
    def compared(self) -> Compared:
        """What this answer is about, by the hashes of the manifests."""
        return Compared(candidate=self.candidate_sha256, active=self.active_sha256)

    @property
    def holds(self) -> bool:
        """Whether the candidate may become active without anybody overruling something."""
        compared = self.comparison is not None and self.comparison.is_better_or_equal
        return compared and self.active_problem is None

    def against(self, language: Language) -> tuple[str, ...]:
        """What stands against the candidate, in sentences."""
        return objections(self.comparison, self.active_problem, language)

    def in_words(self, language: Language) -> str:
        """The whole answer for a person."""
        return as_text(self.candidate, self.comparison, self.against(language), language)


def ask_golden(asked: Asked, setup: Setup | None, on_picture: OnPicture | None = None) -> Answer:
    """Hold the candidate against what is active, on golden pictures. Nothing is changed.

    `on_picture` is called after every picture.

    Raises ModelRefused where the candidate is active already or the pointer is damaged; PromotionRefused where it
    learned from golden pictures; LayoutError, LabelError, VersionDamaged, FrameBroken.
    """
    active = active_folder(asked.slot, asked.home)
    candidate_sha256 = manifest_sha256(asked.candidate)
    active_sha256 = manifest_sha256(active) if active else None
    if active_sha256 == candidate_sha256:
        raise ModelRefused(f"{asked.candidate.name} is active for {asked.slot} already")
    problem = None
    if active is not None:
        try:
            refuse_unsound(active)
        except ModelRefused as error:
            problem = str(error)
    about = asked_about(asked.candidate, active, setup.recipe if setup else None, asked.home)
    golden = golden_of(asked.golden) if asked.golden else golden_at_home(asked.home, about)
    comparison = None
    if golden is not None:
        known = refuse_learned(golden, asked.candidate, asked.home)
        comparison = compare(
            asked.candidate,
            None if problem else active,
            golden,
            setup,
            slot=asked.slot,
            home=asked.home,
            margin=asked.margin,
            origin_known=known,
            engine=asked.engine,
            precision=asked.precision,
            threads=asked.threads,
            on_picture=on_picture,
        )
    return Answer(
        slot=asked.slot,
        candidate=asked.candidate.name,
        candidate_sha256=candidate_sha256,
        active_sha256=active_sha256,
        active=active.name if active else None,
        active_problem=problem,
        comparison=comparison,
    )


def active_folder(slot: str, home: Path) -> Path | None:
    """What judges in the slot; None where it has no model yet. Raises ModelRefused where it is missing or changed."""
    if slot in active_models(home).slots:
        return find_model(slot, home)
    try:
        return model_folder(slot, home)
    except ModelRefused:
        return None


def asked_about(candidate: Path, active: Path | None, recipe: Recipe | None, home: Path) -> frozenset[str] | None:
    """What candidate, active model or recipe know, so that what the candidate unlearned is asked as well.

    None, for any class, where the candidate names no defect: it was taught from good parts.
    """
    own, theirs = (entry_of(one, home).classes if one else () for one in (candidate, active))
    judged = {limit.class_name for limit in recipe.all_limits} if recipe else set()
    return frozenset({*own, *theirs, *judged}) if own else None
