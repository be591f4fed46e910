"""The language of a page, and the screen's own texts."""

from collections.abc import Callable, Mapping
from pathlib import Path

from inspection.language import Language, catalog

LOCALE = Path(__file__).parent / "locale"
LANGUAGES: Mapping[Language, str] = {"de": "Deutsch", "en": "English"}


def translator(language: Language) -> Callable[[str], str]:
    """`gettext` for the screen's texts.

    >>> _ = translator("de")
    >>> _("Inspect")
    'Prüfen'
    """
    return catalog(LOCALE, language).gettext


def language_of(asked: str | None, browser_locale: str | None) -> Language:
    """The language to begin with: the one in the page's address, else English for an English browser, else German.

    >>> language_of(None, "fr-FR"), language_of(None, "en-GB"), language_of("de", "en-GB")
    ('de', 'en', 'de')
    """
    match asked:
        case "de" | "en":
            return asked
        case _:
            return "en" if (browser_locale or "").lower().startswith("en") else "de"
