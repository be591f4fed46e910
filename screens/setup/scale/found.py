"""A scale that was found: shown before it is saved, and said when it was."""

from typing import Final

from inspection.calibration import Calibration
from inspection.language import Language
from inspection.station import Station
from screens.setup.notice import Notice, show, show_figure
from screens.setup.scale.fineness import too_coarse_for
from screens.setup.scale.words import scale_text
from screens.texts import translator

PLACE: Final = "scale"


def show_found(found: Calibration, station: Station, language: Language) -> None:
    """A scale that is not saved yet, and whether it is too coarse."""
    show_figure(scale_text(found, language))
    if coarse := too_coarse_for(found, station.recipe, language):
        show(Notice(kind="bad", title=coarse), language)


def saved(calibration: Calibration, language: Language) -> Notice:
    """What is said when a scale was saved."""
    _ = translator(language)
    title = _("Saved: {scale}.").format(scale=scale_text(calibration, language))
    return Notice(kind="good", title=title)
