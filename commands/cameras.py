"""`meisterblick camera`: which cameras there are, and a picture from the station's own."""

from pathlib import Path
from typing import Annotated

import typer

from camera.config import CameraConfig, FolderConfig, SimulatedConfig
from camera.errors import CameraError
from camera.opening import make_camera, snap_once
from inspection.errors import RecipeInvalid
from inspection.places import default_home
from inspection.station.settings import load_settings

app = typer.Typer(help="Cameras: list, snap.", no_args_is_help=True)


@app.command("list")
def list_cameras() -> None:
    """Every camera this computer can use now, and whether it gives pictures; * is the station's own."""
    own = _own_config()
    configs: list[CameraConfig] = [own]
    if not isinstance(own, SimulatedConfig):
        configs.append(SimulatedConfig())
    for config in configs:
        typer.echo(f"{'*' if config == own else ' '} {make_camera(config).camera_id}: {_try(config)}")


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
        typer.echo(f"meisterblick: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{out}: {frame.width_px} x {frame.height_px} px, {frame.camera_id}, frame {frame.frame_id}")


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
        return f"does not work: {error}"
    return f"works, {frame.width_px} x {frame.height_px} px"
