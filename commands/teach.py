"""`meisterblick teach`: a model from pictures of good parts alone, in under a minute."""

import io
import time
from pathlib import Path
from typing import Annotated

import typer

from camera.errors import FrameBroken
from commands.models_shared import complain
from commands.spoken import Lang, spoken_language
from inspection.errors import InspectionError, ModelRefused
from inspection.places import default_home
from training.environment import give_way
from training.errors import RunRefused, TrainingError
from training.teaching import FALSE_ALARMS_PER_100, LONGEST_SIDE_PX, again, teach
from training.teaching.wording import expected_text, taught_text


def teach_good_parts(
    name: Annotated[str, typer.Option(help="Name of the model: small letters, digits and hyphens.")],
    good: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR_OF_GOOD]",
            help="Folder of 10 to 50 pictures of good parts, one kind, one camera. Left out: NAME is set anew.",
            show_default=False,
        ),
    ] = None,
    false_alarms: Annotated[
        float | None,
        typer.Option(
            help="Of 100 good parts so many may go to the master (default 5). Fewer alarms, more that escapes.",
            min=0.1,
            max=50,
            show_default=False,
        ),
    ] = None,
    side: Annotated[
        int, typer.Option(help="Longest side in px at which the net sees a picture; more for finer defects.", min=64)
    ] = LONGEST_SIDE_PX,
    seed: Annotated[
        int, typer.Option(help="The same pictures and seed give the same model.", min=0, max=2**32 - 1)
    ] = 1,
    show: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="PICTURE OUT.png", help="Paint over a picture where it is unlike the good ones."),
    ] = None,
    language: Lang = None,
) -> None:
    """Learn what good parts look like; whatever is unlike them goes to the master.

    Exit status 0, or 2 for pictures or a name that cannot be used; then nothing was written.
    """
    home = default_home()
    try:
        spoken = spoken_language(language, home)
        give_way()
        if good is None and false_alarms is None and show is None:
            raise RunRefused(f"name the folder of good parts: meisterblick teach FOLDER --name {name}")
        if good is not None:
            began = time.monotonic()
            asked = FALSE_ALARMS_PER_100 if false_alarms is None else false_alarms
            taught = teach(good, name, home, false_alarms_per_100=asked, longest_side_px=side, seed=seed)
            typer.echo(taught_text(taught, time.monotonic() - began, spoken))
        elif false_alarms is not None:
            typer.echo(expected_text(again(name, home, false_alarms), spoken))
        if show is not None:
            _paint(name, home, *show)
    except (TrainingError, InspectionError, FrameBroken, OSError) as error:
        complain(error)


def _paint(name: str, home: Path, picture: Path, out: Path) -> None:
    from PIL import Image

    from camera.picture_file import read_picture_file
    from inspection.detection.loading import load_detector
    from inspection.good_only import GoodOnlyDetector
    from inspection.good_only.painting import painted
    from inspection.on_disk import write_durably
    from inspection.places import model_folder

    if out.suffix.lower() != ".png":
        raise RunRefused(f"the painted picture is a PNG; call it {out.with_suffix('.png')}")
    pixels = read_picture_file(picture).pixels
    detector = load_detector(model_folder(name, home))
    if not isinstance(detector, GoodOnlyDetector):
        raise ModelRefused(f"model {name!r} was not taught from good parts: it has no heat map")
    buffer = io.BytesIO()
    Image.fromarray(painted(pixels, detector.heat_map(pixels))).save(buffer, "PNG")
    write_durably(out, buffer.getvalue())
    typer.echo(str(out))
