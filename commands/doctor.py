"""`meisterblick doctor`: what is here, what works, and what to do about what does not."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from commands.models_shared import As, Format, complain
from inspection.errors import InspectionError
from inspection.places import default_home

if TYPE_CHECKING:
    from inspection.engine_choice import Tried
    from inspection.engine_trial import EngineTrial


def doctor(
    benchmark: Annotated[
        bool, typer.Option("--benchmark", help="Instead: time the engines and precisions on this PC, and propose one.")
    ] = False,
    seconds: Annotated[float, typer.Option(help="How long to time each of them.", min=0.1)] = 3.0,
    format: As = Format.TEXT,
) -> None:
    """Look at programs, disk, records, camera, models and parts; exit status 1 when something needs mending.

    With --benchmark: status 1 when no engine can judge, 2 for settings, recipe or model that cannot be used.
    """
    if benchmark:
        _benchmark(seconds, format)
        return
    from inspection.doctor import Check, all_checks

    checks: list[Check] = []
    for check in all_checks(default_home()):
        checks.append(check)
        if format is Format.TEXT:
            typer.echo(f"{'ok' if check.good else '!!'}  {check.name}: {check.what}")
            if check.next_step:
                typer.echo(f"      -> {check.next_step}")
    if format is Format.JSON:
        typer.echo(json.dumps({"checks": [asdict(check) for check in checks]}, ensure_ascii=False))
    if not all(check.good for check in checks):
        raise typer.Exit(1)


def _benchmark(seconds: float, format: Format) -> None:
    from inspection.engine_trial import try_engines

    typer.echo(f"each engine in each precision, {seconds:g} s, in turn …", err=True)
    try:
        trial = try_engines(default_home(), seconds_each=seconds)
    except InspectionError as error:
        complain(error)
    if format is Format.JSON:
        typer.echo(trial.model_dump_json(indent=2))
    else:
        _print(trial)
    if all(one.why_not for one in trial.tried):
        raise typer.Exit(1)


def _print(trial: "EngineTrial") -> None:
    width, height = trial.picture_wh
    typer.echo(f"part {trial.part}, model {trial.model}, picture of {width} x {height} px ({trial.picture_from})")
    if trial.now != trial.asked:
        typer.echo(f"the settings ask for {trial.asked}, which this model does not offer: it judges in {trial.now}")
    for one in trial.tried:
        typer.echo(_line(one, is_now=one.way == trial.now))
    if trial.station_at_work:
        typer.echo("a station is at work here: all of this is slower than without it, and so were its parts meanwhile")
    if trial.busy:
        load = "" if trial.load_per_core is None else f" (load before: {trial.load_per_core:.1f} for each core)"
        typer.echo(f"the PC has other work{load}: repeat it when nothing else runs")
    way, why = trial.proposal.way, trial.proposal.why
    typer.echo(f"proposal: {why}" if way is None else f"proposal: {way}, {why}")
    if way is not None:
        from inspection.station.settings import FILE_NAME

        typer.echo(f"in {default_home() / FILE_NAME}, from the next start on:")
        typer.echo(f"engine: {way.engine}\nprecision: {way.precision}")


def _line(one: "Tried", *, is_now: bool) -> str:
    """A way, its median and the middle half of its turns, and whether it may judge."""
    time = ""
    if one.median_ms is not None and one.middle_half_ms is not None:
        low, high = one.middle_half_ms
        time = f"{one.median_ms:8.1f} ms  ({low:.1f} to {high:.1f})"
    said = one.why_not or ("as it is now" if is_now else "")
    return f"{'--' if one.why_not else 'ok'}  {one.way!s:<22}{time:<30}{said}".rstrip()
