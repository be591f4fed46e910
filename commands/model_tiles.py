"""`meisterblick models tiles`: a model that looks at large pictures at native resolution."""

from pathlib import Path
from typing import Annotated

import typer

from commands.models_shared import complain
from inspection.errors import InspectionError
from inspection.places import default_home, find_model


def tiles(
    name: Annotated[str, typer.Argument(help="Name of a model; that of a slot means what is active there.")],
    overlap: Annotated[
        int | None,
        typer.Option(
            help="Pixels that tiles share: a little more than the largest common defect (default: a fifth of a tile).",
            min=32,
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the new model (default: NAME-tiles among one's own).", show_default=False),
    ] = None,
) -> None:
    """Write the model again, so that it sees pictures larger than its own in tiles, at native resolution.

    For a camera of more pixels that shows more of the part at the scale the model learned from. The model itself stays
    as it is. Exit status 0, 2 for wrong use.
    """
    home = default_home()
    target = out or home / "models" / f"{name}-tiles"
    try:
        from training.tiled import write_tiled

        manifest = write_tiled(find_model(name, home), target, home, overlap_px=overlap)
    except (InspectionError, OSError) as error:
        complain(error)
    assert manifest.tiles is not None
    side, shared = manifest.longest_side_px, manifest.tiles.overlap_px
    typer.echo(f"{manifest.name}: tiles of {side} x {side} px that share {shared} px")
    typer.echo(f"{target}; meisterblick models promote {target.name} --for {name}", err=True)
