"""Score bands, picture checks, place and piece of a recipe in words: what decides without being a limit."""

from inspection.language import Language, catalog
from inspection.locating import Alignment, FeatureAlignment
from inspection.piece import Piece
from inspection.recipe import PictureChecks, Recipe
from inspection.score_band import ScoreBand
from inspection.wording import LOCALE, class_word, limit_text


def bands_text(recipe: Recipe, language: Language) -> str:
    """From which score on a finding counts: by class where the recipe says so, else as the model was calibrated."""
    _ = catalog(LOCALE, language).gettext
    of_classes = [f"{class_word(name, language)}: {band_text(band, language)}" for name, band in recipe.bands.items()]
    others = _("else as the model was calibrated; where it was not: {band}")
    return "; ".join([*of_classes, others.format(band=band_text(recipe.default_band, language))])


def band_text(band: ScoreBand, language: Language) -> str:
    """One score band."""
    _ = catalog(LOCALE, language).gettext
    text = _("left out below {ignored}, sure from {clear} on")
    return text.format(ignored=percent(band.ignored_below, language), clear=percent(band.clear_from, language))


def checks_texts(checks: PictureChecks, language: Language) -> dict[str, str]:
    """The bounds of the picture checks in words, by the names that they have in a recipe file."""
    _ = catalog(LOCALE, language).gettext
    lowest, highest = (_plain(value, language) for value in (checks.min_mean_grey, checks.max_mean_grey))
    return {
        "min_mean_grey": _("mean grey at least {limit}").format(limit=lowest),
        "max_mean_grey": _("mean grey at most {limit}").format(limit=highest),
        "max_clipped_dark": _("black at most {limit}").format(limit=percent(checks.max_clipped_dark, language)),
        "max_clipped_bright": _("overexposed at most {limit}").format(
            limit=percent(checks.max_clipped_bright, language)
        ),
        "min_focus": _("sharpness at least {limit}").format(limit=_plain(checks.min_focus, language)),
        "min_texture": _("structure at least {limit}").format(limit=percent(checks.min_texture, language)),
    }


def piece_text(piece: Piece, in_unit: str, language: Language) -> str:
    """Which way the piece runs, and its size where the recipe says so."""
    _ = catalog(LOCALE, language).gettext
    texts = [_("runs at {angle}°").format(angle=_plain(piece.angle_deg, language))]
    if piece.length is not None:
        texts.append(_("length {size}").format(size=limit_text(piece.length, in_unit, language)))
    if piece.width is not None:
        texts.append(_("width {size}").format(size=limit_text(piece.width, in_unit, language)))
    return ", ".join(texts)


def alignment_text(alignment: Alignment, language: Language) -> str:
    """How the part is found, and how far it may lie from its place."""
    _ = catalog(LOCALE, language).gettext
    how = _("found by its outline and edges") if alignment.by == "features" else _("found by its marker")
    texts = [
        how,
        _("moved at most {share} of the picture").format(share=percent(alignment.max_shift, language)),
        _("turned at most {angle}°").format(angle=_plain(alignment.max_turn_deg, language)),
    ]
    if isinstance(alignment, FeatureAlignment):
        texts.append(_("likeness at least {limit}").format(limit=percent(alignment.min_score, language)))
    return ", ".join(texts)


def percent(share: float, language: Language) -> str:
    """A share, 0 to 1, in percent."""
    return limit_text(100 * share, "%", language)


def _plain(value: float, language: Language) -> str:
    return limit_text(value, None, language)
