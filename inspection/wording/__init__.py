"""What is said to people: the word for a verdict, the sentence for a reason, what to try next."""

from inspection.wording.coverage import not_assessable_sentence, visible_sentence
from inspection.wording.quantities import formula_text, limit_text, quantity
from inspection.wording.remedies import remedy
from inspection.wording.sentences import sentence, what_happened
from inspection.wording.words import (
    LOCALE,
    characteristic_word,
    class_and_clause,
    class_word,
    clause_word,
    verdict_word,
)

__all__ = [
    "LOCALE",
    "characteristic_word",
    "class_and_clause",
    "class_word",
    "clause_word",
    "formula_text",
    "limit_text",
    "not_assessable_sentence",
    "quantity",
    "remedy",
    "sentence",
    "verdict_word",
    "visible_sentence",
    "what_happened",
]
