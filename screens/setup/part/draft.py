"""The recipe as a person is changing it: what stands in the fields, and the recipe that it makes."""

from typing import Final

from inspection.language import Language
from inspection.norms import Iso5817
from inspection.recipe import Grade, Recipe
from inspection.scale import CameraScale, MillimetreScale, PixelScale
from screens.setup.part.areas import area_fields, drafted_alignment, drafted_regions
from screens.setup.part.fields import base, begin_with, put, value
from screens.setup.part.limit_rows import begin_rows, typed_limits
from screens.setup.part.problem import DraftProblem, grade_word, named, number_in, plain_problem
from screens.setup.typing import written
from screens.texts import translator

OWN_LIMITS: Final = "own"


def begin(recipe: Recipe, language: Language) -> None:
    """A new draft of this recipe; what was changed before is forgotten."""
    begin_with(recipe)
    fields = {
        "title_de": recipe.titles.get("de", ""),
        "title_en": recipe.titles.get("en", ""),
        "accepted": list(recipe.accepted),
        "grades": [grade.name for grade in recipe.grades],
        **area_fields(recipe, language),
        **_scale_fields(recipe, language),
        **_norm_fields(recipe, language),
    }
    for name, content in fields.items():
        put(name, content)
    begin_rows(OWN_LIMITS, recipe.limits, language)
    for grade in recipe.grades:
        begin_rows(grade_group(grade.name), grade.limits, language)


def grade_group(name: str) -> str:
    """The group of rows of a grade."""
    return f"grade-{name}"


def drafted() -> Recipe:
    """The recipe that the fields make, with the version that it began with. Raises DraftProblem."""
    recipe = base()
    assert recipe is not None
    in_mm = measures_in_mm()
    titles = {language: str(value(f"title_{language}")).strip() for language in ("de", "en")}
    changed = {
        "titles": {language: title for language, title in titles.items() if title},
        "scale": _scale(),
        "norm": drafted_norm(),
        "accepted": tuple(value("accepted")),
        "regions": drafted_regions(),
        "alignment": drafted_alignment(),
        "limits": typed_limits(OWN_LIMITS, named("own"), in_mm=in_mm),
        "grades": tuple(_grade(name, in_mm=in_mm) for name in value("grades")),
    }
    return plain_problem(lambda: Recipe.model_validate({**dict(recipe), **changed}))


def _grade(name: str, *, in_mm: bool) -> Grade:
    limits = typed_limits(grade_group(name), lambda language: grade_word(name, language), in_mm=in_mm)
    if not any(limit.switched_on for limit in limits):
        raise DraftProblem(lambda language: _no_limit(name, language))
    return plain_problem(lambda: Grade(name=name, limits=limits))


def _no_limit(name: str, language: Language) -> str:
    _ = translator(language)
    return _("Grade {name} needs a limit that counts, else every part would have it.").format(name=name)


def measures_in_mm() -> bool:
    """Whether the draft measures in millimetres."""
    return bool(value("scale") != "px")


def _scale_fields(recipe: Recipe, language: Language) -> dict[str, object]:
    fields: dict[str, object] = {"fixed_mm": "", "fixed_percent": "2", "height": "0"}
    match recipe.scale:
        case CameraScale(surface_height_mm=height_mm):
            return fields | {"scale": "camera", "height": written(height_mm, language)}
        case MillimetreScale(mm_per_px=mm_per_px, relative_uncertainty=share):
            typed = {"fixed_mm": written(mm_per_px, language), "fixed_percent": written(200 * share, language)}
            return fields | typed | {"scale": "mm"}
        case PixelScale():
            return fields | {"scale": "px"}


def _scale() -> CameraScale | MillimetreScale | PixelScale:
    match value("scale"):
        case "camera":
            return CameraScale(surface_height_mm=number_in(value("height"), named("height")))
        case "mm":
            mm_per_px = number_in(value("fixed_mm"), named("fixed_mm"), above=0)
            percent = number_in(value("fixed_percent"), named("fixed_percent"), least=0, most=100)
            return MillimetreScale(mm_per_px=mm_per_px, relative_uncertainty=round(percent / 200, 12))
        case _:
            return PixelScale()


def _norm_fields(recipe: Recipe, language: Language) -> dict[str, object]:
    norm = recipe.norm
    return {
        "norm": norm is not None,
        "level": norm.level if norm else "C",
        "joint": norm.joint if norm else "butt",
        "t": written(norm.t_mm, language) if norm else "",
        "s": written(norm.s_mm, language) if norm and norm.s_mm is not None else "",
        "a": written(norm.a_mm, language) if norm and norm.a_mm is not None else "",
        "confirmed_on": norm.confirmed_on if norm else None,
    }


def drafted_norm() -> Iso5817 | None:
    """The norm that the fields make. Raises DraftProblem."""
    if not value("norm"):
        return None
    is_butt = value("joint") == "butt"
    t_mm = number_in(value("t"), named("t"), least=0.5)
    s_mm = number_in(value("s"), named("s"), above=0, most=t_mm) if is_butt and value("s").strip() else None
    a_mm = None if is_butt else number_in(value("a"), named("a"), above=0)
    typed = {"level": value("level"), "joint": value("joint"), "t_mm": t_mm, "s_mm": s_mm, "a_mm": a_mm}
    return plain_problem(lambda: Iso5817.model_validate(typed | {"confirmed_on": value("confirmed_on")}))
