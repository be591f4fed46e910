"""The arithmetic of a recorded verdict in plain words, and whether the same comes out again."""

from collections.abc import Sequence
from math import floor, log10
from typing import assert_never

from inspection.decide import decide, grade, lowest_grade
from inspection.language import Language, catalog
from inspection.override import Override
from inspection.protocol.boxes import fate_lines, with_grade
from inspection.protocol.rows import Zone, guard_band, zone_of
from inspection.protocol.words import coverage_sentences, engine_text, job_text, scale_text, taken_back_text, time_text
from inspection.recipe import Recipe, content_sha256
from inspection.recipe_book.describing import source_word
from inspection.record import DispositionRecord, InspectionRecord, OverrideRecord, ViewResult
from inspection.verdict import Code, Reason, Verdict
from inspection.withdrawal import Withdrawal
from inspection.wording import (
    LOCALE,
    limit_text,
    quantity,
    sentence,
    verdict_word,
)
from inspection.wording.roles import role_word
from inspection.wording.taken_back import does_not_count


def explain(
    record: InspectionRecord,
    recipe: Recipe | None,
    language: Language,
    given: Sequence[OverrideRecord] = (),
    withdrawal: Withdrawal | None = None,
    becomes: Sequence[DispositionRecord] = (),
) -> tuple[str, ...]:
    """Lines of text: verdict, reasons, the arithmetic of each limit, scale, model, what was not assessable.

    `recipe` is the recorded version where the recipe book still has it; then the recorded findings are decided again,
    and the last lines say whether the same verdict comes out. `given` are the master's words on this part, which stand
    below the station's verdict in the same order; `withdrawal` says that the part does not count, `becomes` what is to
    become of it, the newest first.
    """
    _ = catalog(LOCALE, language).gettext
    inspection = record.inspection
    lines = [
        _("Entry {number}, {time}: {verdict}").format(
            number=record.sequence,
            time=time_text(record.recorded_at, None),
            verdict=verdict_word(inspection.verdict, language),
        )
    ]
    if withdrawal is not None:
        lines.append(f"{does_not_count(language)} ({taken_back_text(withdrawal, language, None)})")
    if job := job_text(inspection.job, language):
        lines.append(job)
    if inspection.grade:
        lines.append(_("grade {name}").format(name=inspection.grade))
    lines += [_masters_word(one.override, language) for one in given]
    lines += fate_lines(becomes, language, None)
    for view in inspection.views:
        lines += ["", *_view(view, len(inspection.views) > 1, language)]
    judge = inspection.judge
    name = _("{name}, version {version}").format(name=inspection.recipe, version=inspection.recipe_version)
    lines += ["", _("Recipe: {name}").format(name=name)]
    if judge is not None:
        model = f"{judge.model} {judge.sha256[:12]}, {engine_text(judge)}"
        lines.append(_("Model: {model}").format(model=model))
    lines += ["", *coverage_sentences(inspection, language), "", *_again(record, recipe, language)]
    return tuple(lines)


def decided_again(record: InspectionRecord, recipe: Recipe) -> tuple[Verdict, str | None]:
    """Verdict and grade that the recorded findings get from the recipe.

    Raises ValueError where the findings were not measured as the recipe asks.
    """
    found = [(view.findings, decide(view.findings, recipe)[0]) for view in record.inspection.views]
    grades = [None if verdict is Verdict.FAIL else grade(findings, recipe).grade for findings, verdict in found]
    return Verdict.worst(verdict for _, verdict in found), lowest_grade(grades, recipe)


def _masters_word(word: Override, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    return _("Word of the master: {verdict} – {reason} ({role}, {time})").format(
        verdict=verdict_word(word.verdict, language),
        reason=word.reason,
        role=role_word(word.role, language),
        time=time_text(word.given_at, None),
    )


def _view(view: ViewResult, named: bool, language: Language) -> list[str]:
    _ = catalog(LOCALE, language).gettext
    lines = [_("View {name}: {verdict}").format(name=view.view, verdict=verdict_word(view.verdict, language))] * named
    for reason in view.reasons:
        lines.append(f"- {sentence(reason, language)}")
        lines += [f"    {line}" for line in _arithmetic(reason, language)]
    if view.grade_missed:
        lines.append(_("Why no better grade:"))
        lines += [f"- {sentence(reason, language)}" for reason in view.grade_missed]
    if scale := scale_text(view.scale, language):
        lines.append(_("Scale: {scale}").format(scale=scale))
    return lines


def _arithmetic(reason: Reason, language: Language) -> list[str]:
    """Where the value lies beside its limit."""
    _ = catalog(LOCALE, language).gettext
    if reason.detail:
        return [reason.detail]
    if reason.value is None or reason.limit is None or reason.class_name is None:
        return []
    limit = limit_text(reason.limit, reason.unit, language)
    side = (_("at least {limit}") if reason.bound == "lower" else _("at most {limit}")).format(limit=limit)
    source = f" ({source_word(reason.source, language)})" if reason.source else ""
    value = quantity(reason.value, reason.unit, language, reason.uncertainty)
    lines = [f"{value}; {side}{source}"]
    band = guard_band(reason.uncertainty, reason)
    zone = _zone(zone_of(reason.value, reason.uncertainty, reason), language)
    if band:
        digits = max(0, 1 - floor(log10(band)))
        low, high, half = (
            limit_text(round(number, digits), reason.unit, language)
            for number in (max(0.0, reason.value - band), reason.value + band, band)
        )
        text = _("with the guard band of ± {band} from {low} to {high}: {zone}")
        lines.append(text.format(band=half, low=low, high=high, zone=zone))
    else:
        lines.append(_("counted, without a guard band: {zone}").format(zone=zone))
    if reason.code is Code.DOUBTFUL:
        lines.append(_("but the score lies in the doubtful band: it may be none"))
    return lines


def _zone(zone: Zone, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    match zone:
        case "inside":
            return _("inside the limit")
        case "between":
            return _("the limit lies between, the master decides")
        case "outside":
            return _("outside the limit")
        case _:
            assert_never(zone)


def _again(record: InspectionRecord, recipe: Recipe | None, language: Language) -> list[str]:
    """Decide again from the record alone."""
    _ = catalog(LOCALE, language).gettext
    inspection = record.inspection
    if inspection.verdict is Verdict.NOT_JUDGED:
        return [_("This part was not judged: there is nothing to decide again.")]
    if recipe is None:
        text = _(
            "Version {version} of the recipe {name} is not in the recipe book: the verdict cannot be decided again."
        )
        return [text.format(version=inspection.recipe_version, name=inspection.recipe)]
    if inspection.recipe_sha256 not in (None, content_sha256(recipe)):
        return [_("The recipe in the book under this version is not the one that judged: it cannot be decided again.")]
    try:
        again = decided_again(record, recipe)
    except ValueError as error:
        text = _("The recipe in the book asks for what was not measured then ({detail}): it is another one.")
        return [text.format(detail=error)]
    if again == (inspection.verdict, inspection.grade):
        return [_("Decided again from the recorded findings: the same verdict.")]
    text = _(
        "Decided again from the recorded findings: {verdict}. The recipe in the book, or the program, is another one."
    )
    return [text.format(verdict=with_grade(verdict_word(again[0], language), again[1], language))]
