"""The scale in words: how long a pixel is, how sure that is, since when."""

from inspection.calibration import ByRuler, Calibration
from inspection.calibration.wording import figure
from inspection.language import Language
from inspection.scale import MillimetreScale
from screens.setup.times import day_text
from screens.texts import translator


def scale_text(calibration: Calibration, language: Language) -> str:
    """Length of a pixel in the middle of the picture, with its expanded uncertainty (k = 2)."""
    return _text(calibration.mm_per_px.centre, calibration.scale.relative_uncertainty, language)


def fixed_scale_text(scale: MillimetreScale, language: Language) -> str:
    """The same for a scale that stands in the recipe."""
    return _text(scale.mm_per_px, scale.relative_uncertainty, language)


def made_text(calibration: Calibration, language: Language) -> str:
    """The scale, when and by what it was measured."""
    _ = translator(language)
    template = (
        _("Scale: {scale}, measured with a ruler on {day}.")
        if isinstance(calibration.made, ByRuler)
        else _("Scale: {scale}, measured with the target on {day}.")
    )
    return template.format(scale=scale_text(calibration, language), day=day_text(calibration.made_at, language))


def _text(mm_per_px: float, relative_uncertainty: float, language: Language) -> str:
    _ = translator(language)
    length = float(f"{mm_per_px:.2e}")  # three digits: 0.09999 is 0.100
    return _("{length} mm a pixel ± {percent} %").format(
        length=figure(length, language, 3), percent=figure(200 * relative_uncertainty, language)
    )
