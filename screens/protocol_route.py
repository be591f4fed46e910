"""The Prüfprotokoll of a recorded part, made when it is asked for."""

from starlette.responses import Response

from inspection.errors import StorageError
from inspection.language import Language
from screens.api import error_answer
from screens.host import StationHost


def protocol_answer(host: StationHost, record_id: str, language: Language) -> Response:
    """The protocol as PDF, to be looked at in the browser."""
    from inspection.protocol import protocol_pdf

    if host.station is None:
        return error_answer(503, "the station has not started")
    try:
        record = host.station.find(record_id)
        if record is None:
            return error_answer(404, f"there is no record {record_id!r}")
        pdf = protocol_pdf([record], host.station, language)
    except StorageError as error:
        return error_answer(503, str(error))
    name = f"pruefprotokoll-{record.sequence}.pdf"
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})
