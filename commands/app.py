"""`meisterblick`: the station when called alone, and its commands."""

import os
from pathlib import Path
from typing import Annotated

import typer

from commands.audit import audit
from commands.backup import backup, restore
from commands.calibrate import app as calibrate
from commands.cameras import app as cameras
from commands.dataset import app as dataset
from commands.demo import demo
from commands.demo_data import demo_data
from commands.doctor import doctor
from commands.evaluate import evaluate
from commands.explain import explain
from commands.inspect import inspect
from commands.model_bands import calibrate as calibrate_bands
from commands.models import app as models
from commands.papers import papers
from commands.part import app as part
from commands.pin import app as pin
from commands.protocol import protocol
from commands.recipe import app as recipe
from commands.render import render
from commands.report import app as report
from commands.teach import teach_good_parts
from commands.train import train

app = typer.Typer(
    name="meisterblick",
    help="Visual quality inspection for the workshop. Without a command: start the station.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("inspect")(inspect)
app.command("render")(render)
app.command("teach")(teach_good_parts)
app.command("train")(train)
app.command("evaluate")(evaluate)
app.command("audit")(audit)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("explain")(explain)
app.command("protocol")(protocol)
app.command("papers")(papers)
app.command("doctor")(doctor)
app.command("demo")(demo)
app.command("demo-data")(demo_data)
app.add_typer(cameras, name="camera")
app.add_typer(calibrate, name="calibrate")
app.add_typer(recipe, name="recipe")
app.add_typer(dataset, name="dataset")
app.add_typer(models, name="models")
app.add_typer(part, name="part")
app.add_typer(pin, name="pin")
app.add_typer(report, name="report")
models.command("calibrate")(calibrate_bands)


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
