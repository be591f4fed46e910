"""The upper part of a protocol's page: which part, judged by what, and the two words about it side by side."""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Final

from inspection.disposition import Fate
from inspection.language import Language, catalog
from inspection.protocol.words import engine_text, scale_text, taken_back_text, time_text
from inspection.record import DispositionRecord, InspectionRecord, OverrideRecord
from inspection.verdict import Reason, Verdict
from inspection.withdrawal import Withdrawal
from inspection.wording import LOCALE, class_word, sentence, verdict_word
from inspection.wording.amounts import euros
from inspection.wording.fates import fate_word
from inspection.wording.roles import role_word
from inspection.wording.taken_back import does_not_count

if TYPE_CHECKING:
    from inspection.protocol.sheet import Box, Rgb

REASONS_IN_BOX: Final = 3
WORDS_IN_BOX: Final = 3
"""Earlier words of the master below the one that counts."""
_GREY: Final["Rgb"] = (60, 60, 60)
_RGB: Final[dict[Verdict, "Rgb"]] = {
    Verdict.PASS: (0, 105, 60),
    Verdict.REVIEW: (165, 95, 0),
    Verdict.FAIL: (175, 20, 30),
    Verdict.NOT_JUDGED: (85, 85, 85),
}


def origin(record: InspectionRecord, language: Language, time_zone: tzinfo | None) -> tuple[tuple[str, str], ...]:
    """Which part, judged by what, recorded where."""
    _ = catalog(LOCALE, language).gettext
    inspection = record.inspection
    judge, exposures = inspection.judge, [view.exposure for view in inspection.views if view.exposure]
    recipe = _("{name}, version {version}").format(name=inspection.recipe, version=inspection.recipe_version)
    cameras = ", ".join(dict.fromkeys(exposure.camera_id for exposure in exposures))
    captured = ", ".join(dict.fromkeys(time_text(exposure.captured_at, time_zone) for exposure in exposures))
    scales = dict.fromkeys(text for view in inspection.views if (text := scale_text(view.scale, language)))
    return (
        (_("Part"), inspection.part_type),
        (_("Serial number"), inspection.job.serial or ""),
        (_("Order"), inspection.job.order or ""),
        (_("Machine"), inspection.job.machine or ""),
        (_("Lot"), inspection.job.lot or ""),
        (_("Material batch"), inspection.job.material or ""),
        (_("Recipe"), recipe),
        (_("Entry"), str(record.sequence)),
        (_("Record"), inspection.record_id),
        (_("Recorded"), time_text(record.recorded_at, time_zone)),
        (_("UTC"), time_text(record.recorded_at, UTC)),
        (_("Picture taken"), captured),
        (_("Camera"), cameras),
        (_("Scale"), ", ".join(scales)),
        (_("Software"), f"Meisterblick {inspection.software_version}"),
        (_("Model"), judge.model if judge else "–"),
        (_("Engine"), engine_text(judge) if judge else ""),
        (_("Model file"), judge.sha256 if judge else ""),
        (_("Hash of the record"), record.sha256),
    )


def station_box(
    record: InspectionRecord, withdrawal: Withdrawal | None, language: Language, time_zone: tzinfo | None
) -> "Box":
    """What the station said. Of a part that was taken back the large word is that it does not count."""
    from inspection.protocol.sheet import Box

    _ = catalog(LOCALE, language).gettext
    inspection = record.inspection
    word = with_grade(verdict_word(inspection.verdict, language), inspection.grade, language)
    reasons = sentences(inspection.reasons, language)
    lines = reasons[:REASONS_IN_BOX]
    if len(reasons) > len(lines):
        lines.append(_("and {count} more reasons below").format(count=len(reasons) - len(lines)))
    heading = _("Verdict of the station (AI)")
    if withdrawal is None:
        return Box(heading=heading, word=word, rgb=_RGB[inspection.verdict], lines=lines)
    reason = _("Reason")
    taken_back = f"{reason}: {taken_back_text(withdrawal, language, time_zone)}"
    said = _("Before that: {verdict}").format(verdict=word)
    return Box(heading=heading, word=does_not_count(language), rgb=_GREY, lines=[taken_back, said, *lines])


def master_box(
    given: Sequence[OverrideRecord], language: Language, time_zone: tzinfo | None, *, is_asked: bool = True
) -> "Box":
    """The master's words, the newest first and large; else the box to write one into, unless no word is asked for."""
    from inspection.protocol.sheet import Box

    _ = catalog(LOCALE, language).gettext
    heading = _("Word of the master")
    if not given and not is_asked:
        return Box(heading=heading, rgb=_GREY, word="–", lines=[_("A part that does not count needs no word.")])
    if not given:
        return Box(
            heading=heading,
            rgb=_GREY,
            ticks=[verdict_word(verdict, language) for verdict in (Verdict.PASS, Verdict.FAIL)],
            blanks=(_("Role"), _("Reason"), ""),
        )
    word, *before = (record.override for record in given)
    entries = [
        (_("Role"), role_word(word.role, language)),
        (_("Reason"), word.reason),
        (_("Given"), time_text(word.given_at, time_zone)),
    ]
    for earlier in before[:WORDS_IN_BOX]:
        verdict, role = verdict_word(earlier.verdict, language), role_word(earlier.role, language)
        entries.append((_("Before that"), f"{verdict}, {role}, {time_text(earlier.given_at, time_zone)}"))
    lines = [f"{name}: {said}" for name, said in entries]
    if len(before) > WORDS_IN_BOX:
        lines.append(_("and {count} more before that").format(count=len(before) - WORDS_IN_BOX))
    return Box(heading=heading, word=verdict_word(word.verdict, language), rgb=_RGB[word.verdict], lines=lines)


def fate_lines(given: Sequence[DispositionRecord], language: Language, time_zone: tzinfo | None) -> list[str]:
    """What becomes of the part, why, at what cost, and what was said before; nothing where nobody said."""
    if not given:
        return []
    _ = catalog(LOCALE, language).gettext
    said, *before = (record.disposition for record in given)
    texts = [
        fate_word(said.fate, language),
        class_word(said.cause, language) if said.cause else "",
        said.reason or "",
        euros(said.cost_cents, language) if said.fate is not Fate.GOOD else "",
        role_word(said.role, language),
        time_text(said.given_at, time_zone),
    ]
    lines = [_("What becomes of it: {said}").format(said=", ".join(filter(None, texts)))]
    for earlier in before[:WORDS_IN_BOX]:
        word, role = fate_word(earlier.fate, language), role_word(earlier.role, language)
        lines.append(
            _("Before that: {verdict}").format(verdict=f"{word}, {role}, {time_text(earlier.given_at, time_zone)}")
        )
    if len(before) > WORDS_IN_BOX:
        lines.append(_("and {count} more before that").format(count=len(before) - WORDS_IN_BOX))
    return lines


def sentences(reasons: Sequence[Reason], language: Language) -> list[str]:
    """Each sentence once."""
    return list(dict.fromkeys(sentence(reason, language) for reason in reasons))


def with_grade(word: str, grade: str | None, language: Language) -> str:
    """The word for a verdict, with the grade where the part has one."""
    _ = catalog(LOCALE, language).gettext
    of_grade = _("grade {name}")
    return f"{word}, {of_grade.format(name=grade)}" if grade else word
