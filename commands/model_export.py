"""`meisterblick models export`: INT8 and bf16, where they judge like f32."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from camera.errors import CameraError
from commands.from_files import recipe_of_slot, setup_for_files
from commands.models_shared import REFUSED, As, Format, complain, slot_begun
from commands.spoken import Lang, spoken_language
from commands.training_part import check_training_part
from inspection.errors import InspectionError
from inspection.places import default_home, find_model, find_recipe
from training.errors import TrainingError


class Split(StrEnum):
    """Which pictures of the data set."""

    VAL = "val"
    TEST = "test"


def export(
    name: Annotated[str, typer.Argument(help="Name of a model; that of a slot means what is active there.")],
    data: Annotated[Path, typer.Option(help="data.yaml with a train split, and one to check on.")],
    split: Annotated[Split, typer.Option(help="Which pictures mAP is measured on.")] = Split.VAL,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the new model (default: NAME-fast among one's own).", show_default=False),
    ] = None,
    recipe: Annotated[
        str | None,
        typer.Option(help="By which to judge (default: that of the slot that NAME begins with).", show_default=False),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="Folder of the trained weights (default: beside the model).", show_default=False),
    ] = None,
    threads: Annotated[int, typer.Option(help="Processor cores to use.", min=1)] = 1,
    format: As = Format.TEXT,
    language: Lang = None,
) -> None:
    """Make INT8, hold every precision against f32 on real pictures, and write what holds as a model of its own.

    The model itself stays as it is. Exit status 0 when a reduced precision holds, 1 when none does, 2 for wrong use.
    """
    home = default_home()
    try:
        check_training_part()
        spoken = spoken_language(language, home)
        from training.precisions import export_checked
        from training.precisions.exporting import holds
        from training.precisions.telling import as_text

        target = out or home / "models" / f"{name}-fast"
        slot = slot_begun(name, home)
        judged_by = find_recipe(recipe, home) if recipe else recipe_of_slot(slot, home) if slot else None
        report = export_checked(
            find_model(name, home),
            data,
            target,
            home,
            split=split.value,
            setup=setup_for_files(judged_by, home) if judged_by else None,
            weights=weights,
            threads=threads,
            watch=lambda what: typer.echo(f"{what} …", err=True),
        )
    except (InspectionError, TrainingError, CameraError, OSError) as error:
        complain(error)
    typer.echo(report.model_dump_json(indent=2) if format is Format.JSON else as_text(report, spoken))
    if not any(row.is_reduced and holds(row, report) for row in report.rows):
        raise typer.Exit(REFUSED)
    typer.echo(f"{target}; meisterblick models promote {target.name} --for {slot or 'SLOT'}", err=True)
