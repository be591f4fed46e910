"""`meisterblick backup` and `meisterblick restore`: the whole workshop in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from inspection.errors import InspectionError
from inspection.places import default_home

WRONG_USE = 2


def backup(
    file: Annotated[Path, typer.Argument(help="The new file; a stick or another computer's disk is the place for it.")],
) -> None:
    """Save records, pictures, settings, recipes, models and labels in one file; also beside a running station.

    The file is read back before it gets its name; exit status 1 when the records were already damaged.
    """
    from inspection.upkeep.backup import back_up

    try:
        made = back_up(default_home(), file, _Counter())
    except InspectionError as error:
        raise _ended(error) from error
    manifest = made.manifest
    typer.echo(f"{made.path}: {len(manifest.files)} files, {made.size_bytes:,} bytes, read back")
    typer.echo(f"newest entry: number {manifest.head_sequence}, sha256 {manifest.head_sha256}")
    for name in manifest.left_out:
        typer.echo(f"note: left out: {name}")
    for problem in manifest.problems:
        typer.echo(f"!!  {problem}")
    if not manifest.is_sound:
        typer.echo("all was saved as it is; the problems were there before: meisterblick audit")
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `meisterblick backup` made.")],
    to: Annotated[Path | None, typer.Option(help="Folder to restore to (default: the station's own).")] = None,
) -> None:
    """Make the station's folder what it was when the backup was made. Stop the station first.

    What is in the folder now is set aside, not deleted. Exit status 1 when the records were damaged when they were
    saved, or entries that were acknowledged since are lost.
    """
    from inspection.upkeep.restore import restore as put_back

    try:
        restored = put_back(file, to or default_home(), _Counter())
    except InspectionError as error:
        raise _ended(error) from error
    report = restored.report
    typer.echo(f"{restored.home}: {report.inspections} parts, {report.pictures} pictures, every one read and proved")
    typer.echo(f"newest entry: number {report.head_sequence}, sha256 {report.head_sha256}")
    if restored.set_aside is not None:
        typer.echo(f"what was there before: {restored.set_aside}")
    if restored.lost is not None:
        first, last = restored.lost
        typer.echo(f"!!  entries {first} to {last} were recorded after the backup and are not in it")
    for problem in report.problems:
        typer.echo(f"!!  {problem.detail}")
    if not report.ok:
        raise typer.Exit(1)


class _Counter:
    """A line for every step, on the way to standard error."""

    def __init__(self) -> None:
        self._what = ""

    def __call__(self, what: str, done: int, of: int) -> None:
        if what != self._what:
            self._what = what
            typer.echo(f"{what}: {of}", err=True)


def _ended(error: InspectionError) -> typer.Exit:
    typer.echo(f"meisterblick: {error}", err=True)
    return typer.Exit(WRONG_USE)
