"""From figures to chapters: what a master wants to know first, comes first."""

from collections.abc import Iterator
from pathlib import Path

from inspection.good_only import UNLIKE_GOOD
from inspection.language import Language, catalog
from inspection.wording import sentence, verdict_word
from training.data.health.wording import LOCALE
from training.judging.report import EvaluationReport
from training.judging.telling.about_finding import about_confusion, about_finding, about_sizes
from training.judging.telling.about_verdicts import about_verdicts
from training.judging.telling.blocks import Block, Heading, Image, Paragraph
from training.judging.telling.words import name_of


def told(report: EvaluationReport, language: Language, root: Path | None = None) -> tuple[Block, ...]:
    """The report in words. With `root`, the folder of the data set, plots and pictures of the misses are drawn, too."""
    return (
        *_head(report, language),
        *about_verdicts(report, language, drawn=root is not None),
        *about_finding(report, language),
        *about_sizes(report, language, drawn=root is not None),
        *about_confusion(report, language, drawn=root is not None),
        *(() if root is None else _misses(report, language, root)),
    )


def _head(report: EvaluationReport, language: Language) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("How well the model {model} judges").format(model=report.model), level=1)
    yield Paragraph(
        text=_("Model {model}, version {version} ({sha256}), on {engine} in {precision}.").format(
            model=report.model,
            version=report.version,
            sha256=report.model_sha256[:12],
            engine=report.engine,
            precision=report.precision,
        )
    )
    yield Paragraph(
        text=_("Judged by {pictures} pictures with {labels} labelled defects: {data}, {split} ({sha256}).").format(
            pictures=report.pictures,
            labels=report.labels,
            data=report.data,
            split=report.split,
            sha256=report.data_sha256[:12],
        )
    )
    if report.split in ("train", "val"):
        yield Paragraph(text=_how_fair(report, language))
    if set(report.bands) == {UNLIKE_GOOD}:
        yield Paragraph(
            text=_("The model was taught from good parts and names no defect: its verdicts count, not what it finds.")
        )
    elif report.unknown_classes:
        unknown = ", ".join(name_of(name, language) for name in report.unknown_classes)
        yield Paragraph(text=_("The model does not know and so misses: {classes}.").format(classes=unknown))


def _how_fair(report: EvaluationReport, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if report.split == "train":
        return _("A model learns from pictures of this split: if this one did, the figures are too good.")
    return _("A training is steered by pictures of this split: if this one was, expect a little less of new parts.")


def _misses(report: EvaluationReport, language: Language, root: Path) -> Iterator[Block]:
    from training.judging.telling.marking import marked

    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("The worst mistakes"))
    if not report.worst_misses:
        yield Paragraph(text=_("No bad part passed, and no good one failed."))
        return
    yield Paragraph(
        text=_(
            "First bad parts that passed, then good parts that failed. Above what is labelled, below what the station "
            "found. Is a label wrong? Then mend the label first."
        )
    )
    for number, miss in enumerate(report.worst_misses, 1):
        caption = _("{picture}: should be {truth}, came out as {verdict} – {why}").format(
            picture=miss.picture,
            truth=verdict_word(miss.truth, language),
            verdict=verdict_word(miss.verdict, language),
            why=sentence(miss.why, language),
        )
        data = marked(miss, root, language)
        if data is None:
            yield Paragraph(text=caption)
        else:
            yield Image(name=f"miss-{number:02d}.jpg", data=data, media_type="image/jpeg", alt=caption, caption=caption)
