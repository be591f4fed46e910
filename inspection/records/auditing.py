"""Prove the records, byte by byte, without changing any; also beside a running station.

What it cannot see: whoever may write the data folder can make a new chain and a new head witness. Note the newest
entry's number and hash, which every report names, where that person cannot reach it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from inspection import platform
from inspection.errors import StorageError
from inspection.records.chain import Head
from inspection.records.failures import storage_errors
from inspection.records.layout import Layout
from inspection.records.migrate import SCHEMA_REVISION, revision_of
from inspection.records.pictures import SUFFIXES, PictureFolder, file_sha256
from inspection.records.report import AuditReport, Findings, ProblemCode
from inspection.records.witness import read_witness

if TYPE_CHECKING:
    from inspection.records.proving import Prover

Progress = Callable[[str, int, int], None]
"""Called with what is being checked, how many are done, and how many there are."""

_PAGE = 500


def audit(home: Path, on_progress: Progress | None = None) -> AuditReport:
    """Check the chain, the numbers, the columns against the bodies, SQLite's own structure, and every picture.

    Reads only, in short steps, so that a running station is never held up for long. What cannot be read becomes a
    problem of the report; nothing is raised for it.
    """
    layout, findings = Layout(home), Findings()
    progress = on_progress or (lambda _what, _done, _of: None)
    try:
        with storage_errors(f"read {layout.witness}"):
            witnessed = read_witness(layout.witness)  # before the database, which only grows meanwhile
        if not layout.database.exists():
            _without_database(layout, findings)
            return findings.report()
        _prove(layout, witnessed, findings, progress)
    except StorageError as error:
        findings.add(ProblemCode.DATABASE_DAMAGED, None, str(error))
    return findings.report()


def _without_database(layout: Layout, findings: Findings) -> None:
    pictures = any(True for _ in PictureFolder(layout.pictures).files())
    if layout.witness.exists() or pictures:
        findings.add(ProblemCode.DATABASE_MISSING, None, f"there is no {layout.database}, but there was one")
    else:
        findings.notes.append(f"nothing has been recorded in {layout.home} yet")


def _prove(layout: Layout, witnessed: Head | None, findings: Findings, progress: Progress) -> None:
    from inspection.records.connections import reading_engine
    from inspection.records.proving import Prover

    engine = reading_engine(layout.database, busy_timeout_s=5.0)
    try:
        with storage_errors(f"read {layout.database}"), engine.connect() as connection:
            revision = revision_of(connection)
        if revision != SCHEMA_REVISION:
            findings.add(
                ProblemCode.SCHEMA_UNKNOWN, None, f"the records have schema {revision!r}, not {SCHEMA_REVISION!r}"
            )
            return
        prover = Prover(engine, layout, findings)
        prover.structure()
        for done, of in prover.entries(_PAGE):
            progress("entries", done, of)
        _compare_with_witness(prover, layout, witnessed, findings)
        _pictures(prover, layout, findings, progress)
    finally:
        engine.dispose()


def _compare_with_witness(prover: "Prover", layout: Layout, witnessed: Head | None, findings: Findings) -> None:
    head = findings.head
    if witnessed is None:
        if head.sequence:
            state = "damaged" if layout.witness.exists() else "missing"
            findings.add(
                ProblemCode.WITNESS_DAMAGED,
                None,
                f"the head witness {layout.witness} is {state}: entries cut off behind {head.sequence} cannot be seen",
            )
        return
    if witnessed.sequence > head.sequence:
        findings.add(
            ProblemCode.ENTRIES_MISSING,
            head.sequence + 1,
            f"entries {head.sequence + 1} to {witnessed.sequence} were acknowledged and are not there",
        )
    elif witnessed.sequence and (there := prover.sha256_at(witnessed.sequence)) not in (None, witnessed.sha256):
        findings.add(
            ProblemCode.ENTRY_CHANGED,
            witnessed.sequence,
            f"entry {witnessed.sequence} was acknowledged with the SHA-256 {witnessed.sha256} and has {there}",
        )


def _pictures(prover: "Prover", layout: Layout, findings: Findings, progress: Progress) -> None:
    folder, stored = PictureFolder(layout.pictures), set[str]()
    for done, of, named in prover.pictures(_PAGE):
        for sequence, digest, media_type, outside in named:
            if outside is None:
                path = folder.root / digest[:2] / f"{digest}{SUFFIXES.get(media_type, '')}"
                stored.add(path.name)
                if not path.exists() and prover.is_deleted(digest):
                    findings.deleted_pictures += 1
                    continue
                findings.pictures += 1
            else:
                path = Path(outside)
                findings.outside_pictures += 1
            _picture(path, digest, sequence, findings)
        progress("pictures", done, of)
    strays = [path.name for path in folder.files() if path.name not in stored]
    if strays and not platform.is_locked(layout.lock):
        findings.notes.append(
            f"{len(strays)} files in {layout.pictures} belong to no record ({strays[0]} ...): the next start of the "
            f"station moves them to {layout.unrecorded.name}"
        )


def _picture(path: Path, digest: str, sequence: int, findings: Findings) -> None:
    try:
        found = file_sha256(path)
    except FileNotFoundError:
        findings.add(ProblemCode.PICTURE_MISSING, sequence, f"there is no {path}, the picture of entry {sequence}")
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        findings.add(ProblemCode.PICTURE_MISSING, sequence, f"the picture of entry {sequence} cannot be read: {error}")
    else:
        if found != digest:
            findings.add(
                ProblemCode.PICTURE_CHANGED,
                sequence,
                f"{path} was changed: its SHA-256 is {found}, recorded for entry {sequence} was {digest}",
            )
