"""Text as the fonts of every PDF reader can show it.

The fourteen standard fonts need no file and no download. They hold the letters of western Europe with ä ö ü ß ± × Ø ²,
as code page 1252 does, and no ≤, which is written in words. Everything else is written as something that looks like it,
else as "?": a record is never unprintable.
"""

import re
import unicodedata
from typing import Final

ENCODING: Final = "cp1252"
_LOOKS_LIKE: Final = str.maketrans(
    {
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "≈": "~",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "⌀": "Ø",
        "∅": "Ø",
        "→": "->",
        "Ω": "Ohm",
        "μ": "µ",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ẞ": "SS",
        "√": "Wurzel ",
        "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}",
    }
)
_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def printable(text: str, longest: int = 600) -> str:
    r"""The text on one line, at most `longest` letters, in letters that the fonts have.

    >>> printable("Ø 1,4 ± 0,1 mm ≤ 2\nnaïve Łódź"), printable("裂")
    ('Ø 1,4 ± 0,1 mm <= 2 naïve Lódz', '?')
    """
    spaces = text.replace("\N{NO-BREAK SPACE}", "\ue000")
    line = _UNSEEN.sub(" ", spaces).strip().replace("\ue000", "\N{NO-BREAK SPACE}")
    if len(line) > longest:
        line = f"{line[: longest - 1]}…"
    return "".join(map(_letter, unicodedata.normalize("NFC", line.translate(_LOOKS_LIKE))))


def _letter(letter: str) -> str:
    for candidate in (letter, _without_marks(letter)):
        try:
            candidate.encode(ENCODING)
        except UnicodeEncodeError:
            continue
        if candidate:
            return candidate
    return "" if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf" else "?"


def _without_marks(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
