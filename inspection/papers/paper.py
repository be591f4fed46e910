"""The papers: a text in the reader's language, with what this station says of itself in its places.

Texts lie in `texts/LANGUAGE/KIND.md`. A place is `$name` (`string.Template`); one that nobody fills, or a fact that no
text asks for, is found by the tests.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Template
from typing import Final

from inspection.language import Language, catalog, number
from inspection.model_book.telling import kind_word
from inspection.papers.station_facts import StationFacts
from inspection.people import Role, role_word
from inspection.wording import LOCALE, class_word

TEXTS: Final = Path(__file__).parent / "texts"
_BLANK: Final = "_" * 30


class PaperKind(StrEnum):
    """Which papers there are; the value is the name of its text."""

    PROCESSING = "processing"
    PURPOSE = "purpose"
    MODELS = "models"
    LOGGING = "logging"
    DECIDING = "deciding"


_FILE_NAMES: Final[dict[Language, dict[PaperKind, str]]] = {
    "de": {
        PaperKind.PROCESSING: "verarbeitungsverzeichnis",
        PaperKind.PURPOSE: "zweck-und-grenzen",
        PaperKind.MODELS: "modellkarten",
        PaperKind.LOGGING: "was-gespeichert-wird",
        PaperKind.DECIDING: "wer-entscheidet",
    },
    "en": {
        PaperKind.PROCESSING: "record-of-processing",
        PaperKind.PURPOSE: "purpose-and-limits",
        PaperKind.MODELS: "model-cards",
        PaperKind.LOGGING: "what-is-stored",
        PaperKind.DECIDING: "who-decides",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper in Markdown. `file_name` has no suffix."""

    kind: PaperKind
    file_name: str
    language: Language
    markdown: str

    @property
    def title(self) -> str:
        """Its first heading."""
        return self.markdown.partition("\n")[0].removeprefix("# ")


def papers(facts: StationFacts, language: Language, *, workshop: str = "") -> tuple[Paper, ...]:
    """All papers of a station. The same facts give the same texts; without `workshop` its name is a line to fill in."""
    places = dict(_places(facts, language, workshop))
    return tuple(
        Paper(
            kind=kind,
            file_name=_FILE_NAMES[language][kind],
            language=language,
            markdown=Template(text_of(kind, language)).substitute(places),
        )
        for kind in PaperKind
    )


def text_of(kind: PaperKind, language: Language) -> str:
    """The text of a paper, its places still open."""
    return (TEXTS / language / f"{kind}.md").read_text(encoding="utf-8")


def _places(facts: StationFacts, language: Language, workshop: str) -> Iterable[tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    yield "made", _("Made on {day} from the station's own state").format(day=facts.made_on.isoformat())
    yield "version", escaped(facts.software_version)
    yield "workshop", escaped(workshop) or _BLANK
    yield "home", str(facts.home).replace("`", "'")
    yield "camera", escaped(facts.settings.camera.kind)
    yield "part_at_work", escaped(next((p.title(language) for p in facts.parts if p.name == facts.settings.part), "–"))
    yield "parts", table_rows(_part_rows(facts, language))
    yield "models", table_rows(_model_rows(facts, language))
    yield "cards", _cards(facts, language)
    yield from _about_people(facts, language)
    yield from _about_keeping(facts, language)


def _about_people(facts: StationFacts, language: Language) -> Iterable[tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    total = sum(facts.pins.values())
    said = [f"{role_word(role, language)} {count}" for role, count in facts.pins.items() if count]
    none = _("none set: everybody at the station's computer may do everything")
    warning = _("No PIN is set")
    yield "pins_set", f"{total} ({', '.join(said)})" if total else none
    yield "n_pins", str(total)
    yield "roles_used", ", ".join(role_word(role, language) for role in Role)
    yield "without_pins", _("At this station PINs are set.") if total else f"**{warning}:** {none}."
    for role in Role:
        yield f"pins_{role.value}", str(facts.pins[role])


def _about_keeping(facts: StationFacts, language: Language) -> Iterable[tuple[str, str]]:
    _ = catalog(LOCALE, language).gettext
    kept, nothing = facts.kept, _("nothing recorded yet")
    for kind in ("inspection", "override", "withdrawal", "disposition", "event"):
        yield f"n_{kind}", number(kept.entries.get(kind, 0), language)
    since = _("The first is of {day}.").format(day=kept.since.date().isoformat()) if kept.since else ""
    yield "first_entry", since
    yield "n_pictures", number(kept.pictures, language)
    yield "records_size", f"{number(kept.database_bytes / 10**6, language)} MB"
    yield "head", f"{kept.head[0]}, `{kept.head[1]}`" if kept.head else nothing
    said = facts.retention
    early = _("earlier, the oldest first, where the disk gets full")
    good = _how_long(said.good_pictures_days, language)
    yield "keep_good", f"{good}; {early}" if said.early_when_short else good
    yield "keep_bad", _how_long(said.bad_pictures_days, language)
    yield "keep_aside", _how_long(said.put_aside_days, language)


def _how_long(days: int | None, language: Language) -> str:
    _ = catalog(LOCALE, language).gettext
    if days is None:
        return _("until the workshop deletes them; nothing is deleted by itself")
    return _("{days} days, then deleted by itself").format(days=number(days, language))


def _part_rows(facts: StationFacts, language: Language) -> Iterable[Sequence[str]]:
    _ = catalog(LOCALE, language).gettext
    own = _("the workshop's own limits")
    for part in facts.parts:
        yield part.title(language), f"{part.name}, {part.version}", part.model, part.norm or own


def _model_rows(facts: StationFacts, language: Language) -> Iterable[Sequence[str]]:
    for entry in facts.models:
        map50 = entry.figures.get("map50")
        yield (
            entry.name,
            ", ".join(entry.slots),
            kind_word(entry.kind, language),
            "" if entry.version is None else str(entry.version),
            ", ".join(class_word(name, language) for name in entry.classes),
            "" if map50 is None else number(map50, language, 3),
            entry.licence or "",
        )


def _cards(facts: StationFacts, language: Language) -> str:
    """The cards of the models that judge, each under a heading of its own, as they stand there."""
    _ = catalog(LOCALE, language).gettext
    missing = _("This model has no card: nobody has written down what it learned from. Do not let it judge alone.")
    blocks = [
        "\n\n".join((f"## {name}", "\n".join(map(_below, card.splitlines())) if card else missing))
        for name, card in sorted(facts.cards.items())
    ]
    return "\n\n".join(blocks)


def _below(line: str) -> str:
    """A heading of a card two levels lower."""
    return f"##{line}" if re.match(r"#{1,4} ", line) else line


def table_rows(rows: Iterable[Sequence[str]]) -> str:
    r"""Lines of a Markdown table.

    >>> table_rows([("a|b", "x\ny")])
    '| a\\|b | x y |'
    """
    return "\n".join(f"| {' | '.join(map(escaped, row))} |" for row in rows) or "| – |"


def escaped(text: str) -> str:
    r"""Text from recipes, models and people, so that Markdown shows it as it is, on one line.

    >>> escaped("<b>*a*|_b_`")
    '\\<b\\>\\*a\\*\\|\\_b\\_\\`'
    """
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
