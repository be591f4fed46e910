"""Numbers as people read them: a value with its expanded uncertainty and unit, a limit, a formula."""

from math import floor, log10

from inspection.finding import Unit
from inspection.language import Language, number
from inspection.limit import Formula
from inspection.sums import COVERAGE_FACTOR

MOST_DECIMALS = 3


def quantity(value: float, unit: str | None, language: Language, uncertainty: float | None = None) -> str:
    r"""A value ± its expanded uncertainty (twice the standard one given here), with its unit, on one line.

    The uncertainty has one significant digit, the value as many decimals.

    >>> quantity(1.43, "mm", "de", 0.06).replace("\N{NO-BREAK SPACE}", " ")
    '1,4 ± 0,1 mm'
    >>> quantity(0.957, "mm", "en", 0.02).replace("\N{NO-BREAK SPACE}", " ")
    '0.96 ± 0.04 mm'
    """
    if uncertainty:
        expanded = COVERAGE_FACTOR * uncertainty
        decimals = min(max(-floor(log10(expanded)), 0), MOST_DECIMALS)
        text = f"{_fixed(value, decimals, language)}\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}"
        text += _fixed(max(expanded, 10.0**-MOST_DECIMALS), decimals, language)
    else:
        text = number(value, language)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def limit_text(limit: float, unit: str | None, language: Language) -> str:
    """A limit with all its digits, in millimetres with one decimal at least.

    >>> limit_text(1.0, "mm", "de").replace("\N{NO-BREAK SPACE}", " "), limit_text(90, "px", "de")[:2]
    ('1,0 mm', '90')
    """
    text = _fixed(limit, 1, language) if unit == Unit.MM and round(limit, 1) == limit else _exact(limit, language)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def formula_text(formula: Formula, language: Language) -> str:
    r"""How a norm's limit is calculated, on one line.

    >>> formula_text(Formula(factor=0.2, of="s", of_mm=5, at_most_mm=2), "de").replace("\N{NO-BREAK SPACE}", " ")
    'min(0,2 × 5; 2)'
    """
    product = f"{_exact(formula.factor, language)} × {_exact(formula.of_mm, language)}"
    text = product if formula.at_most_mm is None else f"min({product}; {_exact(formula.at_most_mm, language)})"
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _exact(value: float, language: Language) -> str:
    digits = f"{value:.{MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return _fixed(value, len(digits.partition(".")[2]), language)


def _fixed(value: float, decimals: int, language: Language) -> str:
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
