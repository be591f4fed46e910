"""From records to a Prüfprotokoll: the order of its blocks. The same records give the same bytes."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from itertools import chain
from typing import TYPE_CHECKING

from inspection.errors import PictureUnavailable
from inspection.job import Job
from inspection.language import Language, catalog
from inspection.protocol.boxes import REASONS_IN_BOX, fate_lines, master_box, origin, sentences, station_box
from inspection.protocol.overlay import PictureBytes, draw_view, shown_jpeg
from inspection.protocol.overview import draw_overview
from inspection.protocol.reading import RecordSource
from inspection.protocol.rows import finding_table, limit_rows
from inspection.protocol.words import coverage_sentences, job_text
from inspection.record import InspectionRecord, OverrideRecord, ViewResult
from inspection.withdrawal import Withdrawal
from inspection.wording import LOCALE, sentence, verdict_word

if TYPE_CHECKING:
    from inspection.protocol.sheet import Sheet


def protocol_pdf(
    records: Sequence[InspectionRecord],
    source: RecordSource,
    language: Language,
    *,
    workshop: str = "",
    order: str = "",
    time_zone: tzinfo | None = None,
) -> bytes:
    """The Prüfprotokoll of a part, or of the parts of an order in the order given, as PDF (A4).

    Pictures, the master's words, what was taken back and what became of parts come from `source`. A picture that it has
    no more is named in its place; a part without a word gets a box to fill in by hand; one that was taken back says so
    and is in no total. Without `order` the recorded one stands at the top, where all parts have the same. Times are
    those of `time_zone` (this computer's where it is left out) and UTC.

    Raises ValueError without records, StorageError where words or withdrawals cannot be read.
    """
    if not records:
        raise ValueError("a protocol is about one part at least; got no record")
    from inspection.protocol.sheet import Sheet

    _ = catalog(LOCALE, language).gettext
    record_ids = [record.inspection.record_id for record in records]
    words, taken_back = source.overrides_of(record_ids), source.withdrawals_of(record_ids)
    fates = source.dispositions_of(record_ids)
    said = (*records, *chain(*words.values()), *taken_back.values(), *chain(*fates.values()))
    title = _("Inspection report")
    numbers = ", ".join(str(record.sequence) for record in records[:6]) + (", …" if len(records) > 6 else "")
    footer = _("{title} · entry {numbers}").format(title=title, numbers=numbers)
    sheet = Sheet(
        footer=f"{workshop} · {footer}" if workshop else footer,
        page_text=_("page {page} of {pages}"),
        made_at=max(entry.recorded_at for entry in said).astimezone(UTC),
        title=f"{title} {numbers}",
        language=language,
    )
    sheet.add_page()
    _head(sheet, title, workshop, order or (_common_order(records, language) if len(records) > 1 else ""))
    if len(records) > 1:
        draw_overview(sheet, records, words, taken_back, language, time_zone)
        _signature(sheet, language)
    for index, record in enumerate(records):
        if len(records) > 1:
            sheet.add_page()
            part = _("Part {number} of {count}").format(number=index + 1, count=len(records))
            sheet.heading(part, 13)
        about = record.inspection.record_id
        withdrawal = taken_back[about].withdrawal if about in taken_back else None
        becomes = fate_lines(fates.get(about, ()), language, time_zone)
        _part(sheet, record, source.picture_bytes, words.get(about, ()), withdrawal, becomes, language, time_zone)
    if len(records) == 1:
        _signature(sheet, language)
    return bytes(sheet.output())


def _head(sheet: "Sheet", title: str, workshop: str, order: str) -> None:
    sheet.heading(title, 19)
    for text in (workshop, order):
        if text:
            sheet.text_line(text)


def _common_order(records: Sequence[InspectionRecord], language: Language) -> str:
    orders = {record.inspection.job.order for record in records}
    return job_text(Job(order=orders.pop()), language) if len(orders) == 1 else ""


def _part(
    sheet: "Sheet",
    record: InspectionRecord,
    picture_bytes: PictureBytes,
    given: Sequence[OverrideRecord],
    withdrawal: Withdrawal | None,
    becomes: Sequence[str],
    language: Language,
    time_zone: tzinfo | None,
) -> None:
    """One part: what it is, both words, what becomes of it, why, what was measured, what was not."""
    _ = catalog(LOCALE, language).gettext
    sheet.facts(origin(record, language, time_zone))
    sheet.ln(2)
    sheet.side_by_side(
        station_box(record, withdrawal, language, time_zone),
        master_box(given, language, time_zone, is_asked=withdrawal is None),
    )
    if becomes:
        sheet.ln(2)
    for line in becomes:
        sheet.text_line(line)
    views, first = record.inspection.views, 1
    for view in views:
        if len(views) > 1:
            template = _("View {name}: {verdict}")
            sheet.heading(template.format(name=view.view, verdict=verdict_word(view.verdict, language)), 12)
        in_box = len(views) == 1 and len(sentences(view.reasons, language)) <= REASONS_IN_BOX
        _view(sheet, view, picture_bytes, first, language, in_box=in_box)
        first += len(view.findings)
    sheet.heading(_("What this report does not say"))
    sheet.bullets(coverage_sentences(record.inspection, language))


def _view(
    sheet: "Sheet", view: ViewResult, picture_bytes: PictureBytes, first: int, language: Language, *, in_box: bool
) -> None:
    """A view: its picture, why, what was measured. `in_box` says that the reasons stand above already."""
    _ = catalog(LOCALE, language).gettext
    _picture(sheet, view, picture_bytes, first, language)
    if not in_box:
        sheet.heading(_("Reasons"))
        sheet.bullets(sentences(view.reasons, language))
    for detail in dict.fromkeys(reason.detail for reason in view.reasons if reason.detail):
        sheet.text_line(detail, grey=True)
    if view.grade_missed:
        sheet.text_line(_("Why no better grade:"))
        sheet.bullets([sentence(reason, language) for reason in view.grade_missed])
    against = limit_rows(view, first, language)
    if against:
        sheet.heading(_("Measured against limits"))
        heads = (_("No."), _("Defect"), _("Measured on it"), _("Value ± U"), _("Limit"), _("Source"), _("Result"))
        rows = [tuple(row.model_dump().values()) for row in against]
        sheet.grid(heads, rows, (12, 27, 24, 25, 34, 32, 24))
        sheet.text_line(_("U = 2 u is the expanded uncertainty (k = 2, about 95 %)."), grey=True)
    if view.findings:
        sheet.heading(_("All findings"))
        names, found = finding_table(view, first, language)
        sheet.grid(names, found, (8, 30, 12, *[26] * (len(names) - 3)))


def _picture(sheet: "Sheet", view: ViewResult, picture_bytes: PictureBytes, first: int, language: Language) -> None:
    """The picture that was judged, or why it is not here."""
    _ = catalog(LOCALE, language).gettext
    if view.picture is None:
        sheet.ln(2)
        sheet.text_line(_("There is no picture of this view: the camera gave none."))
        return
    sheet.ln(2)
    try:
        jpeg = shown_jpeg(view.picture, picture_bytes)
    except PictureUnavailable:
        sheet.text_line(
            _("The recorded picture is missing or was changed, so it is not shown. Its SHA-256 was {sha256}.").format(
                sha256=view.picture.sha256
            )
        )
        return
    draw_view(sheet, view, view.picture, jpeg, first)
    size = f"{view.picture.width_px} × {view.picture.height_px} px"
    caption = _("The judged picture, {size}, SHA-256 {sha256}.").format(size=size, sha256=view.picture.sha256)
    legend = _("Red: limit not kept, dashed: the master decides.")
    sheet.set_font_size(7)
    sheet.text_line(f"{caption} {legend}" if view.findings else caption, grey=True)
    sheet.set_font_size(8.5)


def _signature(sheet: "Sheet", language: Language) -> None:
    """On paper only: who signs is never stored."""
    _ = catalog(LOCALE, language).gettext
    sheet.room(24)
    sheet.ln(14)
    sheet.rule(110)
    sheet.text_line(_("Visual tester (name, signature, date)"))
