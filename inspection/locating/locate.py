"""Teaching the golden part, and finding it again."""

from math import hypot
from typing import assert_never

from camera.figures import grey_of
from camera.frame import Pixels
from inspection.locating.alignment import Alignment, FeatureAlignment, MarkerAlignment
from inspection.locating.errors import GoldenRefused, PartMisplaced, PartNotFound
from inspection.locating.features import placement_by_edges
from inspection.locating.golden import Golden
from inspection.locating.markers import marker_corners, placement_of
from inspection.locating.placement import Placement


def teach_golden(pixels: Pixels, alignment: Alignment) -> Golden:
    """The golden part from a picture (height, width, 3; RGB; uint8); it is not kept before `save_golden`.

    Raises GoldenRefused where nothing on the picture could be found again.
    """
    golden = Golden.of(pixels)
    locate(pixels, golden, alignment)
    return golden


def locate(pixels: Pixels, golden: Golden, alignment: Alignment) -> Placement:
    """How the part on the picture lies compared with the golden part.

    Raises PartNotFound where nothing is sufficiently like it, PartMisplaced where it lies beyond the recipe's limits.
    """
    grey = grey_of(pixels)
    match alignment:
        case FeatureAlignment():
            placement = placement_by_edges(grey, golden.grey, alignment)
        case MarkerAlignment():
            placement = _by_marker(grey, golden, alignment)
        case _:
            assert_never(alignment)
    if placement is None or (isinstance(alignment, FeatureAlignment) and placement.score < alignment.min_score):
        raise PartNotFound("the part was not found")
    _in_place(placement, alignment)
    return placement


def _by_marker(grey: Pixels, golden: Golden, alignment: MarkerAlignment) -> Placement | None:
    taught, seen = marker_corners(golden.grey, alignment), marker_corners(grey, alignment)
    if len(taught) != 1:
        raise GoldenRefused(f"expected one marker {alignment.marker_id} on the golden picture, got {len(taught)}")
    return placement_of(seen[0], taught[0], golden.wh) if len(seen) == 1 else None


def _in_place(placement: Placement, alignment: Alignment) -> None:
    shift = hypot(*placement.shift_px) / placement.golden_wh[0]
    if shift > alignment.max_shift or abs(placement.turn_deg) > alignment.max_turn_deg:
        raise PartMisplaced(
            f"the part lies {shift:.0%} of the picture's width from its place and is turned by "
            f"{placement.turn_deg:.1f}°; at most {alignment.max_shift:.0%} and {alignment.max_turn_deg:.0f}° are "
            "allowed; lay it against the stop"
        )
