"""The card of a defect beside the verdict: what it looks like, why it comes, what to try first."""

from html import escape
from pathlib import Path

from inspection.cards import Card, find_card
from inspection.errors import RecipeInvalid
from inspection.language import Language
from inspection.record import InspectionRecord
from inspection.verdict import Verdict
from screens.texts import translator


def card_of(record: InspectionRecord, class_name: str | None, home: Path, language: Language) -> Card | None:
    """The card of `class_name`, else of the worst reason's class; None for a part in order, or without a card."""
    inspection = record.inspection
    named = class_name or next((reason.class_name for reason in inspection.reasons if reason.class_name), None)
    if named is None or inspection.verdict is Verdict.PASS:
        return None
    try:
        return find_card(named, inspection.part_type, home, language)
    except RecipeInvalid:  # a card of the workshop's own that cannot be read: the set-up page says so
        return None


def first_advice(card: Card, language: Language) -> str:
    """What to try first where the defect came again and again, in a line; nothing where the card has no advice."""
    _ = translator(language)
    template = _("{defect} again and again. Try first: {advice}")
    return template.format(defect=card.text.title, advice=card.text.try_first[0]) if card.text.try_first else ""


def card_html(card: Card, language: Language) -> str:
    """The card as HTML, every text escaped."""
    _ = translator(language)
    try_first, causes = _("What to try first"), _("Likely causes")
    return (
        f'<div class="mb-card-text"><p>{escape(card.text.looks_like)}</p>'
        f"<h3>{escape(try_first)}</h3>{_list(card.text.try_first)}"
        f"<h3>{escape(causes)}</h3>{_list(card.text.causes)}</div>"
    )


def _list(lines: tuple[str, ...]) -> str:
    return f"<ol>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ol>"
