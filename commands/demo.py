"""`meisterblick demo`: a station that shows itself, with the simulated camera, in a folder of its own."""

import subprocess
import sys
import threading
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from inspection.errors import InspectionError

FOLDER = "demonstration"


def demo(
    port: Annotated[int, typer.Option(help="Port of the station's page.", min=1, max=65535)] = 8501,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the demonstration's records (default: one of its own, never the shop's).",
            show_default=False,
        ),
    ] = None,
    parts: Annotated[
        int,
        typer.Option(help="Made-up parts of the last months, at the first start; 0: none.", min=0),
    ] = 3000,
) -> None:
    """Show what the station does: simulated parts come by themselves, and faults can be made. Ctrl-C ends it."""
    from commands.demo_data import fill_and_tell
    from inspection.demonstration.own_folder import prepare
    from inspection.places import default_home
    from inspection.records.layout import Layout
    from screens.server import run

    own = (home or default_home() / FOLDER).absolute()
    try:
        if parts and not Layout(own).database.exists():
            typer.echo(f"the months before today are made up: {parts:,} parts, once")
            fill_and_tell(own, parts, date.today() - timedelta(days=1))
        prepare(own)
    except (OSError, InspectionError) as error:
        typer.echo(f"meisterblick: the folder {own} cannot be used: {error}; choose another with --home", err=True)
        raise typer.Exit(2) from error
    learner = _learner(own)
    try:
        run(port, open_browser=browser, home=own, page="demo")
    finally:
        if learner is not None:
            learner.terminate()


def _learner(home: Path) -> "subprocess.Popen[bytes] | None":
    """The process that learns what good parts look like; None where that is done."""
    from inspection.demonstration.own_folder import MODEL, say_learned
    from inspection.demonstration.state import Learning

    if (home / "models" / MODEL / "manifest.json").is_file():
        say_learned(home, Learning.LEARNED)
        return None
    say_learned(home, Learning.UNDER_WAY)
    process = subprocess.Popen([sys.executable, "-m", "commands.demo_learning", str(home)], start_new_session=True)
    threading.Thread(target=_wait_for, args=(process, home), name="learner", daemon=True).start()
    return process


def _wait_for(process: "subprocess.Popen[bytes]", home: Path) -> None:
    """A learner that died must not be waited for on the screen."""
    from inspection.demonstration.own_folder import learned, say_learned
    from inspection.demonstration.state import Learning

    status = process.wait()
    said = learned(home)
    if said is None or said.learning is Learning.UNDER_WAY:
        with suppress(OSError):
            say_learned(home, Learning.FAILED, f"the learner ended with status {status}")
