"""`meisterblick render`: pictures of parts that never were, with labels, masks, millimetres and the verdict due."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from camera.rendering import PartKind, render_part
from commands.rendered_set import SetTruth, data_yaml, jpeg_of, mask_of, truth_file, truth_of, yolo_lines
from inspection.places import SHIPPED_RECIPES
from inspection.recipe import load_recipe

WRONG_USE = 2
_NAME_OF: dict[str, PartKind] = {"weld": "weld-bead", "board": "board", "metal": "machined-metal"}
_SIZE_WH: dict[PartKind, tuple[int, int]] = {"weld-bead": (640, 480), "board": (640, 240), "machined-metal": (640, 480)}


class Part(StrEnum):
    """What is rendered."""

    WELD = "weld"
    BOARD = "board"
    METAL = "metal"


class Split(StrEnum):
    """Which split of a data set the pictures are for."""

    TRAIN = "train"
    VAL = "val"


def render(
    part: Annotated[Part, typer.Argument(help="What to render: weld beads, boards or machined metal.")],
    out: Annotated[Path, typer.Option(help="Folder to write to; it must not exist yet, or be empty.")],
    count: Annotated[int, typer.Option(help="How many pictures.", min=1, max=100_000)] = 50,
    seed: Annotated[int, typer.Option(help="The same seed gives the same pictures.")] = 1,
    split: Annotated[Split, typer.Option(help="Split that the pictures are for; give each its own seed.")] = Split.VAL,
    width: Annotated[
        int | None, typer.Option(help="Pixels across (default 640).", min=64, max=4096, show_default=False)
    ] = None,
    height: Annotated[
        int | None,
        typer.Option(
            help="Pixels down (default: weld and metal 480, board 240).", min=64, max=4096, show_default=False
        ),
    ] = None,
) -> None:
    """Render parts with labels (YOLO), masks, outlines, sizes in millimetres and the verdict due.

    Writes images/SPLIT/*.jpg, labels/SPLIT/*.txt, masks/SPLIT/*.png (8 bits: 0 background, n the nth defect of that
    picture in truth.json), data.yaml (naming that split only) and truth.json. Exit status 2 where the folder holds
    something already.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        typer.echo(f"meisterblick: {out} exists and is not empty; name a new folder, or empty it", err=True)
        raise typer.Exit(WRONG_USE)
    kind = _NAME_OF[part]
    size_wh = (width or _SIZE_WH[kind][0], height or _SIZE_WH[kind][1])
    recipe = load_recipe(SHIPPED_RECIPES / f"{kind}.yaml")
    images, labels, masks = (out / name / split for name in ("images", "labels", "masks"))
    try:
        for folder in (images, labels, masks):
            folder.mkdir(parents=True)
        pictures = []
        for index in range(count):
            rendered = render_part(kind, seed=seed, index=index, width_px=size_wh[0], height_px=size_wh[1])
            stem = f"{part}_{seed}_{index:04d}"
            (images / f"{stem}.jpg").write_bytes(jpeg_of(rendered))
            (labels / f"{stem}.txt").write_text(yolo_lines(rendered), encoding="utf-8", newline="\n")
            (masks / f"{stem}.png").write_bytes(mask_of(rendered))
            pictures.append(truth_of(rendered, recipe, f"images/{split}/{stem}.jpg"))
        truth = SetTruth(
            part=kind, seed=seed, recipe=recipe.name, recipe_version=recipe.version, pictures=tuple(pictures)
        )
        _write(out / "truth.json", truth_file(truth))
        _write(out / "data.yaml", data_yaml(kind, split))
    except OSError as error:
        typer.echo(f"meisterblick: {out} cannot be written to: {error.strerror or error}", err=True)
        raise typer.Exit(WRONG_USE) from error
    typer.echo(f"{count} pictures in {out}")


def _write(path: Path, text: str) -> None:
    path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8", newline="\n")
