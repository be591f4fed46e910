"""The piece as it lies on a picture: its direction turns with the part, its size is what is judged of it."""

from inspection.locating import Placement
from inspection.piece import Piece
from inspection.recipe import Recipe
from inspection.regions import judged_extent_px
from inspection.scale import Scale, length_per_px


def piece_on_picture(
    recipe: Recipe, placement: Placement | None, resolution_wh: tuple[int, int], scale: Scale
) -> Piece:
    """The recipe's piece, turned with the part; sizes that the recipe leaves open are those of the judged regions."""
    piece = recipe.piece
    if not recipe.regions and placement is None:
        return piece
    extent = judged_extent_px(recipe.regions, placement, resolution_wh, angle_deg=piece.angle_deg)
    per_px = length_per_px(scale, (resolution_wh[0] / 2, resolution_wh[1] / 2))
    return Piece(
        angle_deg=piece.angle_deg + (placement.turn_deg if placement else 0),
        length=piece.length or extent.along_px * per_px,
        width=piece.width or extent.across_px * per_px,
    )
