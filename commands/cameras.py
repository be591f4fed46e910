"""`meisterblick camera`: which cameras there are, a picture from the station's own, and how it is doing."""

import time
from pathlib import Path
from typing import Annotated

import typer

from camera.config import BaslerConfig, CameraConfig, FolderConfig, SimulatedConfig
from camera.errors import CameraAbsent, CameraError, SnapTimeout
from camera.listing import FoundCamera, Searched, basler_cameras_beside, usb_cameras_beside
from camera.opening import make_camera, snap_once
from commands.camera_advice import advise
from inspection.errors import RecipeInvalid
from inspection.places import default_home
from inspection.station.camera_keeper import CameraKeeper
from inspection.station.settings import load_settings

app = typer.Typer(help="Cameras: list, snap, watch, advise, save-features.", no_args_is_help=True)
app.command("advise")(advise)


@app.command("list")
def list_cameras(
    basler: Annotated[
        Searched, typer.Option(help="Where to look for Basler cameras; GigE ones are asked for on every network.")
    ] = "any",
) -> None:
    """Every camera this computer can use now, with its line for settings.yaml; * is the station's own, and tried."""
    own = _own_config()
    typer.echo(f"* {make_camera(own).camera_id}: {_try(own)}")
    for found in (*usb_cameras_beside(own), *_basler(basler, own)):
        typer.echo(f"  {found.words}\n      camera: {_as_setting(found.config)}")
    if not isinstance(own, SimulatedConfig):
        typer.echo(f"  simulated parts, no hardware needed\n      camera: {_as_setting(SimulatedConfig())}")


@app.command("snap")
def snap(
    out: Annotated[Path, typer.Option(help="File to write, .png (lossless) or .jpg.")] = Path("snap.png"),
    folder: Annotated[Path | None, typer.Option(help="Take the picture from this folder instead.")] = None,
) -> None:
    """Take one picture with the station's camera and write it to a file."""
    from PIL import Image

    if out.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
        typer.echo(f"meisterblick: {out} must end in .png or .jpg", err=True)
        raise typer.Exit(2)
    config = FolderConfig(path=folder) if folder else _own_config()
    try:
        frame = snap_once(config)
        Image.fromarray(frame.pixels).save(out)
    except (CameraError, OSError) as error:
        typer.echo(f"meisterblick: {_waits(config, error) or error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{out}: {frame.width_px} x {frame.height_px} px, {frame.camera_id}, frame {frame.frame_id}")


@app.command("watch")
def watch(
    seconds: Annotated[float | None, typer.Option(help="Stop after so long; else Ctrl-C.", min=0)] = None,
    every: Annotated[float, typer.Option(help="Seconds between two lines.", min=0.1)] = 1.0,
) -> None:
    """How the station's camera is doing, line by line: frames, age, refused ones, focus, clipped pixels."""
    keeper = CameraKeeper(make_camera(_own_config()), lambda code, detail: typer.echo(f"{code}: {detail}"))
    end = time.monotonic() + (float("inf") if seconds is None else seconds)
    try:
        before, looked_at = keeper.state().health.frames, time.monotonic()
        while time.monotonic() < end:
            time.sleep(max(0.0, min(every, end - time.monotonic())))
            frames, now = keeper.state().health.frames, time.monotonic()
            typer.echo(_line(keeper, frames_per_second=(frames - before) / (now - looked_at)))
            before, looked_at = frames, now
    except KeyboardInterrupt:
        pass
    finally:
        keeper.close()


@app.command("save-features")
def save_features(out: Annotated[Path, typer.Option(help="File to write, .pfs.")]) -> None:
    """Save all features of the station's Basler camera, for `features:` in settings.yaml; with the station off."""
    config = _own_config()
    if not isinstance(config, BaslerConfig):
        typer.echo("meisterblick: only a Basler camera has a .pfs file; the station's camera is another kind", err=True)
        raise typer.Exit(2)
    from camera.basler import BaslerDriver

    driver = BaslerDriver(config)
    try:
        driver.open()
        driver.configure(config.settings)
        driver.save_features(out)
    except (CameraError, ValueError, OSError) as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(1) from error
    finally:
        driver.close()
    typer.echo(f"{out}: the features of the camera {config.serial}")


def _line(keeper: CameraKeeper, *, frames_per_second: float) -> str:
    from datetime import UTC, datetime

    from camera.figures import clipped_shares, focus_score

    state = keeper.state()
    health = state.health
    counts = (
        f"{health.dropped} dropped, {health.broken} broken, {health.stale} stale, "
        f"{state.reconnects} reconnected, {health.restarts} restarted"
    )
    try:
        frame = keeper.latest()
    except CameraError as error:
        return f"no picture ({error.code}); {counts}"
    age_ms = (datetime.now(UTC) - frame.captured_at).total_seconds() * 1000
    dark, bright = clipped_shares(frame.pixels)
    return (
        f"{frames_per_second:5.1f} fps, {age_ms:4.0f} ms old, {frame.width_px} x {frame.height_px} px, "
        f"focus {focus_score(frame.pixels):.0f}, {dark:.1%} black, {bright:.1%} white; {counts}"
    )


def _own_config() -> CameraConfig:
    try:
        return load_settings(default_home()).camera
    except RecipeInvalid as error:
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(2) from error


def _try(config: CameraConfig) -> str:
    try:
        frame = snap_once(config)
    except CameraError as error:
        return _waits(config, error) or f"does not work: {error}"
    return f"works, {frame.width_px} x {frame.height_px} px"


def _waits(config: CameraConfig, error: Exception) -> str | None:
    """That nothing is wrong: no part closed the trigger line meanwhile. None for any other camera or error."""
    match config, error:
        case BaslerConfig(trigger="hardware", trigger_line=line), SnapTimeout():
            return (
                f"the camera is there and waits for its trigger line: no signal came at {line} within a second; send "
                "one meanwhile, or set `trigger: software` for a trial"
            )
        case _:
            return None


def _basler(searched: Searched, own: CameraConfig) -> tuple[FoundCamera, ...]:
    try:
        return basler_cameras_beside(own, searched)
    except CameraAbsent as error:
        typer.echo(f"  Basler cameras were not looked for: {error}")
        return ()


def _as_setting(config: CameraConfig) -> str:
    """The entry for settings.yaml, on one line."""
    import yaml

    said = {"kind": config.kind, **config.model_dump(mode="json", exclude_defaults=True)}
    return yaml.safe_dump(said, default_flow_style=True, width=1000, sort_keys=False).strip()
