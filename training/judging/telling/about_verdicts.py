"""Would the parts have been judged rightly: what a master wants to know first."""

from collections.abc import Iterator

from inspection.language import Language, catalog
from inspection.rate import Rate
from inspection.verdict import Code, Verdict
from inspection.wording import verdict_word, what_happened
from training.data.health.wording import LOCALE
from training.judging.report import EvaluationReport
from training.judging.telling.blocks import Block, Fact, Heading, Image, Paragraph, Table
from training.judging.telling.words import interval, percent, share


def about_verdicts(report: EvaluationReport, language: Language, *, drawn: bool) -> Iterator[Block]:
    """The three rates, what is in none of them, and every verdict against what was deserved."""
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
        yield Image(name="rates.png", data=rates_chart(report, language), media_type="image/png", alt=alt)
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
        codes = ", ".join(
            f"{what_happened(Code(code), language)}: {count}" for code, count in report.not_judged.items()
        )
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


def _of(rate: Rate, template: str, language: Language) -> str:
    counted = template.format(count=rate.count, n=rate.n)
    if rate.value is None:
        return counted
    return f"{counted}, {percent(rate.value, language)} ({interval(rate, language)})"
