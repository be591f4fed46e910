"""The first page about several parts: each on a line, and how many of them count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from inspection.language import Language, catalog
from inspection.protocol.boxes import with_grade
from inspection.protocol.words import serial_text, time_text
from inspection.record import InspectionRecord, OverridesByRecord, WithdrawalRecord
from inspection.verdict import Verdict
from inspection.wording import LOCALE, verdict_word
from inspection.wording.taken_back import does_not_count

if TYPE_CHECKING:
    from inspection.protocol.sheet import Sheet


def draw_overview(
    sheet: "Sheet",
    records: Sequence[InspectionRecord],
    words: OverridesByRecord,
    taken_back: Mapping[str, WithdrawalRecord],
    language: Language,
    time_zone: tzinfo | None,
) -> None:
    """Every part of an order on a line, and below them the total without those that were taken back."""
    _ = catalog(LOCALE, language).gettext
    square = "[\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}]"
    empty = f"{square} {verdict_word(Verdict.PASS, language)} {square} {verdict_word(Verdict.FAIL, language)}"
    rows = []
    for index, record in enumerate(records, 1):
        inspection = record.inspection
        given, is_taken_back = words.get(inspection.record_id), inspection.record_id in taken_back
        said = with_grade(verdict_word(inspection.verdict, language), inspection.grade, language)
        serial = serial_text(inspection.job, language)
        unsaid = "–" if is_taken_back else empty
        rows.append(
            (
                str(index),
                str(record.sequence),
                time_text(record.recorded_at, time_zone),
                f"{inspection.part_type}, {serial}" if serial else inspection.part_type,
                f"({said}) {does_not_count(language)}" if is_taken_back else said,
                verdict_word(given[0].override.verdict, language) if given else unsaid,
            )
        )
    sheet.heading(_("Parts of this order"))
    heads = (_("No."), _("Entry"), _("Recorded"), _("Part"), _("Station (AI)"), _("Master"))
    sheet.grid(heads, rows, (6, 9, 22, 25, 22, 26))
    sheet.text_line(total_text(records, taken_back, language))


def total_text(
    records: Sequence[InspectionRecord], taken_back: Mapping[str, WithdrawalRecord], language: Language
) -> str:
    """How many parts count, what the station said of them, and how many were taken back."""
    _ = catalog(LOCALE, language).gettext
    counting = [record.inspection.verdict for record in records if record.inspection.record_id not in taken_back]
    counts = Counter(counting)
    each = [f"{counts[verdict]} {verdict_word(verdict, language)}" for verdict in Verdict if counts[verdict]]
    texts = [_("Parts that count: {count}").format(count=len(counting))]
    if each:
        station = _("Station (AI)")
        texts.append(f"{station}: {', '.join(each)}")
    if left_out := len(records) - len(counting):
        texts.append(_("Taken back, not counted: {count}").format(count=left_out))
    return " · ".join(texts)
