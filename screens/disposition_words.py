"""What was said of a part's further way, in a line."""

from inspection.disposition import Disposition, Fate
from inspection.language import Language
from inspection.wording import class_word
from inspection.wording.amounts import euros
from inspection.wording.fates import fate_word
from inspection.wording.roles import role_word


def disposition_words(said: Disposition, language: Language) -> str:
    """What was said, in a line: who said it, and `said_words`."""
    return f"{role_word(said.role, language)}: {said_words(said, language)}"


def said_words(said: Disposition, language: Language) -> str:
    """What becomes of it, why, and what it costs."""
    words = [fate_word(said.fate, language)]
    if said.cause is not None:
        words.append(class_word(said.cause, language))
    if said.reason is not None:
        words.append(said.reason)
    if said.fate is not Fate.GOOD:
        words.append(euros(said.cost_cents, language))
    return " · ".join(words)
