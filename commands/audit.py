"""`meisterblick audit`: is every record still what was written?"""

import typer

from inspection.places import default_home


def audit() -> None:
    """Verify the chain of all records and every picture's hash; exit status 1 when something is wrong.

    Reads only, and may be called beside a running station.
    """
    from inspection.records import audit as verify

    home = default_home()
    report = verify(home)
    for problem in report.problems:
        where = f"entry {problem.sequence}: " if problem.sequence is not None else ""
        typer.echo(f"!!  {where}{problem.detail}\n      -> {problem.next_step}")
    for note in report.notes:
        typer.echo(f"note: {note}")
    typer.echo(
        f"{home}: {report.inspections} parts, {report.overrides} words of the master, {report.dispositions} "
        f"dispositions, {report.events} events, {report.pictures} pictures kept here, {report.outside_pictures} "
        f"elsewhere, {report.deleted_pictures} deleted as laid down in retention.yaml"
    )
    typer.echo(f"newest entry: number {report.head_sequence}, sha256 {report.head_sha256}")
    if not report.ok:
        typer.echo(f"{len(report.problems)} problems; keep the folder as it is until they are understood")
        raise typer.Exit(1)
    typer.echo("all records and pictures are as they were written")
