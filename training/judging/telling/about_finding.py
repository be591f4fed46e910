"""Does it find the defects: how many, from which size on, and what it takes for what."""

from collections.abc import Iterator

from inspection.language import Language, catalog
from training.data.health.wording import LOCALE
from training.judging.report import EvaluationReport
from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table
from training.judging.telling.words import name_of, precision, share, sizes


def about_finding(report: EvaluationReport, language: Language) -> Iterator[Block]:
    """Average precision, of all and by class."""
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


def about_sizes(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    """The share that was found, by class and size."""
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


def about_confusion(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    """What is labelled against what was found there."""
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


def _chart(name: str, data: bytes, alt: str) -> Image:
    return Image(name=f"{name}.png", data=data, media_type="image/png", alt=alt)
