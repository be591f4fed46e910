"""One thing has one German name, whoever says it: page, sentence, report."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
OTHER_WORDS = {
    r"Sorten?\b": "Güte",
    r"Gutteil|Gutbild": "Musterteil",
    r"\bTafel|gedruckten? Muster": "Kalibriertafel",
    r"Fassung": "Version",
    r"(?<!an der )\bGrenzen?\b": "Grenzwert",
    r"Rechenw": "Rechenprogramm",
    r"entschiede\b": "würde entscheiden",
    r"Morgenprüfung": "Tagesprüfung",
}
"""What is not said, and what is said instead; "an der Grenze" is a place near the limit."""


def other_words(package: str) -> list[tuple[str, str]]:
    with (ROOT / package / "locale" / "de.po").open("rb") as source:
        texts = [str(message.string) for message in read_po(source, locale="de") if message.id]
    return [(text, word) for text in texts for pattern, word in OTHER_WORDS.items() if re.search(pattern, text)]


@pytest.mark.parametrize("package", ["inspection", "screens", "training"])
def test_one_thing_has_one_name(package: str) -> None:
    assert other_words(package) == []
