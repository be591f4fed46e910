"""The live picture with its words: what lies under the camera, or why there is no picture."""

from inspection.language import Language
from inspection.station import Station
from screens import components
from screens.station_view import Banner, camera_sign
from screens.texts import translator


def live_view(station: Station | None, notice: Banner | None, language: Language) -> None:
    """The live picture of the station's camera; `notice` stands in its place while there is no station."""
    _ = translator(language)
    words, advice, detail = notice.title if notice else "", "", ""
    if station is not None:
        sign = camera_sign(station.state().camera, language)
        waiting = _("The next part brings the picture") if station.camera_triggers else _("Waiting for a picture …")
        words = waiting if sign.good else f"{sign.name}: {sign.words}"
        advice, detail = sign.advice, f"{_('Message')}: {sign.detail}" if sign.detail else ""
    components.live(components.LiveData(title=_("Now under the camera"), words=words, advice=advice, detail=detail))
