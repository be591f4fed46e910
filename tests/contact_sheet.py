"""A sheet of rendered pictures, alone or beside real ones: `python -m tests.contact_sheet`.

Alone it writes `docs/pictures/rendered-parts.jpg`. To compare, name what is rendered and folders of real pictures:

    python -m tests.contact_sheet --part board --real path/to/photographs --out build/boards.jpg

Real pictures mostly belong to somebody else, so a sheet with them is never written into the project (but for `build/`,
which is not committed).
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import numpy as np
import typer
from PIL import Image

from camera.frame import Pixels
from camera.rendering import PartKind, render_part

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "docs" / "pictures" / "rendered-parts.jpg"
LIMIT_BYTES = 600_000
TILE_PX = 400
GAP_PX = 4
SEED = 2026
SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp"}

Tile: TypeAlias = Pixels


class Part(StrEnum):
    """What is rendered; a close-up is a bead that fills a long, low picture."""

    WELD = "weld"
    CLOSE_UP = "close-up"
    BOARD = "board"
    METAL = "metal"


RENDERED: dict[Part, tuple[PartKind, int, int]] = {
    Part.WELD: ("weld-bead", 640, 480),
    Part.CLOSE_UP: ("weld-bead", 768, 192),
    Part.BOARD: ("board", 640, 240),
    Part.METAL: ("machined-metal", 640, 480),
}


def main(
    real: Annotated[list[Path] | None, typer.Option(help="Folder of real pictures; may be given again.")] = None,
    part: Annotated[list[Part] | None, typer.Option(help="What to render (default: all).")] = None,
    out: Annotated[Path, typer.Option(help="The sheet, a JPEG.")] = SHEET,
    rows: Annotated[int, typer.Option(help="Rows of pictures for each kind.", min=1, max=40)] = 2,
    seed: Annotated[int, typer.Option(help="The series that is shown.")] = SEED,
) -> None:
    """Write the sheet: rendered pictures in four columns, or rendered left and real right, two columns each."""
    if real and not may_hold_real_pictures(out):
        raise typer.BadParameter(f"real pictures stay outside of the project; {out} lies in it (build/ is allowed)")
    photographs = photographs_in(real or [])
    blocks = []
    for kind in part or list(Part):
        columns = 2 if real else 4
        count = columns * (rows + (1 if kind in {Part.BOARD, Part.CLOSE_UP} and not real else 0))
        made = [rendered_tile(kind, seed, index) for index in range(count)]
        left = grid(made, columns)
        blocks.append(left if not real else beside(left, grid([tile_of(next(photographs)) for _ in made], columns)))
    write(Image.fromarray(stacked(blocks)), out)
    typer.echo(f"{out}: {out.stat().st_size // 1000} kB")


def may_hold_real_pictures(out: Path) -> bool:
    """Whether a sheet with somebody's photographs may be written there: not where it could be committed."""
    inside = out.resolve().is_relative_to(ROOT.resolve())
    return not inside or out.resolve().is_relative_to((ROOT / "build").resolve())


def photographs_in(folders: list[Path]) -> Iterator[Path]:
    """The pictures of the folders in turn, each folder's spread evenly, again from the start when all were shown."""
    found = []
    for folder in folders:
        pictures = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES)
        if not pictures:
            raise typer.BadParameter(f"the folder {folder} holds no picture ({', '.join(sorted(SUFFIXES))})")
        found.append(pictures[:: max(len(pictures) // 60, 1)])
    turn = 0
    while found:
        pictures = found[turn % len(found)]
        yield pictures[turn // len(found) % len(pictures)]
        turn += 1


def rendered_tile(part: Part, seed: int, index: int) -> Tile:
    """Picture `index` of the series, `TILE_PX` wide."""
    kind, width_px, height_px = RENDERED[part]
    rendered = render_part(kind, seed=seed, index=index, width_px=width_px, height_px=height_px)
    return scaled(Image.fromarray(rendered.pixels))


def tile_of(path: Path) -> Tile:
    """A photograph, `TILE_PX` wide."""
    with Image.open(path) as opened:
        return scaled(opened.convert("RGB"))


def scaled(picture: Image.Image) -> Tile:
    """The picture `TILE_PX` wide, in its own proportions, at most as high as wide."""
    height = min(round(picture.height * TILE_PX / picture.width), TILE_PX)
    return np.asarray(picture.resize((TILE_PX, height), Image.Resampling.LANCZOS), np.uint8)


def grid(tiles: list[Tile], columns: int) -> Tile:
    """The tiles in rows, on white."""
    lines = [tiles[at : at + columns] for at in range(0, len(tiles), columns)]
    return stacked([side_by_side(line, GAP_PX) for line in lines])


def beside(left: Tile, right: Tile) -> Tile:
    """Rendered and real, with a wider gap between them."""
    return side_by_side([left, right], 6 * GAP_PX)


def side_by_side(tiles: list[Tile], gap_px: int) -> Tile:
    """One line of tiles, each at the top, on white."""
    height = max(tile.shape[0] for tile in tiles)
    width = sum(tile.shape[1] for tile in tiles) + gap_px * (len(tiles) - 1)
    line = np.full((height, width, 3), 255, np.uint8)
    x = 0
    for tile in tiles:
        line[: tile.shape[0], x : x + tile.shape[1]] = tile
        x += tile.shape[1] + gap_px
    return line


def stacked(blocks: list[Tile]) -> Tile:
    """Blocks one under the other, on white."""
    width = max(block.shape[1] for block in blocks)
    height = sum(block.shape[0] for block in blocks) + GAP_PX * (len(blocks) - 1)
    sheet = np.full((height, width, 3), 255, np.uint8)
    y = 0
    for block in blocks:
        sheet[y : y + block.shape[0], : block.shape[1]] = block
        y += block.shape[0] + GAP_PX
    return sheet


def write(sheet: Image.Image, out: Path) -> None:
    """As a JPEG of the best quality that keeps to `LIMIT_BYTES`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    for quality in range(88, 40, -4):
        sheet.save(out, "JPEG", quality=quality, optimize=True)
        if out.stat().st_size <= LIMIT_BYTES:
            return


if __name__ == "__main__":
    typer.run(main)
