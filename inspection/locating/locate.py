"""Teaching the golden part, and finding it again."""

from math import hypot
from typing import Final, assert_never

import numpy as np

from camera.figures import grey_of
from camera.frame import Pixels
from inspection.locating.alignment import Alignment, FeatureAlignment, MarkerAlignment
from inspection.locating.errors import GoldenMissing, PartMisplaced, PartNotFound, Problem
from inspection.locating.features import match
from inspection.locating.golden import Golden
from inspection.locating.markers import by_corners, by_whole_marker, marker_corners
from inspection.locating.placement import Placement
from inspection.locating.teachable import refuse_unteachable

LEAST_SEEN: Final = 0.6
"""Share of the golden part's edges that must lie within the frame."""
LEAST_IN_TURN: Final = 0.5
"""Times `min_score`: a turn rests on few edges, of holes or corners far out, and needs less."""
LARGEST_SCALE_CHANGE: Final = 0.03
"""A marker that shows larger or smaller by more lies at another height: what is measured would be wrong as well."""


def teach_golden(pixels: Pixels, alignment: Alignment) -> Golden:
    """The golden part from a picture (height, width, 3; RGB; uint8); it is not kept before `save_golden`.

    Raises GoldenRefused where nothing on the picture could be found again.
    """
    golden = Golden.of(pixels)
    refuse_unteachable(golden.grey, alignment)
    return golden


def locate(pixels: Pixels, golden: Golden, alignment: Alignment) -> Placement:
    """How the part on the picture lies compared with the golden part; takes about 10 ms for features, 3 for a marker.

    Raises PartNotFound where nothing is sufficiently like it, PartMisplaced where it lies beyond the recipe's limits,
    GoldenMissing where the golden picture has another size.
    """
    grey = grey_of(pixels)
    if grey.shape != golden.grey.shape:
        got, expected = (f"{shape[1]} x {shape[0]}" for shape in (grey.shape, golden.grey.shape))
        message = f"got a picture of {got} px, the golden one has {expected}; set the camera back, or teach it again"
        raise GoldenMissing(message, Problem.OTHER_SIZE)
    match alignment:
        case FeatureAlignment():
            placement = _by_features(grey, golden, alignment)
        case MarkerAlignment():
            placement = _by_marker(grey, golden, alignment)
        case _:
            assert_never(alignment)
    _refuse_misplaced(placement, alignment)
    return placement


def _by_features(grey: Pixels, golden: Golden, alignment: FeatureAlignment) -> Placement:
    found = match(grey, golden.grey, alignment)
    score = 0.0 if found is None else float(np.clip(found.likeness.in_worst_direction, 0, 1))
    if found is None or score < alignment.min_score or found.likeness.seen < LEAST_SEEN:
        raise PartNotFound(
            f"likeness to the golden part: got {score:.2f}, expected {alignment.min_score:.2f} at least; put the right "
            "part there as in the golden picture, take away what covers it, or teach the golden part again",
            Problem.NOT_LIKE_GOLDEN,
            value=round(score, 3),
            limit=alignment.min_score,
        )
    least = LEAST_IN_TURN * alignment.min_score
    if alignment.max_turn_deg > 0 and found.likeness.in_turn < least:
        raise PartNotFound(
            f"how far the part is turned cannot be told: got {found.likeness.in_turn:.2f}, expected {least:.2f} at "
            "least; for a round part set max_turn_deg to 0, else put a marker onto the jig",
            Problem.TURN_UNCLEAR,
            value=round(found.likeness.in_turn, 3),
            limit=least,
        )
    return Placement.of(found.matrix, golden.wh, score)


def _by_marker(grey: Pixels, golden: Golden, alignment: MarkerAlignment) -> Placement:
    taught, seen = marker_corners(golden.grey, alignment), marker_corners(grey, alignment)
    if len(taught) != 1:
        message = f"the golden picture shows marker {alignment.marker_id} {len(taught)} times; teach it again"
        raise GoldenMissing(message, Problem.DAMAGED)
    if len(seen) != 1:
        problem = Problem.SEVERAL_MARKERS if seen else Problem.NO_MARKER
        raise PartNotFound(
            f"marker {alignment.marker_id} of {alignment.dictionary}: got {len(seen)}, expected 1; wipe it, take away "
            "what covers it, and keep a second one away",
            problem,
            value=len(seen),
            limit=1,
        )
    rough = by_corners(seen[0], taught[0], golden.wh)
    if abs(rough.scale - 1) > LARGEST_SCALE_CHANGE:
        raise PartMisplaced(
            f"the marker shows {rough.scale:.1%} as large as taught; put part and camera back to their height",
            Problem.OTHER_DISTANCE,
            value=round(rough.scale, 4),
            limit=1 + LARGEST_SCALE_CHANGE,
        )
    return by_whole_marker(grey, golden.grey, taught[0], rough)


def _refuse_misplaced(placement: Placement, alignment: Alignment) -> None:
    shift = hypot(*placement.shift_px) / max(placement.golden_wh)
    if shift > alignment.max_shift:
        raise PartMisplaced(
            f"the part lies {shift:.1%} of the picture's longer side from its place, at most {alignment.max_shift:.1%} "
            "are allowed; lay it against the stop",
            Problem.TOO_FAR,
            value=round(shift, 4),
            limit=alignment.max_shift,
        )
    if abs(placement.turn_deg) > alignment.max_turn_deg:
        raise PartMisplaced(
            f"the part is turned by {placement.turn_deg:.1f} degrees, at most {alignment.max_turn_deg:g} are allowed; "
            "lay it against the stop",
            Problem.TOO_TURNED,
            value=round(abs(placement.turn_deg), 2),
            limit=alignment.max_turn_deg,
        )
