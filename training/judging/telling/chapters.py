"""From figures to chapters: what a master wants to know first, comes first."""

from collections.abc import Iterator
from pathlib import Path

from inspection.language import Language, catalog
from inspection.verdict import Verdict
from inspection.wording import verdict_word
from training.data.health.wording import LOCALE
from training.judging.rate import Rate
from training.judging.report import EvaluationReport
from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table
from training.judging.telling.words import interval, name_of, percent, precision, share, sizes


def told(report: EvaluationReport, language: Language, root: Path | None = None) -> tuple[Block, ...]:
    """The report in words. With `root`, the folder of the data set, plots and pictures of the misses are drawn, too."""
    return (
        *_head(report, language),
        *_verdicts(report, language, drawn=root is not None),
        *_finding(report, language),
        *_by_size(report, language, drawn=root is not None),
        *_confusion(report, language, drawn=root is not None),
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
    if report.unknown_classes:
        unknown = ", ".join(name_of(name, language) for name in report.unknown_classes)
        yield Paragraph(text=_("The model does not know and so misses: {classes}.").format(classes=unknown))


def _how_fair(report: EvaluationReport, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if report.split == "train":
        return _("A model learns from pictures of this split: if this one did, the figures are too good.")
    return _("A training is steered by pictures of this split: if this one was, expect a little less of new parts.")


def _verdicts(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("Would the parts have been judged rightly?"))
    yield Paragraph(text=_what_is_bad(report, language))
    escape, rejected, review = report.escape_rate, report.false_reject_rate, report.review_rate
    yield Fact(
        name=_("Slipped through"),
        value=_of(escape, _("{count} of {n} bad parts"), language),
        meaning=_("Bad parts that would have passed as OK. The fewer the better: this is the dearest mistake."),
    )
    yield Fact(
        name=_("False alarm"),
        value=_of(rejected, _("{count} of {n} good parts"), language),
        meaning=_("Good parts that would have been rejected without asking."),
    )
    yield Fact(
        name=_("Ask the master"),
        value=_of(review, _("{count} of {n} parts"), language),
        meaning=_("Parts that the station would not have decided alone. They cost the master's time, no more."),
    )
    yield Paragraph(
        text=_(
            "In brackets: with so many parts, the true share lies between these bounds with 95 % certainty. More parts "
            "bring them closer together."
        )
    )
    if drawn:
        from training.judging.telling.charts import rates_chart

        names = (_("Slipped through"), _("False alarm"), _("Ask the master"))
        alt = "; ".join(
            f"{name} {share(rate, language)}" for name, rate in zip(names, (escape, rejected, review), strict=True)
        )
        yield _chart("rates", rates_chart(report, language), alt)
    yield from _left_out(report, language)
    yield _verdict_table(report, language)


def _what_is_bad(report: EvaluationReport, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if report.recipe is None:
        return _("Without a recipe, every part on which a defect is labelled counts as bad, however small the defect.")
    return _(
        "Good and bad is what the recipe {recipe}, version {version}, says of the labels, measured as at the bench."
    ).format(recipe=report.recipe, version=report.recipe_version)


def _left_out(report: EvaluationReport, language: Language) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    if report.undecided:
        text = _("Parts of which the true size lies too near to a limit, neither good nor bad: {count}.")
        yield Paragraph(text=text.format(count=report.undecided))
    if report.not_judged:
        codes = ", ".join(f"{code} {count}" for code, count in report.not_judged.items())
        text = _("Parts that could not be judged, and are in none of these figures: {count} ({codes}).")
        yield Paragraph(text=text.format(count=sum(report.not_judged.values()), codes=codes))


def _verdict_table(report: EvaluationReport, language: Language) -> Block:
    _ = catalog(LOCALE, language).gettext
    counts = {(one.truth, one.verdict): one.n for one in report.verdicts}
    truths = [truth for truth in Verdict if any(due is truth for due, _verdict in counts)]
    verdicts = [verdict for verdict in Verdict if any(given is verdict for _truth, given in counts)]
    return Table(
        heads=(_("It deserves, it gets"), *(verdict_word(verdict, language) for verdict in verdicts)),
        rows=tuple(
            (verdict_word(truth, language), *(str(counts.get((truth, verdict), 0)) for verdict in verdicts))
            for truth in truths
        ),
    )


def _finding(report: EvaluationReport, language: Language) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("Does it find the defects?"))
    yield Fact(
        name=_("Sureness of finding (mAP50)"),
        value=_("{value} of 1").format(value=precision(report.map50, language)),
        meaning=_(
            "How completely the defects are found without anything else being marked, whatever the threshold. A box "
            "counts when it overlaps the drawn one by half. 1 is without a mistake."
        ),
    )
    yield Fact(
        name=_("Accuracy of fit (mAP50-95)"),
        value=_("{value} of 1").format(value=precision(report.map50_95, language)),
        meaning=_("The same, but boxes must fit more and more exactly. It matters where sizes are measured."),
    )
    yield Table(
        heads=(_("Defect"), _("labelled"), "mAP50", "mAP50-95"),
        rows=tuple(
            (
                name_of(name, language),
                str(one.n),
                precision(one.map50, language),
                precision(one.map50_95, language),
            )
            for name, one in report.per_class.items()
        ),
    )


def _by_size(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("From which size on are they found?"))
    yield Paragraph(
        text=_(
            "How many of the labelled defects of a size were found at the scores that count at the bench. The size is "
            "the longer side of the drawn box in pixels of the picture, of a crack its diagonal."
        )
    )
    if drawn:
        from training.judging.telling.charts import size_chart

        alt = _("Share of the defects found, by class and size; the same figures as in the table below.")
        yield _chart("sizes", size_chart(report, language), alt)
    yield Table(
        heads=(_("Defect"), _("Size"), _("found"), _("Share, and its bounds")),
        rows=tuple(
            (
                name_of(band.class_name, language),
                sizes(band, language),
                f"{band.rate.count} / {band.rate.n}",
                share(band.rate, language),
            )
            for band in report.detection_rate
        ),
    )


def _confusion(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    _ = catalog(LOCALE, language).gettext
    yield Heading(text=_("What is taken for what?"))
    if drawn:
        from training.judging.telling.charts import confusion_chart

        alt = _("What is labelled against what was found; the same figures as in the table below.")
        yield _chart("confusion", confusion_chart(report, language), alt)
    labelled = sorted({one.labelled for one in report.confusion if one.labelled is not None})
    counts = {(one.labelled, one.found): one.n for one in report.confusion}
    rows = []
    for name in labelled:
        others = [one for one in report.confusion if one.labelled == name and one.found not in (name, None)]
        taken = ", ".join(f"{one.n} × {name_of(one.found, language)}" for one in others)
        found, missed = counts.get((name, name), 0), counts.get((name, None), 0)
        rows.append((name_of(name, language), str(found), str(missed), taken or "–"))
    yield Table(heads=(_("labelled as"), _("found"), _("missed"), _("taken for")), rows=tuple(rows))
    nowhere = [one for one in report.confusion if one.labelled is None]
    if nowhere:
        listed = ", ".join(f"{one.n} × {name_of(one.found, language)}" for one in nowhere)
        yield Paragraph(text=_("Found where nothing is labelled: {what}.").format(what=listed))


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
        caption = _("{picture}: should be {truth}, came out as {verdict}").format(
            picture=miss.picture,
            truth=verdict_word(miss.truth, language),
            verdict=verdict_word(miss.verdict, language),
        )
        data = marked(miss, root, language)
        if data is None:
            yield Paragraph(text=caption)
        else:
            yield Image(name=f"miss-{number:02d}.jpg", data=data, media_type="image/jpeg", alt=caption, caption=caption)


def _chart(name: str, data: bytes, alt: str) -> Image:
    return Image(name=f"{name}.png", data=data, media_type="image/png", alt=alt)


def _of(rate: Rate, template: str, language: Language) -> str:
    counted = template.format(count=rate.count, n=rate.n)
    if rate.value is None:
        return counted
    return f"{counted}, {percent(rate.value, language)} ({interval(rate, language)})"
