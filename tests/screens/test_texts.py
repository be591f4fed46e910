"""Every text of the program has its German, and no German is left over."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]


def asked(package: str) -> set[str]:
    found = extract_from_dir(ROOT / package, method_map=[("**.py", "python")], keywords={"_": None})
    return {str(message) for _, _, message, _, _ in found}


@pytest.mark.parametrize("package", ["screens", "inspection", "training"])
def test_german_is_complete_and_nothing_is_left_over(package: str) -> None:
    with (ROOT / package / "locale" / "de.po").open("rb") as source:
        catalog = read_po(source, locale="de")
    translated = {str(message.id): str(message.string) for message in catalog if message.id}
    assert asked(package) == set(translated)
    assert [text for text, german in translated.items() if not german.strip()] == []


@pytest.mark.parametrize("package", ["screens", "inspection", "training"])
def test_german_keeps_every_placeholder(package: str) -> None:
    with (ROOT / package / "locale" / "de.po").open("rb") as source:
        catalog = read_po(source, locale="de")
    for message in catalog:
        places = {piece.split("}")[0] for piece in str(message.id).split("{")[1:]}
        assert places == {piece.split("}")[0] for piece in str(message.string).split("{")[1:]}, message.id
