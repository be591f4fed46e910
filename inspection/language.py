"""The texts of the program in German and English."""

import gettext
import io
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["de", "en"]


@cache
def catalog(locale_folder: Path, language: Language) -> gettext.NullTranslations:
    """The texts of `locale_folder`/LANGUAGE.po; the message ids are English, so English needs no file.

    Read once per process. Raises FileNotFoundError for a language without a file.
    """
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (locale_folder / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def number(value: float, language: Language, decimals: int = 1) -> str:
    """A number as the language writes it; whole numbers without decimals.

    >>> number(1.25, "de"), number(1234.0, "de"), number(1.25, "en")
    ('1,2', '1.234', '1.2')
    """
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
