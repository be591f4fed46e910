"""A recorded part as it is shown: verdict in a word, why in a sentence, the picture with what was found on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from inspection.closed import Closed
from inspection.finding import Characteristic, Finding, Measurement, Outline
from inspection.language import Language
from inspection.override import Override
from inspection.record import Inspection, InspectionRecord, PictureRef, ViewResult
from inspection.verdict import Code, Reason, Verdict
from inspection.wording import (
    class_word,
    not_assessable_sentence,
    quantity,
    remedy,
    sentence,
    verdict_word,
    visible_sentence,
)
from inspection.wording.roles import role_word
from screens.texts import translator

Kind = Literal["fail", "review", "within"]

_KIND_OF: dict[Code, Kind] = {
    Code.LIMIT_EXCEEDED: "fail",
    Code.NEAR_LIMIT: "review",
    Code.DOUBTFUL: "review",
    Code.NEEDS_GAUGE: "review",
    Code.NO_LIMIT_FOR_CLASS: "review",
}


class Mark(Closed):
    """A box on the picture, in its pixels, with the measured outline; `kind` says what it did to the verdict."""

    xyxy: tuple[float, float, float, float]
    outline: Outline | None
    label: str
    kind: Kind


class ShownPicture(Closed):
    """A recorded picture by its address on this server, with its size in pixels."""

    address: str
    width_px: int
    height_px: int
    description: str


class ShownWord(Closed):
    """The master's word that counts, in a sentence."""

    verdict: Verdict
    said: str


class PartView(Closed):
    """Everything about a part that is said at first sight. `withdrawn` is empty where it was not taken back."""

    sequence: int
    is_newest: bool
    verdict: Verdict
    word: str
    heading: str
    grade: str
    sentences: tuple[str, ...]
    remedy: str
    coverage: tuple[str, ...]
    picture: ShownPicture | None
    marks: tuple[Mark, ...]
    master: ShownWord | None
    withdrawn: str


class SmallPart(Closed):
    """A part in the strip of the last ten."""

    sequence: int
    verdict: Verdict
    word: str
    time: str
    serial: str
    address: str | None
    master: ShownWord | None
    withdrawn: str


class Count(Closed):
    """How many parts had a verdict."""

    verdict: Verdict
    word: str
    count: str


def part_view(
    record: InspectionRecord,
    language: Language,
    *,
    is_newest: bool,
    word: Override | None = None,
    is_withdrawn: bool = False,
) -> PartView:
    """The part in words; `is_newest` tells the last part from an earlier one that a person looks at again.

    `word` is the master's, where he said one: it stands beside the verdict, of which nothing changes. Neither does it
    where the part was taken back.
    """
    _ = translator(language)
    inspection = record.inspection
    template = _("Last part · entry {number} · {time}") if is_newest else _("Earlier part · entry {number} · {time}")
    view = _decisive(inspection.views, inspection.verdict)
    said = verdict_word(inspection.verdict, language)
    picture = view.picture
    return PartView(
        sequence=record.sequence,
        is_newest=is_newest,
        verdict=inspection.verdict,
        word=said,
        heading=template.format(number=record.sequence, time=clock(record.recorded_at)) + _serial(inspection, language),
        grade=_("grade {grade}").format(grade=inspection.grade) if inspection.grade else "",
        sentences=(
            *dict.fromkeys(sentence(reason, language) for reason in inspection.reasons),
            *_better_grades(view, language),
        ),
        remedy=remedy(inspection.reasons[0].code, language),
        coverage=_coverage(inspection, view, language),
        picture=None if picture is None else _shown(picture, said, language),
        marks=tuple(_mark(finding, view.reasons, language) for finding in view.findings) if picture else (),
        master=None if word is None else shown_word(word, language),
        withdrawn=_("Taken back: this part does not count.") if is_withdrawn else "",
    )


def _serial(inspection: Inspection, language: Language) -> str:
    _ = translator(language)
    return "" if inspection.job.serial is None else " · " + _("No. {serial}").format(serial=inspection.job.serial)


