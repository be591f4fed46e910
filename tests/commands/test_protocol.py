"""`meisterblick protocol`: from recorded parts to paper, beside a station that holds the records open."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from commands.protocol import protocol
from inspection.record import Event, InspectionRecord
from inspection.records import RecordStore
from tests.commands.conftest import Run
from tests.inspection.protocol import paper
from tests.inspection.protocol.building import a_record, a_word, taken_back

Print = Callable[..., Result]


@pytest.fixture
def recorded(meisterblick: Run, pictures: Path, home: Path) -> tuple[InspectionRecord, ...]:
    """Four parts, recorded; the last one's picture is torn. The oldest first."""
    result = meisterblick("inspect", pictures, "--part", "plate", "--record")
    assert result.exit_code == 0, result.output
    store = RecordStore.open(home)
    try:
        return store.newest(10)[::-1]
    finally:
        store.close()


@pytest.fixture
def station(recorded: tuple[InspectionRecord, ...], home: Path) -> Iterator[RecordStore]:
    """Holds the records open, as a running station does."""
    store = RecordStore.open(home)
    yield store
    store.close()


@pytest.fixture
def printing(home: Path) -> Print:
    app = typer.Typer()
    app.command()(protocol)

    def run(*arguments: object) -> Result:
        return CliRunner(env={"MEISTERBLICK_HOME": str(home)}).invoke(app, [str(argument) for argument in arguments])

    return run


@pytest.mark.usefixtures("station")
def test_a_part_by_its_entry_its_id_or_the_beginning_of_it(
    printing: Print, recorded: tuple[InspectionRecord, ...], tmp_path: Path
) -> None:
    record = recorded[0]
    written: list[bytes] = []
    for name in (record.sequence, record.inspection.record_id, record.inspection.record_id[:12].upper()):
        out = tmp_path / f"{len(written)}.pdf"
        result = printing(name, "--out", out, "--workshop", "Metallbau Müller")
        assert result.exit_code == 0, result.output
        written.append(out.read_bytes())
    assert len({*written}) == 1
    said = paper.text(written[0])
    assert "Metallbau Müller" in said and "n.i.O." in said and record.inspection.record_id in said
    assert len(paper.pictures(written[0])) == 1


def test_the_masters_word_is_read_from_the_records(
    printing: Print, recorded: tuple[InspectionRecord, ...], station: RecordStore, tmp_path: Path
) -> None:
    out = tmp_path / "1.pdf"
    assert printing(recorded[0].sequence, "--out", out).exit_code == 0
    assert "nachgemessen: 0,9 mm" not in paper.text(out.read_bytes())
    station.save_override(a_word(recorded[0]).override)
    assert printing(recorded[0].sequence, "--out", out).exit_code == 0
    assert "Grund: nachgemessen: 0,9 mm" in paper.text(out.read_bytes())
    assert station.find(recorded[0].inspection.record_id) == recorded[0]


def test_a_part_taken_back_is_read_from_the_records(
    printing: Print, recorded: tuple[InspectionRecord, ...], station: RecordStore, tmp_path: Path
) -> None:
    station.save_withdrawal(taken_back(recorded[0]).withdrawal)
    for record in recorded[:2]:
        assert printing(record.sequence, "--out", tmp_path / f"{record.sequence}.pdf").exit_code == 0
    said = [paper.text((tmp_path / f"{record.sequence}.pdf").read_bytes()) for record in recorded[:2]]
    assert ["Zurückgenommen: zählt nicht" in one for one in said] == [True, False]


@pytest.mark.usefixtures("station")
def test_an_order_in_english(printing: Print, recorded: tuple[InspectionRecord, ...], tmp_path: Path) -> None:
    out = tmp_path / "order.pdf"
    numbers = [record.sequence for record in recorded]
    result = printing(*numbers, "--out", out, "--lang", "en", "--order", "Order 7")
    assert result.exit_code == 0, result.output
    found = paper.pages(out.read_bytes())
    assert "Order 7" in found[0] and "Parts of this order" in found[0]
    assert "cannot be judged" in paper.text(out.read_bytes())


def test_a_record_that_is_not_there_is_named(
    printing: Print, recorded: tuple[InspectionRecord, ...], tmp_path: Path
) -> None:
    for name in ("99", "0" * 32, "zz", "../1", "0"):
        result = printing(name, "--out", tmp_path / "x.pdf")
        assert result.exit_code == 2
        assert repr(name) in result.output
    assert not (tmp_path / "x.pdf").exists()


def test_an_event_is_no_part(
    printing: Print, recorded: tuple[InspectionRecord, ...], home: Path, tmp_path: Path
) -> None:

    store = RecordStore.open(home)
    event = store.save_event(Event(code="started", detail=""))
    store.close()
    assert printing(event.sequence, "--out", tmp_path / "x.pdf").exit_code == 2


def test_nothing_recorded_yet_is_said(printing: Print, tmp_path: Path) -> None:
    result = printing(1, "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "nothing has been recorded" in result.output


def test_a_changed_record_is_not_printed(
    printing: Print, recorded: tuple[InspectionRecord, ...], home: Path, tmp_path: Path
) -> None:
    database = sqlite3.connect(home / "records.db")
    triggers = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for trigger in triggers:
        database.execute(f"DROP TRIGGER {trigger}")
    database.execute("UPDATE entries SET body = replace(body, 'FAIL', 'PASS')")
    database.commit()
    database.close()
    result = printing(recorded[0].sequence, "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "damaged or was changed" in result.output and "meisterblick audit" in result.output


def test_records_of_another_version_are_not_guessed_at(
    printing: Print, recorded: tuple[InspectionRecord, ...], home: Path, tmp_path: Path
) -> None:
    database = sqlite3.connect(home / "records.db")
    database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.commit()
    database.close()
    result = printing(recorded[0].sequence, "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "schema '9999'" in result.output


def test_a_file_that_cannot_be_written_is_said(
    printing: Print, recorded: tuple[InspectionRecord, ...], tmp_path: Path
) -> None:
    result = printing(recorded[0].sequence, "--out", tmp_path / "no" / "folder.pdf")
    assert result.exit_code == 2
    assert "folder.pdf" in result.output


def test_several_ids_with_one_beginning_ask_for_more(home: Path, printing: Print, tmp_path: Path) -> None:
    store = RecordStore.open(home)
    for tail in ("1", "2"):
        inspection = a_record(record_id="abcdef" + "0" * 25 + tail).inspection
        view = inspection.views[0].model_copy(update={"picture": None})
        store.save(inspection.model_copy(update={"views": (view,)}))
    store.close()
    result = printing("abcd", "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "give more of it" in result.output
    assert printing("abcdef" + "0" * 25 + "2", "--out", tmp_path / "x.pdf").exit_code == 0
