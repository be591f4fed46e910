"""A promoted model comes to a station that is at work: it is taken up, or refused, and then the last good one stays."""

from inspection.errors import ModelRefused
from inspection.station.build import active_detector
from inspection.station.settings import load_settings
from inspection.station.station import Station


def take_up_active_model(station: Station, slot: str, code: str, detail: str) -> None:
    """Record that the model of `slot` was changed (`code`, `detail`); judge by it from the next part on if it is ours.

    Raises ModelRefused, and RecipeInvalid for settings that cannot be read: then the station judges on with the model
    that it has, and has recorded why.
    """
    with station.setting_up:
        station.note(code, detail)
        if slot not in (station.recipe.model, station.recipe.good_only):
            return
        try:
            detector = active_detector(station.recipe, load_settings(station.home), station.home)
        except ModelRefused as error:
            station.note("model-refused", f"{slot}: {error}; the station judges on with the model that it has")
            raise
        station.take_up(station.setup, detector)
    station.warm_up()
