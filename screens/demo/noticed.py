"""What the station noticed of a fault: only what its record or its camera's state really says."""

from collections.abc import Sequence

from inspection.closed import Closed
from inspection.demonstration import DemonstrationState, was_noticed
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.station import CameraState
from inspection.verdict import Verdict
from inspection.wording import remedy, sentence, verdict_word
from screens.station_view import camera_sign
from screens.texts import translator


class Noticed(Closed):
    """`verdict` is that of the part it is read from; None where none was judged with the fault yet."""

    verdict: Verdict | None
    said: str
    to_try: str = ""
    is_noticed: bool


def noticed_of(
    state: DemonstrationState, newest: Sequence[InspectionRecord], camera: CameraState, language: Language
) -> Noticed:
    """From the newest part that shows it, else from the newest judged with the fault, else from the camera's state."""
    _ = translator(language)
    since = [record for record in newest if record.sequence > state.fault_since]
    record = next((one for one in since if was_noticed(one.inspection)), since[0] if since else None)
    if record is not None:
        return _of_part(record, language)
    if not camera.working:
        sign = camera_sign(camera, language)
        return Noticed(verdict=None, said=f"{sign.name}: {sign.words}", to_try=sign.advice, is_noticed=True)
    return Noticed(verdict=None, said=_("The next part will show it …"), is_noticed=False)


def _of_part(record: InspectionRecord, language: Language) -> Noticed:
    _ = translator(language)
    inspection = record.inspection
    word, why = verdict_word(inspection.verdict, language), sentence(inspection.reasons[0], language)
    said = f"{word}: {why}"
    if not was_noticed(inspection):
        said += " " + _("On this part the station noticed nothing of the fault.")
    return Noticed(
        verdict=inspection.verdict,
        said=said,
        to_try=remedy(inspection.reasons[0].code, language),
        is_noticed=was_noticed(inspection),
    )
