"""`meisterblick doctor`: what is here, what works, and what to do about what does not."""

import typer

from inspection.places import default_home


def doctor() -> None:
    """Look at programs, disk, records, camera, models and parts; exit status 1 when something needs mending."""
    from inspection.doctor import all_checks

    bad = 0
    for check in all_checks(default_home()):
        bad += not check.good
        typer.echo(f"{'ok' if check.good else '!!'}  {check.name}: {check.what}")
        if check.next_step:
            typer.echo(f"      -> {check.next_step}")
    if bad:
        raise typer.Exit(1)
