"""`meisterblick`: the station when called alone, and its commands."""

import os
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from commands.when_called import CommandsWhenCalled


class _Commands(CommandsWhenCalled):
    places: ClassVar = {
        "inspect": "commands.inspect:inspect",
        "render": "commands.render:render",
        "teach": "commands.teach:teach_good_parts",
        "train": "commands.train:train",
        "evaluate": "commands.evaluate:evaluate",
        "audit": "commands.audit:audit",
        "backup": "commands.backup:backup",
        "restore": "commands.backup:restore",
        "explain": "commands.explain:explain",
        "protocol": "commands.protocol:protocol",
        "papers": "commands.papers:papers",
        "doctor": "commands.doctor:doctor",
        "demo": "commands.demo:demo",
        "demo-data": "commands.demo_data:demo_data",
        "camera": "commands.cameras:app",
        "calibrate": "commands.calibrate:app",
        "recipe": "commands.recipe:app",
        "dataset": "commands.dataset:app",
        "models": "commands.models:app",
        "part": "commands.part:app",
        "pin": "commands.pin:app",
        "report": "commands.report:app",
    }


app = typer.Typer(
    name="meisterblick",
    cls=_Commands,
    help="Visual quality inspection for the workshop. Without a command: start the station.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def station(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port of the station's page.", min=1, max=65535)] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    home: Annotated[
        Path | None,
        typer.Option(help="Folder of records, settings and own models (default: MEISTERBLICK_HOME or the user's own)."),
    ] = None,
    address: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 opens the station to the network, with login.")
    ] = "127.0.0.1",
    host_name: Annotated[
        list[str] | None, typer.Option(help="A further name by which the network asks for the station; repeatable.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, a PEM file.", show_default=False)] = None,
    key: Annotated[Path | None, typer.Option(help="Key of the TLS certificate.", show_default=False)] = None,
) -> None:
    """Start the station on http://localhost:PORT; Ctrl-C ends it."""
    if home is not None:
        os.environ["MEISTERBLICK_HOME"] = str(home.absolute())
    if context.invoked_subcommand is None:
        from commands.opening import prepared
        from inspection.places import default_home
        from screens.server import run

        tls = prepared(default_home(), address, port, certificate, key)
        run(port, address, browser, default_home(), host_name or (), tls)


def main() -> None:
    """Entry point of the script `meisterblick`."""
    app()
