"""Money and shares, as the language writes them."""

from inspection.language import Language


def euros(cents: int, language: Language) -> str:
    """An amount with both decimals, with a blank that breaks no line.

    >>> euros(123456, "de").replace("\N{NO-BREAK SPACE}", " "), euros(5, "en")
    ('1.234,56 €', '€0.05')
    """
    text = f"{cents // 100:,}.{cents % 100:02}"
    return f"€{text}" if language == "en" else f"{text.translate(str.maketrans(',.', '.,'))}\N{NO-BREAK SPACE}€"


def percent(share: float, language: Language) -> str:
    """A share in percent, with one decimal.

    >>> percent(0.0234, "de").replace("\N{NO-BREAK SPACE}", " "), percent(0.1, "en")
    ('2,3 %', '10.0%')
    """
    text = f"{100 * share:.1f}"
    return f"{text}%" if language == "en" else f"{text.replace('.', ',')}\N{NO-BREAK SPACE}%"
