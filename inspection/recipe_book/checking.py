"""What a recipe would run into at this bench, in sentences."""

from collections.abc import Iterator
from pathlib import Path

from inspection.closed import Closed
from inspection.detection.manifest import ModelManifest, load_manifest
from inspection.errors import ModelRefused
from inspection.good_only import UNLIKE_GOOD, is_good_only, load_good_only_manifest
from inspection.language import Language, catalog
from inspection.places import find_model
from inspection.recipe import Recipe
from inspection.recipe_book.blind_spots import any_picture, left_out
from inspection.recipe_book.describing import source_word
from inspection.resolving import unresolvable
from inspection.scale import MillimetreScale
from inspection.setup import Setup
from inspection.wording import LOCALE, characteristic_word, class_and_clause, class_word, limit_text, sentence


class Remark(Closed):
    """One thing to know before judging by a recipe; a `problem` has to be mended, the rest is worth a look."""

    is_problem: bool
    text: str


def check_recipe(recipe: Recipe, home: Path, setup: Setup, language: Language) -> tuple[Remark, ...]:
    """What is wrong with a recipe here, the problems first; empty where there is nothing to say.

    `setup` is the recipe as it stands at this bench: its scale, its golden part.
    """
    remarks = [*_model(recipe, home, language), *_limits(recipe, language), *_bench(recipe, setup, language)]
    return tuple(sorted(remarks, key=lambda remark: not remark.is_problem))


def _model(recipe: Recipe, home: Path, language: Language) -> Iterator[Remark]:
    """Is the model there, and does it know what the recipe speaks of?"""
    _ = catalog(LOCALE, language).gettext
    try:
        manifest = _manifest(find_model(recipe.model, home))
        if recipe.good_only is not None:
            load_good_only_manifest(find_model(recipe.good_only, home))
    except ModelRefused as error:
        text = _("The model {model} cannot be used: no part can be judged. ({detail})")
        yield Remark(is_problem=True, text=text.format(model=recipe.model, detail=error))
        return
    limited = {limit.class_name for limit in recipe.all_limits}
    of_norm = {limit.class_name for limit in recipe.norm.limits()} if recipe.norm else set[str]()
    named = {limit.class_name for limit in recipe.limits} | {*recipe.bands, *recipe.accepted}
    named |= {limit.class_name for grade in recipe.grades for limit in grade.limits}
    classes = manifest.classes if manifest else (UNLIKE_GOOD,)
    for name in sorted(named - {*classes, *([UNLIKE_GOOD] if recipe.good_only else [])}):
        text = _("The model {model} does not know the class “{name}”; it knows: {known}.")
        yield Remark(is_problem=True, text=text.format(model=recipe.model, name=name, known=", ".join(classes)))
    for name in sorted(of_norm - named - set(classes)):
        text = _("The norm limits {defect}, which the model {model} was not taught: look for it yourself.")
        yield Remark(is_problem=False, text=text.format(defect=class_word(name, language), model=recipe.model))
    if manifest is None:
        return
    for text in left_out(recipe, manifest, language):
        yield Remark(is_problem=False, text=text)
    yield from _without_limit(manifest, limited | set(recipe.accepted), language)


def _manifest(folder: Path) -> ModelManifest | None:
    """None for a model that was taught from good parts: it has no classes of its own. Raises ModelRefused."""
    if is_good_only(folder):
        load_good_only_manifest(folder)
        return None
    return load_manifest(folder)


def _without_limit(manifest: ModelManifest, covered: set[str], language: Language) -> Iterator[Remark]:
    _ = catalog(LOCALE, language).gettext
    names = [class_word(name, language) for name in manifest.classes if name not in covered]
    if names:
        text = _("No limit for: {names}. The master decides about each; write what may be there under `accepted`.")
        yield Remark(is_problem=False, text=text.format(names=", ".join(names)))


def _limits(recipe: Recipe, language: Language) -> Iterator[Remark]:
    """Are there limits, and do they count?"""
    _ = catalog(LOCALE, language).gettext
    if not recipe.applied:
        yield Remark(is_problem=True, text=_("No limit counts: whatever is found, the master has to decide."))
    for limit in recipe.all_limits:
        if not limit.switched_on:
            text = _("Switched off, it decides nothing: {defect}, {characteristic}, {source}.")
            defect = class_and_clause(limit.class_name, limit.clause, language)
            characteristic = characteristic_word(limit.characteristic, language)
            yield Remark(
                is_problem=False,
                text=text.format(
                    defect=defect, characteristic=characteristic, source=source_word(limit.source, language)
                ),
            )
    if recipe.norm is not None and recipe.norm.confirmed_on is None:
        text = _("Your welding engineer has not confirmed the numbers of {norm} yet (`confirmed_on`).")
        yield Remark(is_problem=False, text=text.format(norm=recipe.norm.title))


def _bench(recipe: Recipe, setup: Setup, language: Language) -> Iterator[Remark]:
    """Can this bench see what the limits are about?"""
    _ = catalog(LOCALE, language).gettext
    for text in any_picture(recipe.checks, language):
        yield Remark(is_problem=False, text=text)
    if len(recipe.views) > 1:
        text = _("The recipe has {count} views ({names}), this station has a camera for the first only.")
        yield Remark(is_problem=True, text=text.format(count=len(recipe.views), names=", ".join(recipe.views)))
    if isinstance(recipe.scale, MillimetreScale):
        text = _("The scale is fixed at {length} a pixel: that is another camera's, a real one has to be calibrated.")
        yield Remark(is_problem=False, text=text.format(length=limit_text(recipe.scale.mm_per_px, "mm", language)))
    if setup.scale is None:
        text = _("The camera here is not calibrated: nothing can be judged before it is.")
        yield Remark(is_problem=False, text=text)
    else:
        for reason in unresolvable(recipe, setup.scale, setup.calibrated_wh or (1, 1)):
            yield Remark(is_problem=True, text=sentence(reason, language))
    if recipe.alignment is not None and setup.golden is None:
        text = _("The golden part has not been taught here: nothing can be judged before it is.")
        yield Remark(is_problem=False, text=text)
