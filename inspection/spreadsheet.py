"""Text that a spreadsheet must not take for a formula."""

from typing import Final

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")


def is_risky(text: str) -> bool:
    """Whether a spreadsheet may calculate a cell with this text."""
    return text.startswith(_BEGINNINGS)


def harmless(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would calculate it.

    >>> harmless("=1+1"), harmless("4711-A")
    ("'=1+1", '4711-A')
    """
    return f"'{text}" if is_risky(text) else text
