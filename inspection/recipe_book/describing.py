"""A recipe in words: what it checks, and the table of its limits with where each number comes from."""

from typing import Literal, assert_never

from inspection.closed import Closed
from inspection.finding import Characteristic, Unit
from inspection.language import Language, catalog
from inspection.limit import OWN, Formula, Limit
from inspection.recipe import Recipe
from inspection.recipe_book.thresholds import alignment_text, bands_text, checks_texts, piece_text
from inspection.scale import CameraScale, MillimetreScale, PixelScale
from inspection.wording import LOCALE, characteristic_word, class_and_clause, class_word, formula_text, limit_text


class LimitRow(Closed):
    """One limit in words. `remark` says for which grade it counts, or that it does not."""

    defect: str
    characteristic: str
    limit: str
    guard_band: str
    source: str
    remark: str


def heading(recipe: Recipe, language: Language) -> str:
    """What the recipe is called."""
    _ = catalog(LOCALE, language).gettext
    title = recipe.title(language)
    name = recipe.name if title == recipe.name else f"{title} ({recipe.name})"
    return _("{name}, version {version}").format(name=name, version=recipe.version)


def facts(recipe: Recipe, language: Language) -> tuple[tuple[str, str], ...]:
    """All that a verdict rests on beside the limits: a word and what the recipe says of it."""
    _ = catalog(LOCALE, language).gettext
    entries = [
        (_("Part"), recipe.part_type),
        (_("Views"), ", ".join(recipe.views)),
        (_("Model"), recipe.model),
        (_("Beside it, taught from good parts"), recipe.good_only or ""),
        (_("Scale"), _scale(recipe, language)),
        (_("Norm"), _norm(recipe, language)),
        (_("Grades"), ", ".join(grade.name for grade in recipe.grades)),
        (_("May be there"), ", ".join(class_word(name, language) for name in recipe.accepted)),
        (_("Judged area"), _regions(recipe, language)),
        (_("Piece"), piece_text(recipe.piece, _length_unit(recipe), language)),
        (_("Position"), alignment_text(recipe.alignment, language) if recipe.alignment else ""),
        (_("Recognition"), bands_text(recipe, language)),
        (_("Picture checks"), ", ".join(checks_texts(recipe.checks, language).values())),
    ]
    return tuple((name, text) for name, text in entries if text)


def limit_rows(recipe: Recipe, language: Language) -> tuple[LimitRow, ...]:
    """Every limit of the recipe, those that are switched off as well."""
    _ = catalog(LOCALE, language).gettext
    of_norm = recipe.norm.limits() if recipe.norm else ()
    rows = [_row(limit, "", language) for limit in (*of_norm, *recipe.limits)]
    for grade in recipe.grades:
        remark = _("grade {name}").format(name=grade.name)
        rows += [_row(limit, remark, language) for limit in grade.limits]
    return tuple(rows)


def source_word(source: str, language: Language) -> str:
    """Where a limit comes from, as people say it."""
    _ = catalog(LOCALE, language).gettext
    return _("own limit") if source == OWN else source


def _row(limit: Limit, remark: str, language: Language) -> LimitRow:
    _ = catalog(LOCALE, language).gettext
    unit = None if limit.unit is Unit.ONE else limit.unit
    side: Literal["upper", "lower"] = "lower" if limit.lower is not None else "upper"
    remarks = (remark, "" if limit.switched_on else _("switched off"))
    return LimitRow(
        defect=class_and_clause(limit.class_name, limit.clause, language),
        characteristic=characteristic_word(limit.characteristic, language),
        limit=bound_text(limit.bound, side, limit.unit, limit.characteristic, limit.formula, language),
        guard_band=f"± {limit_text(limit.guard_band, unit, language)}" if limit.guard_band else "",
        source=source_word(limit.source, language),
        remark=", ".join(filter(None, remarks)),
    )


def bound_text(
    bound: float | None,
    side: Literal["upper", "lower"],
    unit: Unit,
    characteristic: Characteristic,
    formula: Formula | None,
    language: Language,
) -> str:
    r"""A limit in words, with the formula that a norm makes it from; a depth without a number asks for the gauge.

    >>> bound_text(1.5, "upper", Unit.MM, Characteristic.LENGTH, None, "de").replace("\N{NO-BREAK SPACE}", " ")
    'höchstens 1,5 mm'
    """
    _ = catalog(LOCALE, language).gettext
    if bound is None:
        return _("measure with the gauge")
    if characteristic is Characteristic.COUNT and bound == 0:
        return _("not permitted")
    text = limit_text(bound, None if unit is Unit.ONE else unit, language)
    if formula is not None:
        text = f"{formula_text(formula, language)} = {text}"
    return (_("at least {limit}") if side == "lower" else _("at most {limit}")).format(limit=text)


def _scale(recipe: Recipe, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match recipe.scale:
        case PixelScale():
            return _("not known, lengths in pixels")
        case MillimetreScale(mm_per_px=factor):
            return _("{length} a pixel").format(length=limit_text(factor, "mm", language))
        case CameraScale(surface_height_mm=height):
            text = _("as the camera was calibrated")
            higher = _("{text}, surface {height} above the target")
            return higher.format(text=text, height=limit_text(height, "mm", language)) if height else text
        case _:
            assert_never(recipe.scale)


def _norm(recipe: Recipe, language: Language) -> str:
    if recipe.norm is None:
        return ""
    _ = catalog(LOCALE, language).gettext
    symbol, value = recipe.norm.thickness
    joint = _("butt weld") if recipe.norm.joint == "butt" else _("fillet weld")
    sizes = f"t = {limit_text(recipe.norm.t_mm, 'mm', language)}, {symbol} = {limit_text(value, 'mm', language)}"
    return f"{recipe.norm.title}, {joint}, {sizes}"


def _regions(recipe: Recipe, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if not recipe.regions:
        return ""
    wanted = sum(region.kind == "in" for region in recipe.regions)
    return _("{wanted} areas in, {left_out} areas out").format(wanted=wanted, left_out=len(recipe.regions) - wanted)


def _length_unit(recipe: Recipe) -> Unit:
    return Unit.PX if isinstance(recipe.scale, PixelScale) else Unit.MM