def _better_grades(view: ViewResult, language: Language) -> list[str]:
    """What kept the part from each better grade; nothing where it has none at all."""
    _ = translator(language)
    if view.grade is None:
        return []
    return [
        _("Not {grade}: {why}").format(grade=missed.level, why=sentence(missed, language))
        for missed in view.grade_missed
    ]


def _coverage(inspection: Inspection, view: ViewResult, language: Language) -> tuple[str, ...]:
    """What the verdict does not say: how small a defect may be to be overlooked, and what no picture shows."""
    if inspection.verdict is Verdict.NOT_JUDGED:
        return ()
    seen = visible_sentence(view.visible, language) if inspection.verdict is Verdict.PASS else ""
    return tuple(said for said in (seen, not_assessable_sentence(inspection.not_assessable, language)) if said)


def small_part(
    record: InspectionRecord, language: Language, word: Override | None = None, *, is_withdrawn: bool = False
) -> SmallPart:
    """The part as one of the last ten, with the master's word where he said one."""
    _ = translator(language)
    inspection = record.inspection
    picture = _decisive(inspection.views, inspection.verdict).picture
    return SmallPart(
        sequence=record.sequence,
        verdict=inspection.verdict,
        word=verdict_word(inspection.verdict, language),
        time=clock(record.recorded_at),
        serial=inspection.job.serial or "",
        address=None if picture is None else f"/api/pictures/{picture.sha256}/small",
        master=None if word is None else shown_word(word, language),
        withdrawn=_("does not count") if is_withdrawn else "",
    )


def shown_word(word: Override, language: Language) -> ShownWord:
    """Who said what, why and when."""
    role, verdict = role_word(word.role, language), verdict_word(word.verdict, language)
    time = word.given_at.astimezone().strftime("%H:%M")
    return ShownWord(verdict=word.verdict, said=f"{role}: {verdict} – {word.reason} ({time})")


def clock(moment: datetime) -> str:
    """Time of day where the station stands."""
    return moment.astimezone().strftime("%H:%M:%S")


def _decisive(views: Sequence[ViewResult], verdict: Verdict) -> ViewResult:
    """The view that made the verdict; one with a picture before one without."""
    of_verdict = [view for view in views if view.verdict is verdict] or list(views)
    return next((view for view in of_verdict if view.picture is not None), of_verdict[0])


def _shown(picture: PictureRef, word: str, language: Language) -> ShownPicture:
    _ = translator(language)
    return ShownPicture(
        address=f"/api/pictures/{picture.sha256}",
        width_px=picture.width_px,
        height_px=picture.height_px,
        description=_("The judged picture: {verdict}").format(verdict=word),
    )


def _mark(finding: Finding, reasons: Sequence[Reason], language: Language) -> Mark:
    detection = finding.detection
    about = [reason for reason in reasons if reason.class_name == detection.class_name]
    size = _size(finding.measurements, about)
    label = class_word(detection.class_name, language)
    if size is not None:
        label = f"{label} {quantity(size.value, size.unit, language)}"
    kind: Kind = next((_KIND_OF[reason.code] for reason in about if _is_about(reason, size)), "within")
    return Mark(xyxy=detection.xyxy, outline=finding.outline, label=label[:1].upper() + label[1:], kind=kind)


def _is_about(reason: Reason, size: Measurement | None) -> bool:
    """Whether a reason of its class speaks of this finding, or only of a larger one."""
    if reason.code not in _KIND_OF:
        return False
    if size is None or reason.characteristic != size.characteristic or reason.value is None or reason.limit is None:
        return True
    return size.value >= min(reason.value, reason.limit)


def _size(measurements: Sequence[Measurement], about: Sequence[Reason]) -> Measurement | None:
    """What the limit is about; the length where it only counts, the diameter where there is no limit."""
    uncounted = (Characteristic.COUNT, Characteristic.DEPTH)
    counted = any(reason.characteristic in uncounted for reason in about)
    otherwise = Characteristic.LENGTH if counted else Characteristic.DIAMETER
    wanted = [*(reason.characteristic for reason in about if reason.characteristic), otherwise]
    by_characteristic = {measurement.characteristic: measurement for measurement in measurements}
    return next((by_characteristic[Characteristic(name)] for name in wanted if name in by_characteristic), None)
