"""The piece as it lies on a picture: its direction turns with the part, its size is what is judged of it."""

import numpy as np

from inspection.locating import Placement
from inspection.measuring.ground import ground_of
from inspection.measuring.sizes import extent
from inspection.piece import Piece
from inspection.recipe import Recipe
from inspection.regions import region_polygons_px
from inspection.scale import Scale, to_plane


def piece_on_picture(
    recipe: Recipe, placement: Placement | None, resolution_wh: tuple[int, int], scale: Scale
) -> Piece:
    """The recipe's piece, turned with the part; sizes that the recipe leaves open are those of the judged regions."""
    piece = recipe.piece
    if placement is not None:
        turned_deg = (piece.angle_deg + placement.turn_deg + 180) % 360 - 180
        piece = piece.model_copy(update={"angle_deg": turned_deg})
    judged = [corners for kind, corners in region_polygons_px(recipe.regions, placement, resolution_wh) if kind == "in"]
    if not judged:
        return piece
    corners = to_plane(np.concatenate(judged), scale)
    along_x, along_y = ground_of(scale, piece, resolution_wh).along
    (start, end), (left, right) = extent(corners, (along_x, along_y)), extent(corners, (-along_y, along_x))
    return piece.model_copy(update={"length": piece.length or end - start, "width": piece.width or right - left})
