"""`meisterblick calibrate`: print a target, calibrate the station's camera by it or by a ruler, show what is known."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from camera.errors import CameraError
from camera.opening import make_camera, open_camera, snap_once
from camera.picture_file import read_picture_file
from camera.protocol import Camera
from commands.inspect import WRONG_USE
from inspection.calibration.by_ruler import calibrate_by_ruler
from inspection.calibration.by_target import calibrate_by_target, covered, must_match
from inspection.calibration.calibration import Calibration
from inspection.calibration.sheet import target_pdf
from inspection.calibration.storing import calibration_files, load_calibration, read_calibration, save_calibration
from inspection.calibration.target import Paper, find_target
from inspection.calibration.view import View, look
from inspection.calibration.wording import calibration_lines, refusal_sentence
from inspection.errors import CalibrationRefused, RecipeInvalid, StorageError
from inspection.language import Language
from inspection.places import default_home
from inspection.station.settings import load_settings

app = typer.Typer(help="Millimetres: print a target, calibrate camera or ruler, show.", no_args_is_help=True)

Lang = Annotated[str, typer.Option("--lang", help="de or en.")]
LAST = "f"


@app.command("target")
def target(
    out: Annotated[Path, typer.Option(help="PDF file to write.")] = Path("target.pdf"),
    paper: Annotated[Paper, typer.Option(help="Size of the sheet.")] = "a4",
    square_mm: Annotated[
        float,
        typer.Option("--square-mm", help="Side of a square: 20, 15, 10, 5, on a5 also 2.5 (small fields)."),
    ] = 10,
    language: Lang = "de",
) -> None:
    """Write the printable target, with two rulers to check the printer by."""
    try:
        sheet = find_target(paper, square_mm)
        out.write_bytes(target_pdf(sheet))
    except (ValueError, OSError) as error:
        _stop(str(error), WRONG_USE)
    wide, high = sheet.size_mm
    typer.echo(
        f"{out}: Kalibriertafel {sheet.name}, {wide:g} × {high:g} mm; in Originalgröße drucken, Lineale nachmessen"
        if _spoken(language) == "de"
        else f"{out}: target {sheet.name}, {wide:g} × {high:g} mm; print at actual size, measure both rulers"
    )


@app.command("camera")
def camera(
    measured_ruler_mm: Annotated[
        float,
        typer.Option(metavar="MM", help="What you measured on the printed ruler that runs lengthways; 100 when exact."),
    ],
    pictures: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PICTURE",
            help="Pictures of the target, the last with it where the parts lie; without any, the station's camera.",
            show_default=False,
        ),
    ] = None,
    measured_cross_mm: Annotated[
        float | None,
        typer.Option(metavar="MM", help="The same on the one that runs crossways; else lengths are less certain."),
    ] = None,
    flatness_mm: Annotated[float, typer.Option(metavar="MM", help="How far the sheet may bulge.", min=0, max=5)] = 0.3,
    camera_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Camera that the pictures are from (default: the station's).")
    ] = None,
    language: Lang = "de",
) -> None:
    """Calibrate the station's camera by 5 to 12 pictures of the target, tilted to all sides; or by a single one.

    Exit status 0, 1 when the pictures do not do (the reason says what to change), 2 for wrong use.
    """
    spoken = _spoken(language)

    def solve(views: list[View]) -> Calibration:
        return calibrate_by_target(
            views,
            camera_id=camera_id or _station_camera().camera_id,
            measured_ruler_mm=measured_ruler_mm,
            measured_cross_ruler_mm=measured_cross_mm,
            flatness_mm=flatness_mm,
        )

    with _errors_said(spoken):
        if pictures:
            frames = [read_picture_file(path) for path in pictures]
            calibration = solve([look(frame.pixels, number) for number, frame in enumerate(frames, start=1)])
        else:
            calibration = _by_hand(solve, spoken)
        _keep(calibration, spoken)


@app.command("ruler")
def ruler(
    start: Annotated[str, typer.Option("--from", metavar="X,Y", help="A point on the ruler, in pixels.")],
    end: Annotated[str, typer.Option("--to", metavar="X,Y", help="Another, far from it.")],
    length_mm: Annotated[float, typer.Option("--mm", metavar="MM", help="How far apart they are.", min=0.001)],
    picture: Annotated[
        Path | None, typer.Option(help="The picture; without it the station's camera says how large its pictures are.")
    ] = None,
    click_px: Annotated[float, typer.Option(metavar="PX", help="How sure a point is, in pixels.", min=0.1)] = 1.5,
    camera_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Camera of the picture (default: the station's).")
    ] = None,
    language: Lang = "de",
) -> None:
    """Quick start: the scale from two points on a ruler; tilt and lens stay unknown, so lengths are less certain."""
    a_xy, b_xy = _point(start), _point(end)
    spoken = _spoken(language)
    with _errors_said(spoken):
        frame = read_picture_file(picture) if picture else snap_once(load_settings(default_home()).camera)
        calibration = calibrate_by_ruler(
            a_xy,
            b_xy,
            length_mm,
            camera_id=camera_id or _station_camera().camera_id,
            resolution_wh=(frame.width_px, frame.height_px),
            click_uncertainty_px=click_px,
        )
        _keep(calibration, spoken)


@app.command("show")
def show(language: Lang = "de") -> None:
    """What every camera was calibrated to; exit status 1 when there is none, or a file is broken."""
    spoken, broken = _spoken(language), False
    with _errors_said(spoken):
        files = calibration_files(default_home())
        if not files:
            load_calibration(default_home(), _station_camera().camera_id)
    for path in files:
        try:
            for line in calibration_lines(read_calibration(path), spoken):
                typer.echo(line)
        except CalibrationRefused as error:
            typer.echo(f"meisterblick: {refusal_sentence(error.refusal, spoken)}", err=True)
            broken = True
    if broken:
        raise typer.Exit(1)


def _by_hand(solve: Callable[[list[View]], Calibration], language: Language) -> Calibration:
    """Pictures of the station's camera, one at every press of the return key; a bad one is told and taken again."""
    german = language == "de"
    typer.echo(
        f"Je Bild die Eingabetaste. Kalibriertafel nach jeder Seite neigen, in jede Ecke bringen, zuletzt flach: {LAST}"
        if german
        else f"Return for each picture: tilt the target to each side, bring it into each corner. Flat at last: {LAST}"
    )
    views: list[View] = []
    with _opened() as camera:
        while True:
            number = len(views) + 1
            answer = typer.prompt(f"Bild {number}" if german else f"Picture {number}", default="", show_default=False)
            try:
                view = look(camera.snap().pixels, number)
                must_match(view, views[0] if views else view, number)
                if answer.strip().lower() == LAST:
                    return solve([*views, view])
            except CalibrationRefused as error:
                typer.echo(refusal_sentence(error.refusal, language))
                continue
            views.append(view)
            found, field = len(view.ids), covered(views)
            typer.echo(
                f"  {found} Ecken; {100 * field:.0f} % des Bildfelds waren dabei"
                if german
                else f"  {found} corners; {100 * field:.0f} % of the field covered"
            )


@contextmanager
def _opened() -> Iterator[Camera]:
    camera = open_camera(load_settings(default_home()).camera)
    try:
        yield camera
    finally:
        camera.close()


def _station_camera() -> Camera:
    """The station's camera, not opened."""
    return make_camera(load_settings(default_home()).camera)


def _keep(calibration: Calibration, language: Language) -> None:
    path = save_calibration(default_home(), calibration)
    for line in (*calibration_lines(calibration, language), str(path)):
        typer.echo(line)


def _point(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        _stop(f"a point is two numbers, such as 120,340; got {text!r}", WRONG_USE)
    return x, y


def _spoken(language: str) -> Language:
    return "en" if language == "en" else "de"


@contextmanager
def _errors_said(language: Language) -> Iterator[None]:
    """Ends the command with the sentence of an error and its exit status."""
    try:
        yield
    except CalibrationRefused as error:
        _stop(refusal_sentence(error.refusal, language), 1)
    except (CameraError, StorageError) as error:
        _stop(str(error), 1)
    except RecipeInvalid as error:
        _stop(str(error), WRONG_USE)


def _stop(message: str, status: int) -> NoReturn:
    typer.echo(f"meisterblick: {message}", err=True)
    raise typer.Exit(status)
