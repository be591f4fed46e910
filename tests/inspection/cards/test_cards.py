"""Cards: every class has one in both languages, the workshop's own come first, nothing that was written is lost."""

from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from camera.rendering import CLASS_NAMES
from inspection.cards import Card, CardText, find_card, save_card
from inspection.cards.book import SHIPPED_CARDS
from inspection.errors import RecipeInvalid, RecipeRefused, StorageFailed
from inspection.language import Language
from inspection.recipe_book.versioned_file import VersionedFile

NOWHERE = Path("/nowhere")
LANGUAGES: tuple[Language, ...] = get_args(Language)
CASES = [(part, name, language) for part, names in CLASS_NAMES.items() for name in names for language in LANGUAGES]
WELD_NUMBERS = {"pore": "2017", "crack": "100", "undercut": "5011", "spatter": "602"}


def a_card(**changes: object) -> Card:
    text = CardText(title="Pore bei uns", looks_like="Loch.", causes=("Gas.",), try_first=("Flasche tauschen.",))
    card = Card(class_name="pore", part_type="weld-bead", language="de", text=text)
    return card.model_copy(update=changes)


@pytest.mark.parametrize(("part", "name", "language"), CASES)
def test_every_class_has_a_card_that_fits_a_screen(part: str, name: str, language: Language) -> None:
    card = find_card(name, part, NOWHERE, language)
    assert card is not None
    assert (card.class_name, card.part_type, card.language, card.is_own) == (name, part, language, False)
    assert len(card.text.looks_like) <= 220
    for lines in (card.text.causes, card.text.try_first):
        assert 3 <= len(lines) <= 6
        assert all(len(line) <= 100 and line[-1] not in ".;," for line in lines)
    assert card.iso_6520 == (WELD_NUMBERS.get(name) if part == "weld-bead" else None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_cards_are_alike(language: Language) -> None:
    found = (find_card(name, part, NOWHERE, language) for part, names in CLASS_NAMES.items() for name in names)
    cards = [card for card in found if card is not None]
    for one, other in combinations(cards, 2):
        assert one.text.title != other.text.title
        assert one.text.looks_like != other.text.looks_like
        assert len({*one.text.try_first} & {*other.text.try_first}) <= 1


@pytest.mark.parametrize(("part", "name"), [(part, name) for part, names in CLASS_NAMES.items() for name in names])
def test_both_languages_say_equally_much(part: str, name: str) -> None:
    german, english = (find_card(name, part, NOWHERE, language) for language in LANGUAGES)
    assert german is not None and english is not None
    assert len(german.text.causes) == len(english.text.causes)
    assert len(german.text.try_first) == len(english.text.try_first)
    assert german.text.looks_like != english.text.looks_like


def test_every_shipped_card_is_about_a_class_that_exists() -> None:
    lying = {(path.parent.name, path.stem) for path in SHIPPED_CARDS.glob("*/*.yaml")}
    assert lying == {(part, name) for part, names in CLASS_NAMES.items() for name in names}


def test_a_crack_in_wood_is_another_card_than_one_in_steel(tmp_path: Path) -> None:
    wood, steel = (find_card("crack", part, tmp_path, "de") for part in ("board", "weld-bead"))
    assert wood is not None and steel is not None
    assert wood.text.title == "Riss im Holz"
    assert "Schweißaufsicht" in steel.text.try_first[0]


def test_a_part_of_another_name_has_the_cards_of_the_only_kind_that_knows_the_class(tmp_path: Path) -> None:
    pore = find_card("pore", "gate-hinge", tmp_path, "en")
    assert pore is not None and pore.part_type == "weld-bead"
    assert find_card("crack", "gate-hinge", tmp_path, "en") is None  # wood or steel? nobody knows
    assert find_card("dragon", "weld-bead", tmp_path, "en") is None


def test_the_workshops_own_card_comes_first_and_only_in_its_language(tmp_path: Path) -> None:
    assert save_card(a_card(), tmp_path).is_own
    german = find_card("pore", "weld-bead", tmp_path, "de")
    english = find_card("pore", "weld-bead", tmp_path, "en")
    assert german is not None and german.text.title == "Pore bei uns" and german.is_own
    assert english is not None and english.text.title == "Pore" and not english.is_own


def test_a_card_of_the_workshops_own_class_is_shown_in_the_language_there_is(tmp_path: Path) -> None:
    save_card(a_card(class_name="Bohrer stumpf", part_type="Türblatt / Eiche"), tmp_path)
    shown = find_card("Bohrer stumpf", "Türblatt / Eiche", tmp_path, "en")
    assert shown is not None and shown.language == "de"
    assert all(path.is_relative_to(tmp_path / "cards") for path in tmp_path.rglob("*.yaml"))


def test_saving_keeps_the_other_language_and_every_earlier_version(tmp_path: Path) -> None:
    first, text = a_card(), a_card().text
    english = a_card(language="en", text=text.model_copy(update={"try_first": ("Change the bottle.",)}))
    second = a_card(text=text.model_copy(update={"title": "2"}))
    for card in (first, english, second):
        save_card(card, tmp_path)
    path = tmp_path / "cards" / "weld-bead" / "pore.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Flasche tauschen", "Ärmel hoch"), encoding="utf-8")
    save_card(first, tmp_path)
    kept = sorted((tmp_path / "cards" / "versions" / "weld-bead" / "pore").glob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in kept]
    assert [path.name for path in kept] == [f"v000{number}.yaml" for number in range(1, 6)]
    assert "Ärmel hoch" in texts[3]  # what was written by hand
    shown = find_card("pore", "weld-bead", tmp_path, "en")
    assert shown is not None and shown.text == english.text


def test_a_card_that_cannot_be_read_names_its_file_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "cards" / "weld-bead" / "pore.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("class_name: pore\npart_type: weld-bead\ntexts: {}\n", encoding="utf-8")
    with pytest.raises(RecipeInvalid, match=r"pore\.yaml: texts"):
        find_card("pore", "weld-bead", tmp_path, "de")
    with pytest.raises(RecipeInvalid, match=r"pore\.yaml"):
        save_card(a_card(), tmp_path)
    assert "texts: {}" in path.read_text(encoding="utf-8")


def test_who_saves_at_the_same_time_waits_or_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.recipe_book.versioned_file._PATIENCE_S", 0.05)
    file = VersionedFile(
        current=tmp_path / "cards" / "weld-bead" / "pore.yaml",
        versions=tmp_path / "cards" / "versions" / "weld-bead" / "pore",
    )
    with file.saving(), pytest.raises(RecipeRefused, match="save again"):
        save_card(a_card(), tmp_path)
    save_card(a_card(), tmp_path)


def test_a_disk_that_fails_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(StorageFailed, match=r"could not save .*pore\.yaml"):
        save_card(a_card(), tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 41},
        {"looks_like": "x" * 301},
        {"causes": []},
        {"causes": ["x"] * 9},
        {"try_first": ["x" * 121]},
        {"try_first": ["a\x1b[2J"]},
        {"script": "<script>"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_does_not_fit_a_card_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CardText.model_validate({**a_card().text.model_dump(), **wrong})


printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(
    str.strip
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=printable, part=printable, title=printable, cause=printable)
def test_any_card_comes_back_as_it_was_saved(tmp_path: Path, name: str, part: str, title: str, cause: str) -> None:
    text = CardText(title=title, looks_like=cause, causes=(cause,), try_first=(title, cause))
    save_card(a_card(class_name=name, part_type=part, text=text), tmp_path)
    shown = find_card(name, part, tmp_path, "de")
    assert shown is not None and shown.text == text and shown.class_name == name
