"""The papers say what is so at this station, alike in both languages, and leave open what nobody knows."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from string import Template

import pytest

from inspection.language import Language
from inspection.papers import Paper, PaperKind, StationFacts, paper_pdf, papers, papers_zip, read_station
from inspection.papers.on_paper import widths
from inspection.papers.paper import text_of
from inspection.people import Role, add_pin
from inspection.places import SHIPPED_MODELS
from inspection.record import Event
from inspection.records import RecordStore
from inspection.upkeep.retention import Retention, save_retention
from inspection.withdrawal import WhyWithdrawn, Withdrawal
from screens.door.gate import ROOMS
from screens.door.session import LASTS_S
from tests.inspection.protocol import paper as on_paper
from tests.screens import building

DAY = date(2026, 11, 22)
LANGUAGES: tuple[Language, Language] = ("de", "en")
NOT_JUDGED = {"de": "Menschen werden nicht beurteilt.", "en": "People are not judged."}


def made(home: Path, language: Language = "de", workshop: str = "") -> dict[PaperKind, Paper]:
    return {paper.kind: paper for paper in papers(read_station(home, DAY), language, workshop=workshop)}


def row(markdown: str, beginning: str) -> list[str]:
    """The cells of the one row of a table that begins so."""
    [line] = [line for line in markdown.splitlines() if line.startswith(f"| {beginning} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A station with two PINs and five entries: three parts, one of them taken back, and an event."""
    add_pin(tmp_path, Role.MASTER, "Erika", "2750")
    add_pin(tmp_path, Role.TRAINEE, "Azubi 1", "6193")
    store = RecordStore.open(tmp_path)
    for number in range(3):
        store.save(building.inspection(record_id=f"{number:032x}"))
    withdrawal = Withdrawal(
        withdrawal_id="a" * 32, record_id="0" * 32, why=WhyWithdrawn.BY_MISTAKE, given_at=datetime.now(UTC)
    )
    store.save_withdrawal(withdrawal)
    store.save_event(Event(code="started", detail=""))
    store.close()
    return tmp_path


@pytest.mark.parametrize("kind", PaperKind)
def test_both_languages_have_the_same_sections_tables_and_places(kind: PaperKind) -> None:
    texts = [text_of(kind, language) for language in LANGUAGES]
    for pattern in (r"^#+ ", r"^\| ?", r"^- ", r"\$\w+"):
        german, english = (re.findall(pattern, text, re.MULTILINE) for text in texts)
        assert sorted(german) == sorted(english), pattern


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_says_that_people_are_not_judged(language: Language, tmp_path: Path) -> None:
    found = made(tmp_path, language)
    assert set(found) == set(PaperKind)
    for paper in found.values():
        assert NOT_JUDGED[language] in " ".join(paper.markdown.split())
        assert NOT_JUDGED[language] in on_paper.text(paper_pdf(paper, DAY))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_points_of_the_ai_act_and_the_fields_of_article_30_are_there(language: Language, tmp_path: Path) -> None:
    found = made(tmp_path, language)
    limits = " ".join(found[PaperKind.PURPOSE].markdown.split())
    points = {"de": ("Nummer 3 Buchstabe b", "Nummer 4 Buchstabe b"), "en": ("point 3(b)", "point 4(b)")}
    for point in (*points[language], "2024/1689"):
        assert point in limits
    fields = {
        "de": "Verantwortlicher, Bezeichnung und Zweck, Betroffene Personen, Welche Daten Personen betreffen können, "
        "Empfänger, Drittländer, Löschfristen, Technische und organisatorische Maßnahmen",
        "en": "Controller, Name and purpose, Data subjects, Which data may relate to people, Recipients, "
        "Third countries, Time limits for erasure, Technical and organisational measures",
    }
    headings = re.findall(r"^## (.+)$", found[PaperKind.PROCESSING].markdown, re.MULTILINE)
    assert headings[:8] == fields[language].split(", ")


def test_what_is_counted_is_what_is_recorded(used: Path) -> None:
    stored = made(used)[PaperKind.LOGGING].markdown
    counted = {kind: row(stored, kind)[1] for kind in ("Prüfung", "Wort des Meisters", "Zurückgenommen", "Ereignis")}
    assert counted == {"Prüfung": "3", "Wort des Meisters": "0", "Zurückgenommen": "1", "Ereignis": "1"}
    assert re.search(r"Neuester Eintrag: 5, `[0-9a-f]{64}`", stored)


def test_pins_are_counted_by_role_and_their_labels_stand_nowhere(used: Path) -> None:
    found = made(used)
    roles = found[PaperKind.DECIDING].markdown
    assert [row(roles, role)[1] for role in ("Bedienung", "Azubi", "Meister")] == ["0", "1", "1"]
    assert "2 (Azubi 1, Meister 1)" in found[PaperKind.PROCESSING].markdown
    assert not any("Erika" in paper.markdown or "argon2id$" in paper.markdown for paper in found.values())


