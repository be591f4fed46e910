"""What a protocol says of times, scales and engines, and what it must not be taken for."""

from datetime import datetime, tzinfo
from typing import assert_never

from inspection.job import Job
from inspection.language import Language, catalog
from inspection.record import Inspection, Judge
from inspection.scale import MillimetreScale, PixelScale, PlaneScale, Scale, length_per_px
from inspection.withdrawal import Withdrawal
from inspection.wording import LOCALE, clause_word, not_assessable_sentence, quantity, visible_sentence
from inspection.wording.coverage import why_not_assessable
from inspection.wording.taken_back import why_taken_back
from inspection.wording.words import capital

_ENGINES = {
    "openvino": "OpenVINO",
    "openvino-gpu": "OpenVINO (GPU)",
    "onnxruntime": "ONNX Runtime",
    "onnxruntime-cuda": "ONNX Runtime (CUDA)",
}


def time_text(moment: datetime, time_zone: tzinfo | None) -> str:
    """A moment as people write it, with its distance from UTC.

    >>> from datetime import UTC
    >>> time_text(datetime(2026, 3, 4, 11, 30, 15, tzinfo=UTC), UTC)
    '2026-03-04 11:30:15 +00:00'
    """
    local = moment.astimezone(time_zone)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} {offset[:3]}:{offset[3:5]}"


def engine_text(judge: Judge) -> str:
    """Which engine calculated, in which precision."""
    return f"{_ENGINES.get(judge.engine, judge.engine)} {judge.engine_version}, {judge.precision}"


def scale_text(scale: Scale | None, language: Language) -> str:
    """How long a pixel is on the part; empty where nothing was measured."""
    _ = catalog(LOCALE, language).gettext
    match scale:
        case None:
            return ""
        case PixelScale():
            return _("not known, lengths in pixels")
        case MillimetreScale() | PlaneScale():
            centre = (0.0, 0.0) if isinstance(scale, MillimetreScale) else _middle(scale)
            per_px = length_per_px(scale, centre)
            length = quantity(per_px, "mm", language, per_px * scale.relative_uncertainty)
            return _("{length} a pixel").format(length=length)
        case _:
            assert_never(scale)


def job_text(job: Job, language: Language) -> str:
    """Order and serial number; empty where nobody said either."""
    _ = catalog(LOCALE, language).gettext
    order = "" if job.order is None else _("Order {order}").format(order=job.order)
    return " · ".join(text for text in (order, serial_text(job, language)) if text)


def serial_text(job: Job, language: Language) -> str:
    """The part's own number; empty where nobody said it."""
    _ = catalog(LOCALE, language).gettext
    return "" if job.serial is None else _("No. {serial}").format(serial=job.serial)


def taken_back_text(withdrawal: Withdrawal, language: Language, time_zone: tzinfo | None) -> str:
    """Why and when a part was taken back."""
    return f"{why_taken_back(withdrawal.why, language)}, {time_text(withdrawal.given_at, time_zone)}"


def coverage_sentences(inspection: Inspection, language: Language) -> tuple[str, ...]:
    """What the verdict does not cover: sizes too small to be seen, what no picture shows, what nobody claims."""
    _ = catalog(LOCALE, language).gettext
    seen = dict.fromkeys(text for view in inspection.views if (text := visible_sentence(view.visible, language)))
    missing = not_assessable_sentence(inspection.not_assessable, language)
    why = dict.fromkeys(entry.why for entry in inspection.not_assessable)
    reasons = [
        capital(
            _("{names}: {why}.").format(
                names=", ".join(
                    clause_word(entry.clause, language) for entry in inspection.not_assessable if entry.why is reason
                ),
                why=why_not_assessable(reason, language),
            )
        )
        for reason in why
    ]
    return (
        *seen,
        *([missing] if missing else ()),
        *reasons,
        _("It says what the picture above shows of the surface; nothing is said about the inside or about strength."),
        _("An AI looked for the defects. The word of the master counts, and it is not replaced by this report."),
    )


def _middle(scale: PlaneScale) -> tuple[float, float]:
    width_px, height_px = scale.resolution_wh
    return width_px / 2, height_px / 2
