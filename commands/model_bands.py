"""`meisterblick models calibrate`: from which score on a model's findings count, for a stated share of escapes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from camera.errors import CameraError
from commands.from_files import setup_for_files
from commands.models_shared import complain
from commands.training_part import check_training_part
from inspection.errors import InspectionError
from inspection.places import default_home, find_recipe, model_folder
from training.errors import TrainingError

if TYPE_CHECKING:
    from training.judging.recalibrating import Recalibrated


def calibrate(
    name: Annotated[str, typer.Argument(help="Name of a model.")],
    data: Annotated[Path, typer.Option(help="data.yaml with a val split: the bands are chosen on it.")],
    recipe: Annotated[
        str | None,
        typer.Option(help="Who says what is bad; without one, any labelled defect is.", show_default=False),
    ] = None,
    escapes: Annotated[
        float, typer.Option(help="How many of a hundred bad parts may pass at most.", min=0, max=50)
    ] = 2.0,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the new model (default: NAME-bands among one's own).", show_default=False),
    ] = None,
    threads: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 1,
) -> None:
    """Choose score bands for a stated share of escapes, and write the model with them under another name.

    The model itself stays as it is; golden pictures are never used. Exit status 0, 2 for wrong use.
    """
    home = default_home()
    try:
        check_training_part()
        from training.judging.recalibrating import recalibrate

        target = out or home / "models" / f"{name}-bands"
        done = recalibrate(
            model_folder(name, home),
            target,
            data,
            home,
            setup=None if recipe is None else setup_for_files(find_recipe(recipe, home), home),
            escapes=escapes / 100,
            threads=threads,
        )
    except (InspectionError, TrainingError, CameraError, OSError) as error:
        complain(error)
    typer.echo(told(done, escapes / 100))
    typer.echo(f"{target}; meisterblick models promote {target.name} --for {name}", err=True)


def told(done: "Recalibrated", escapes: float) -> str:
    """The bands, and the rates on the parts they were chosen on and on others; whether `escapes` are kept."""
    lines = [
        f"{name}: left out below {band.ignored_below:g}, sure from {band.clear_from:g} on"
        for name, band in sorted(done.calibration.bands.items())
    ]
    for where, rates in (("chosen on", done.calibration.fitted), ("to expect", done.calibration.expected)):
        of = {"escapes": rates.escape, "false rejects": rates.false_reject, "to the master": rates.review}
        each = [
            f"{what} {rate.count} of {rate.n} ({(rate.value or 0):.1%}, 95 %: {rate.low:.1%} to {rate.high:.1%})"
            for what, rate in of.items()
        ]
        lines.append(f"{where}: {'; '.join(each)}")
    if (done.calibration.expected.escape.value or 0) > escapes:
        lines.append(
            f"not reached: more than {escapes:.1%} of the bad parts would escape, whatever the bands; it takes more "
            "labelled pictures of such parts, or a longer training"
        )
    return "\n".join(lines)