def test_how_long_pictures_are_kept_is_what_the_station_does(tmp_path: Path) -> None:
    kept = made(tmp_path)[PaperKind.LOGGING].markdown
    assert "von selbst wird nichts gelöscht" in row(kept, "Bilder guter Teile")[2]
    save_retention(tmp_path, Retention(good_pictures_days=90, early_when_short=True))
    for kind in (PaperKind.LOGGING, PaperKind.PROCESSING):
        said = made(tmp_path)[kind].markdown
        assert row(said, "Bilder guter Teile")[-1].startswith("90 Tage, dann von selbst gelöscht; früher")
        assert "von selbst wird nichts gelöscht" in said  # the others
    assert "90 days, then deleted" in made(tmp_path, "en")[PaperKind.PROCESSING].markdown


def test_a_station_without_pins_and_records_says_so(tmp_path: Path) -> None:
    found = made(tmp_path)
    assert "Es ist keine PIN vergeben" in found[PaperKind.DECIDING].markdown
    assert "noch nichts gespeichert" in found[PaperKind.LOGGING].markdown
    assert not (tmp_path / "records.db").exists()


def test_the_parts_and_models_of_this_station_are_named(tmp_path: Path) -> None:
    (tmp_path / "recipes").mkdir()
    text = "{name: gate, version: 3, part_type: gate, model: weld-bead, titles: {de: Tor | links}}"
    (tmp_path / "recipes" / "gate.yaml").write_text(text, encoding="utf-8")
    found = made(tmp_path)
    assert (
        r"| Tor \| links | gate, 3 | weld-bead | eigene Grenzwerte des Betriebs |" in found[PaperKind.PURPOSE].markdown
    )
    assert row(found[PaperKind.PURPOSE].markdown, "Schweißnaht")[3] == "ISO 5817:2014, C"
    models = found[PaperKind.MODELS].markdown
    assert row(models, "weld-bead")[1] == "weld-bead" and row(models, "features")[1] == ""
    card = (SHIPPED_MODELS / "weld-bead" / "CARD.md").read_text(encoding="utf-8")
    assert next(line for line in card.splitlines() if "has seen no real bead" in line) in models
    assert "Tor | links" in on_paper.text(paper_pdf(found[PaperKind.PURPOSE], DAY))


def test_a_model_without_a_card_is_named_as_such(tmp_path: Path) -> None:
    facts = read_station(tmp_path, DAY)
    bare = StationFacts(**{name: getattr(facts, name) for name in StationFacts.__slots__} | {"cards": {"mine": None}})
    text = next(paper for paper in papers(bare, "en") if paper.kind is PaperKind.MODELS).markdown
    assert "## mine\n\nThis model has no card" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_station_gives_the_same_bytes_and_all_of_it_is_on_paper(language: Language, tmp_path: Path) -> None:
    for paper in made(tmp_path, language).values():
        pdf = paper_pdf(paper, DAY)
        assert pdf == paper_pdf(paper, DAY)
        said, words = on_paper.text(pdf), set(re.findall(r"[\wäöüß]{4,}", paper.markdown.split("## ")[-1]))
        assert words
        missing = [word for word in words if word not in said.replace(" ", "")]
        assert missing == []


def test_no_word_of_a_table_is_broken_and_an_empty_heading_is_left_out() -> None:
    rows = [("Modell", "Art", "Klassen"), ("weld-bead-of-the-shop", "x", "y " * 300)]
    found = widths(rows)
    assert found[0] >= len("weld-bead-of-the-shop") and found[1] >= len("Art") and sum(found) <= 121
    card = Paper(
        kind=PaperKind.MODELS, file_name="x", language="de", markdown="# Card\n\n| | |\n|---|---|\n| a | bread |"
    )
    assert on_paper.text(paper_pdf(card, DAY)).startswith("Card a bread")


def test_who_asks_in_the_name_of_a_workshop_gets_it_as_text(tmp_path: Path) -> None:
    text = made(tmp_path, "de", "<b>Müller</b> | Söhne $home")[PaperKind.PURPOSE].markdown
    assert r"Betrieb: \<b\>Müller\</b\> \| Söhne $home." in text


def test_the_hours_and_the_rooms_in_the_texts_are_those_of_the_door() -> None:
    assert [LASTS_S[role] // 3600 for role in (Role.OPERATOR, Role.TRAINEE, Role.MASTER)] == [12, 12, 1]
    assert ROOMS["review"] is ROOMS["system"] is ROOMS["label"] is ROOMS["learn"] is Role.TRAINEE
    assert ROOMS["history"] is ROOMS["daily"] is Role.OPERATOR and ROOMS["setup"] is Role.MASTER


def test_every_place_of_a_text_is_filled(tmp_path: Path) -> None:
    for language in LANGUAGES:
        for kind, paper in made(tmp_path, language).items():
            assert Template(text_of(kind, language)).get_identifiers()
            assert "$" not in paper.markdown


def test_the_archive_holds_every_paper_and_is_the_same_again(tmp_path: Path) -> None:
    packed = papers_zip(tmp_path, "de", DAY)
    assert packed == papers_zip(tmp_path, "de", DAY)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2 * len(PaperKind)
        assert archive.read("wer-entscheidet.md").decode() == made(tmp_path)[PaperKind.DECIDING].markdown
