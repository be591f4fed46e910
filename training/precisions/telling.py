"""The parity check as a table and a sentence for each precision that does not hold."""

from pathlib import Path

from inspection.language import Language, catalog, number
from training.precisions.exporting import holds
from training.precisions.report import ParityReport, ParityRow

LOCALE = Path(__file__).parents[1] / "locale"


def as_text(report: ParityReport, language: Language) -> str:
    """What was measured, which precisions hold, and why the others do not."""
    _ = catalog(LOCALE, language).gettext
    text = _("{model} on {pictures} pictures of {data} ({split}), verdicts on {judged} ({judged_split}).")
    lines = [
        text.format(
            model=report.model,
            pictures=report.pictures,
            data=report.data,
            split=report.split,
            judged=report.judged,
            judged_split=report.judged_split,
        )
    ]
    lines += [_line(row, report, language) for row in report.rows]
    lines += [_("{name}: not tried: {why}").format(name=name, why=why) for name, why in report.not_run.items()]
    return "\n".join(lines)


def _line(row: ParityRow, report: ParityReport, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    text = _("{name}: mAP50 {map50}, score apart {apart} at most, overlap {iou} at least, {turned} verdicts turned: ")
    said = text.format(
        name=f"{row.engine} {row.precision}",
        map50=number(row.map50, language, 4),
        apart=number(row.score_difference, language, 3),
        iou=number(row.iou, language, 3),
        turned=sum(turn.n for turn in row.turned),
    )
    if row.is_reduced:
        said += _("offered") if holds(row, report) else _("not offered")
    else:
        said += _("the measure") if not row.why_not else _("f32 itself does not agree")
    return "\n".join([said, *(f"    {why}" for why in row.why_not)])
