"""The handbook says what the program says: pictures that are taken, words on the screen, links that lead on."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from inspection.language import Language
from tests.browser.handbook import PICTURES, picture_names

ROOT = Path(__file__).parents[1]
HANDBOOK = ROOT / "docs" / "handbook"
LANGUAGES: tuple[Language, ...] = ("de", "en")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)]+)\)")
PLACE = re.compile(r"\{\w+\}")
ENOUGH_LETTERS = 8
"""A text that is nearly all placeholders, as "{defect}: {advice}", would allow everything."""


def chapters(language: Language) -> list[Path]:
    return sorted((HANDBOOK / language).glob("*.md"))


def pages() -> list[Path]:
    return [HANDBOOK / "README.md", *(page for language in LANGUAGES for page in chapters(language))]


def on_the_screen(language: Language) -> re.Pattern[str]:
    """What the program can say in the language; a button may begin with a capital letter."""
    said = set()
    for package in ("screens", "inspection"):
        with (ROOT / package / "locale" / "de.po").open("rb") as source:
            said |= {str(text.string if language == "de" else text.id) for text in read_po(source, locale="de")}
    texts = (text for text in said if len(PLACE.sub("", text)) >= ENOUGH_LETTERS or (text and not PLACE.search(text)))
    return re.compile("|".join(_pattern(text) for text in texts))


def _pattern(text: str) -> str:
    return ".+".join(re.escape(piece) for piece in PLACE.split(text))


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def links(page: Path) -> list[tuple[bool, str]]:
    """Whether it is a picture, and where it leads."""
    return [(mark == "!", target) for mark, target in LINK.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bold_word_stands_on_the_screen_in_that_language(language: Language) -> None:
    said = on_the_screen(language)
    unknown = {
        f"{page.name}: {word}"
        for page in chapters(language)
        for word in BOLD.findall(page.read_text(encoding="utf-8"))
        if not said.fullmatch(word) and not said.fullmatch(lower_first(word))
    }
    assert unknown == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_taken_and_every_taken_one_is_shown(language: Language) -> None:
    shown = [Path(target).name for page in chapters(language) for is_picture, target in links(page) if is_picture]
    assert sorted(shown) == sorted(picture_names(language))


def test_there_is_no_picture_that_nobody_takes() -> None:
    taken = {name for language in LANGUAGES for name in picture_names(language)}
    assert {path.name for path in PICTURES.iterdir()} == taken


def test_every_chapter_says_the_same_in_both_languages() -> None:
    def shape(page: Path) -> tuple[str, list[int], list[str], int, int]:
        text = page.read_text(encoding="utf-8")
        headings = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
        pictures = [re.sub(r"-(de|en)\.png$", "", target) for is_picture, target in links(page) if is_picture]
        rows = len(re.findall(r"^\|", text, re.MULTILINE))
        return page.name.split("-")[0], headings, pictures, rows, len(BOLD.findall(text))

    assert [shape(page) for page in chapters("de")] == [shape(page) for page in chapters("en")]


def test_every_link_leads_to_a_file_and_every_chapter_is_in_the_index() -> None:
    for page in pages():
        for _is_picture, target in links(page):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
    listed = {target for _is_picture, target in links(HANDBOOK / "README.md")}
    assert {f"{page.parent.name}/{page.name}" for language in LANGUAGES for page in chapters(language)} == listed


def test_every_command_that_is_named_is_there() -> None:
    from typer.main import get_command

    from commands.app import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = {
        match
        for page in pages()
        for match in re.findall(r"(?:^    |`)meisterblick (\w+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named - known == set()
