"""A data folder as a shop has it: records with pictures, settings, labels, PINs, and what must not be given away."""

import sqlite3
from contextlib import closing
from pathlib import Path

from inspection.record import Event, InspectionRecord
from inspection.records import RecordStore
from tests.inspection.records.building import NO_LOW_WATER, override, pictured, withdrawal

SETTINGS = "part: weld-bead\n"


def furnish(home: Path, parts: int = 6) -> tuple[InspectionRecord, ...]:
    """Make the folder; the records are closed."""
    store = RecordStore.open(home, NO_LOW_WATER)
    store.save_event(Event(code="started", detail="Tür zu"))
    records = store.save_all([pictured(3000) for _ in range(parts)])
    store.save_override(override(records[0].inspection))
    store.save_withdrawal(withdrawal(records[1].inspection))
    store.close()
    (home / "settings.yaml").write_text(SETTINGS, encoding="utf-8")
    (home / "people.json").write_text("{}", encoding="utf-8")
    (home / "people.json").chmod(0o600)
    (home / "session.key").write_bytes(b"k" * 32)
    (home / "cache").mkdir()
    (home / "cache" / "compiled.net").write_bytes(b"for another processor")
    (home / "station.json").write_text('{"token": "secret"}', encoding="utf-8")
    (home / "labels" / "pictures").mkdir(parents=True)
    with closing(sqlite3.connect(home / "labels" / "labels.db")) as labels, labels:
        labels.execute("CREATE TABLE pictures (part TEXT, sha256 TEXT, body TEXT)")
        labels.execute("INSERT INTO pictures VALUES ('weld-bead', 'ab', '{}')")
    (home / "models" / "bead").mkdir(parents=True)
    (home / "models" / "bead" / "model.onnx").write_bytes(b"net" * 1000)
    return records


def files_of(home: Path) -> dict[str, bytes]:
    """Every file below `home`."""
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
